package io.github.tidewatch.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server whose requests are slow now and then, each path for a reason of its own. Clients and database are another process. */
final class Web implements Workload {
    private static final int WORKERS = 4;

    /** One request in so many is slow. */
    private static final int SLOW_ONE = 20;

    private static final long SECONDS_TO_END = 5;
    private static final int QUICK_ANSWER = 25;
    private static final int SLOW_ANSWER = 250;
    private static final long STOCK_TAKING = 300;
    private static final long COMPUTING = TimeUnit.MILLISECONDS.toNanos(3);

    @Override
    public String name() {
        return "web";
    }

    @Override
    public String shows() {
        return "a server's requests as spans: a slow one in twenty of /catalog waits for the database, some of /checkout for"
                + " a lock";
    }

    @Override
    public int defaultSeconds() {
        return 15;
    }

    @Override
    public void run(Settings settings, Progress progress) throws IOException, InterruptedException {
        Process clients = startClients();
        HttpServer server = null;
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS, Web::worker);
        try (Crew crew = new Crew()) {
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(clients.getInputStream(), StandardCharsets.US_ASCII));
            String database = said.readLine();
            if (database == null) {
                throw new IOException("the process of the clients ended: exit code " + clients.waitFor());
            }
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(workers);
            Stock stock = new Stock();
            server.createContext("/catalog", new Catalog(Integer.parseInt(database)));
            server.createContext("/checkout", new Checkout(Integer.parseInt(database), stock));
            server.start();
            crew.start("stock-taker", stock::takeStock);
            clients.getOutputStream().write((server.getAddress().getPort() + "\n").getBytes(StandardCharsets.US_ASCII));
            clients.getOutputStream().flush();
            crew.work(name(), settings.seconds(), progress);
        } finally {
            clients.destroyForcibly();
            if (server != null) {
                server.stop(0);
            }
            workers.shutdownNow();
            // Without the clients' process all end at once.
            boolean ended = workers.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)
                    && clients.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
            if (!ended) {
                progress.note("the server did not end in time");
            }
        }
    }

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static Thread worker(Runnable work) {
        Thread thread = new Thread(work, "web-worker-" + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** By the same Java and the same classes, without an agent. */
    private static Process startClients() throws IOException {
        try {
            Path classes = Path.of(Web.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    "-cp",
                    classes.toString(),
                    WebClients.class.getName());
            builder.environment().remove("JAVA_TOOL_OPTIONS");
            return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    /** Asks the database, which takes so many milliseconds. */
    private static void ask(int database, int millis) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), database)) {
            socket.getOutputStream().write(millis);
            if (socket.getInputStream().read() < 0) {
                throw new IOException("the database gave no answer");
            }
        }
    }

    private static void answer(HttpExchange exchange, double from) throws IOException {
        double result = from;
        for (long begin = System.nanoTime(); System.nanoTime() - begin < COMPUTING; ) {
            result += Math.sqrt(begin);
        }
        byte[] body = Double.toString(result).getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** What is in stock; counted now and then, and nobody can buy meanwhile. */
    private static final class Stock {
        private long sold;

        synchronized long sell() {
            return ++sold;
        }

        void takeStock() throws InterruptedException {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(10 * STOCK_TAKING);
                synchronized (this) {
                    Thread.sleep(STOCK_TAKING);
                }
            }
        }
    }

    private static final class Catalog implements HttpHandler {
        private final AtomicInteger requests = new AtomicInteger();
        private final int database;

        Catalog(int database) {
            this.database = database;
        }

        @Override
        public void handle(HttpExchange exchange) throws IOException {
            ask(database, requests.incrementAndGet() % SLOW_ONE == 0 ? SLOW_ANSWER : QUICK_ANSWER);
            answer(exchange, 0);
        }
    }

    private static final class Checkout implements HttpHandler {
        private final int database;
        private final Stock stock;

        Checkout(int database, Stock stock) {
            this.database = database;
            this.stock = stock;
        }

        @Override
        public void handle(HttpExchange exchange) throws IOException {
            ask(database, QUICK_ANSWER);
            answer(exchange, stock.sell());
        }
    }
}
