package io.github.tidewatch.agent.testing;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Applications that wait for what others in them do too slowly, and say for how long. */
public final class WaitScenes {
    /** Below the ports that the kernel gives to clients. */
    private static final int FIRST_PORT = 20_000;

    private static final int LAST_PORT = 32_000;

    private WaitScenes() {}

    private static ServerSocket listen() throws IOException {
        for (int port = FIRST_PORT; port < LAST_PORT; port++) {
            try {
                return new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                // Taken: the next one.
            }
        }
        throw new IOException("no free port from " + FIRST_PORT + " to " + LAST_PORT);
    }

    /**
     * A thread that asks two servers one after the other, as a database's driver does, for so many milliseconds. Prints for each
     * its port and how long the thread waited for its answers, and then how long it waited for a CPU, in nanoseconds.
     */
    public static final class Client {
        private Client() {}

        public static void main(String[] args) throws Exception {
            Apps.awaitAgent();
            Thread client = new Thread(
                    () -> {
                        try {
                            ask(Long.parseLong(args[0]));
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    "jdbc");
            client.start();
            client.join();
        }

        private static void ask(long millis) throws IOException {
            long[] waited = new long[2];
            try (Socket slow = server(60);
                    Socket fast = server(30)) {
                long begin = System.nanoTime();
                while (System.nanoTime() - begin < millis * 1_000_000) {
                    waited[0] += answer(slow);
                    waited[1] += answer(fast);
                }
                System.out.println("slow " + slow.getPort() + " " + waited[0]);
                System.out.println("fast " + fast.getPort() + " " + waited[1]);
                System.out.println("delay 0 " + runDelay());
            }
        }

        private static Socket server(long millis) throws IOException {
            ServerSocket server = listen();
            Thread answering = new Thread(() -> answerSlowly(server, millis), "server");
            answering.setDaemon(true);
            answering.start();
            return new Socket(server.getInetAddress(), server.getLocalPort());
        }

        private static void answerSlowly(ServerSocket server, long millis) {
            try (Socket socket = server.accept()) {
                InputStream in = socket.getInputStream();
                while (in.read() >= 0) {
                    Thread.sleep(millis);
                    socket.getOutputStream().write(1);
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** How long the thread waited for it: without what it waited for a CPU after the answer had come. */
        private static long answer(Socket server) throws IOException {
            server.getOutputStream().write(1);
            long begin = System.nanoTime() - runDelay();
            server.getInputStream().read();
            return System.nanoTime() - runDelay() - begin;
        }

        private static long runDelay() throws IOException {
            String line = Files.readString(Path.of("/proc/thread-self/schedstat"));
            return Long.parseLong(line.split(" ", -1)[1]);
        }
    }

    /** A pool of connections. */
    static final class Pool {
        private final ArrayBlockingQueue<Object> free = new ArrayBlockingQueue<>(1);

        Pool() {
            free.add(new Object());
        }

        Object borrow() throws InterruptedException {
            return free.poll(1, TimeUnit.MINUTES);
        }

        void giveBack(Object connection) {
            free.add(connection);
        }
    }

    /** An HTTP server of eight threads and one connection to its database; asked by as many clients, or by none if told so. */
    public static final class Server {
        private Server() {}

        public static void main(String[] args) throws Exception {
            Apps.awaitAgent();
            AtomicInteger numbers = new AtomicInteger();
            ThreadPoolExecutor threads = new ThreadPoolExecutor(
                    8,
                    8,
                    1,
                    TimeUnit.MINUTES,
                    new LinkedBlockingQueue<>(),
                    task -> new Thread(task, "http-exec-" + numbers.incrementAndGet()));
            threads.prestartAllCoreThreads();
            Pool pool = new Pool();
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
            server.setExecutor(threads);
            server.createContext("/", exchange -> {
                query(pool);
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            });
            server.start();
            long end = System.nanoTime() + Long.parseLong(args[0]) * 1_000_000;
            for (int i = 0; i < Integer.parseInt(args[1]); i++) {
                Thread client = new Thread(() -> ask(server.getAddress(), end), "client-" + i);
                client.setDaemon(true);
                client.start();
            }
            Thread.sleep(Long.parseLong(args[0]));
            System.exit(0); // with threads that wait
        }

        private static void query(Pool pool) {
            try {
                Object connection = pool.borrow();
                try {
                    Thread.sleep(30);
                } finally {
                    pool.giveBack(connection);
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void ask(InetSocketAddress server, long end) {
            while (System.nanoTime() < end) {
                try {
                    URI uri = URI.create("http://" + server.getHostString() + ":" + server.getPort() + "/");
                    HttpURLConnection connection =
                            (HttpURLConnection) uri.toURL().openConnection();
                    connection.getResponseCode();
                } catch (IOException e) {
                    return; // it ends
                }
            }
        }
    }
}
