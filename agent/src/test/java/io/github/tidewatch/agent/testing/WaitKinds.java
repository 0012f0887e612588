package io.github.tidewatch.agent.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.FileChannel;
import java.nio.channels.Selector;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import jdk.jfr.FlightRecorder;

/** Applications of which threads wait for known things. */
public final class WaitKinds {
    private static final int LONG = 100_000;

    private WaitKinds() {}

    /** What a thread does; may throw. */
    private interface Work {
        void run() throws Exception;
    }

    private static Thread thread(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Until the agent's events are there: on a busy host that takes a while. */
    private static void awaitAgent() throws InterruptedException {
        while (FlightRecorder.getFlightRecorder().getEventTypes().stream()
                .noneMatch(type -> type.getName().equals("tidewatch.ThreadDelay"))) {
            Thread.sleep(50);
        }
    }

    /** Threads that wait for one thing each, named by it; for so many milliseconds. */
    public static final class Steady {
        private Steady() {}

        public static void main(String[] args) throws Exception {
            awaitAgent();
            Object monitor = new Object();
            ReentrantLock lock = new ReentrantLock();
            Path file = Paths.get("locked").toAbsolutePath();
            Process child = new ProcessBuilder("sleep", "100").start();
            Process locker = new ProcessBuilder(
                            Paths.get(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Locker.class.getName(),
                            file.toString())
                    .start();
            locker.getInputStream().read();
            lock.lock();
            ServerSocket server = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
            thread("object", () -> forever(new Object()));
            thread("lock", lock::lockInterruptibly);
            thread("queue", () -> new LinkedBlockingQueue<String>().take());
            thread("parkNanos", () -> LockSupport.parkNanos(LONG * 1_000_000L));
            thread("sleep", () -> Thread.sleep(LONG));
            network(server);
            thread("output", () -> child.getInputStream().read());
            thread("waitFor", child::waitFor);
            thread("fileLock", () -> lock(file));
            synchronized (monitor) {
                thread("monitor", () -> enter(monitor));
                System.out.println("port " + server.getLocalPort());
                Thread.sleep(Long.parseLong(args[0]));
                child.destroyForcibly();
                locker.destroyForcibly();
                System.exit(0); // all still wait
            }
        }

        private static void forever(Object object) throws InterruptedException {
            synchronized (object) {
                while (true) {
                    object.wait();
                }
            }
        }

        private static void enter(Object monitor) {
            synchronized (monitor) {
                System.out.flush();
            }
        }

        private static void network(ServerSocket server) throws IOException {
            Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
            Socket timed = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
            timed.setSoTimeout(LONG);
            Socket[] accepted = {server.accept(), server.accept()};
            InputStream input = plain.getInputStream();
            thread("read", () -> System.out.println(input.read() + accepted[0].getLocalPort()));
            InputStream inTime = timed.getInputStream();
            thread("readTimeout", inTime::read);
            thread("accept", server::accept);
            Selector selector = Selector.open();
            thread("selector", () -> selector.select(LONG));
            DatagramSocket datagrams = new DatagramSocket(0, InetAddress.getLoopbackAddress());
            thread("udp", () -> datagrams.receive(new DatagramPacket(new byte[9], 9)));
        }
    }

    private static void lock(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
        }
    }

    /** Locks a file, says so and keeps it. */
    public static final class Locker {
        private Locker() {}

        public static void main(String[] args) throws Exception {
            try (FileChannel channel =
                    FileChannel.open(Paths.get(args[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock();
                System.out.println("locked");
                Thread.sleep(LONG);
            }
        }
    }

    /** A thread "mixed" that waits for 1 to 50 ms for different things in turn, and prints for how long for each. */
    public static final class Mixed {
        private enum Kind {
            SLEEP,
            PARK,
            OBJECT,
            NETWORK
        }

        private static final int[] SHARES = {Kind.SLEEP.ordinal(), 1, 1, 2, 3, 3, 3, 3};

        private Mixed() {}

        public static void main(String[] args) throws Exception {
            awaitAgent();
            long end = System.nanoTime() + Long.parseLong(args[0]) * 1_000_000;
            thread("mixed", () -> mix(end)).join();
        }

        private static void mix(long end) throws Exception {
            Map<Kind, Long> times = new EnumMap<>(Kind.class);
            Random random = new Random(7);
            try (ServerSocket server = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
                    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
                while (System.nanoTime() < end) {
                    Kind kind = Kind.values()[SHARES[random.nextInt(SHARES.length)]];
                    int millis = 1 + random.nextInt(50);
                    long begin = System.nanoTime();
                    await(kind, millis, socket);
                    times.merge(kind, System.nanoTime() - begin, Long::sum);
                }
            }
            times.forEach((kind, time) -> System.out.println(kind + " " + time));
        }

        @SuppressWarnings("WaitNotInLoop") // who wakes early has waited for less, and says so
        private static void await(Kind kind, int millis, Socket socket) throws Exception {
            switch (kind) {
                case SLEEP:
                    Thread.sleep(millis);
                    break;
                case PARK:
                    LockSupport.parkNanos(millis * 1_000_000L);
                    break;
                case OBJECT:
                    Object object = new Object();
                    synchronized (object) {
                        object.wait(millis);
                    }
                    break;
                default:
                    socket.setSoTimeout(millis);
                    try {
                        socket.getInputStream().read();
                    } catch (SocketTimeoutException e) {
                        break; // as intended
                    }
            }
        }
    }
}
