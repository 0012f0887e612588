package io.github.tidewatch.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;

/**
 * The clients and the database of {@link Web}, as a process of their own. Prints the port of the database, reads that of the server,
 * and asks that until standard input ends, as it does with the server's process.
 */
final class WebClients {
    private static final int CLIENTS = 5;

    private static final String[] PATHS = {"catalog", "checkout"};

    private WebClients() {}

    public static void main(String[] args) throws IOException {
        ServerSocket database = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("database", () -> serve(database));
        System.out.println(database.getLocalPort());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        String port = in.readLine();
        if (port != null) {
            int server = Integer.parseInt(port);
            for (int i = 0; i < CLIENTS; i++) {
                String path = PATHS[i % PATHS.length];
                start("client-" + i, () -> ask(server, path));
            }
            while (in.read() >= 0) {}
        }
        System.exit(0);
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((failed, e) -> System.exit(1)); // the server ends, too
        thread.start();
    }

    /** A question is the number of milliseconds that the answer takes. */
    private static void serve(ServerSocket database) throws IOException {
        while (true) {
            Socket connection = database.accept();
            start("query", () -> {
                try (Socket query = connection) {
                    Thread.sleep(query.getInputStream().read());
                    query.getOutputStream().write(1);
                }
            });
        }
    }

    private static void ask(int server, String path) throws IOException {
        URL url = new URL("http", "127.0.0.1", server, "/" + path);
        while (true) {
            try (InputStream answer = url.openStream()) {
                answer.readAllBytes();
            }
        }
    }
}
