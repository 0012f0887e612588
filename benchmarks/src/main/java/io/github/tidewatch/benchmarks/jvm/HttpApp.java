package io.github.tidewatch.benchmarks.jvm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server whose answers are some kilobytes of text that have to be put together and hashed. */
public final class HttpApp {
    private static final int THREADS = 32;
    private static final int ROWS = 60;

    private HttpApp() {}

    public static void main(String[] args) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        ExecutorService pool = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "http-worker");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(pool);
        server.createContext("/", HttpApp::answer);
        server.start();
        Jvm.answerWith(Integer.toString(server.getAddress().getPort()));
        System.in.readAllBytes(); // until whoever started it ends it
        System.exit(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] body = page(exchange.getRequestURI().getPath()).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String page(String path) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            StringBuilder page = new StringBuilder("{\"path\":\"").append(path).append("\",\"rows\":[");
            for (int i = 0; i < ROWS; i++) {
                digest.update((byte) i);
                byte[] hash = digest.digest(path.getBytes(StandardCharsets.UTF_8));
                page.append(i == 0 ? "" : ",")
                        .append("{\"id\":")
                        .append(i)
                        .append(",\"hash\":\"")
                        .append(Base64.getEncoder().encodeToString(hash))
                        .append("\"}");
            }
            return page.append("]}").toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
