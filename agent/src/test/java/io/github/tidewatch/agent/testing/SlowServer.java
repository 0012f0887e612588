package io.github.tidewatch.agent.testing;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;

/**
 * Handles requests of 2 ms of CPU time while it records spans itself; one in twelve takes longer by something that it waits
 * for. Arguments: the recording, the scene, and what it needs: {@code quota FILE MICROS} (writes the quota there), {@code disk
 * FILE}, {@code lock}, {@code peer} or {@code pool}. Prints {@code totals WALL RUN DELAY}, in nanoseconds, as the serving thread
 * read them itself from the kernel, or {@code queued SUM} of all tasks.
 */
public final class SlowServer {
    private static final int REQUESTS = 120;
    private static final int SLOW_ONE = 12;
    private static final long MILLIS = 1_000_000;
    private static final int BLOCK = 1 << 17;

    private final Callable<?> slow;

    private SlowServer(Callable<?> slow) {
        this.slow = slow;
    }

    public static void main(String[] args) throws Exception {
        FlightRecorder.getFlightRecorder();
        Woven.awaitWeaving();
        try (Recording recording = new Recording()) {
            recording.enable("tidewatch.Span").withoutThreshold();
            recording.enable("tidewatch.DelayCause").withPeriod(Duration.ofMillis(200));
            for (String wait : new String[] {"JavaMonitorEnter", "SocketRead", "ThreadPark"}) {
                recording.enable("jdk." + wait).withoutThreshold().withStackTrace();
            }
            recording.start();
            Thread.sleep(500);
            if (args[1].equals("pool")) {
                submit();
            } else {
                SlowServer server = new SlowServer(scene(args));
                Thread serving = new Thread(server::run, "server");
                serving.start();
                serving.join();
            }
            Thread.sleep(300); // the causes of the last interval
            recording.stop();
            recording.dump(Paths.get(args[0]));
        }
        System.exit(0);
    }

    private static Callable<?> scene(String[] args) throws Exception {
        switch (args[1]) {
            case "quota":
                Files.writeString(Paths.get(args[2]), args[3]);
                return () -> null; // the quota is used up of itself
            case "disk":
                return disk(Paths.get(args[2]));
            case "lock":
                return lock();
            default:
                return peer();
        }
    }

    /** Reads past the page cache. */
    private static Callable<?> disk(Path file) throws Exception {
        // By name: javac warns of this exported but JDK-specific class.
        OpenOption direct = (OpenOption) Class.forName("com.sun.nio.file.ExtendedOpenOption")
                .getField("DIRECT")
                .get(null);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, direct);
        ByteBuffer buffer = ByteBuffer.allocateDirect(BLOCK + 4096)
                .alignedSlice(4096)
                .limit(BLOCK)
                .slice();
        long[] next = new long[1];
        return () -> {
            buffer.clear();
            return channel.read(buffer, next[0]++ * BLOCK % channel.size());
        };
    }

    private static Callable<?> lock() {
        Object lock = new Object();
        Semaphore wanted = new Semaphore(0);
        Semaphore held = new Semaphore(0);
        daemon("holder", () -> {
            while (true) {
                wanted.acquire();
                synchronized (lock) {
                    held.release();
                    Thread.sleep(100);
                }
            }
        });
        return () -> {
            wanted.release();
            held.acquire();
            synchronized (lock) {
                return null;
            }
        };
    }

    private static Callable<?> peer() throws IOException {
        ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        daemon("peer", () -> {
            try (Socket socket = listening.accept()) {
                while (socket.getInputStream().read() >= 0) {
                    Thread.sleep(100);
                    socket.getOutputStream().write(1);
                }
            }
            return null;
        });
        Socket socket = new Socket(listening.getInetAddress(), listening.getLocalPort());
        return () -> {
            socket.getOutputStream().write(1);
            return socket.getInputStream().read();
        };
    }

    private static void daemon(String name, Callable<?> work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.call();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            String[] before = schedstat();
            long begin = System.nanoTime();
            serve();
            long wall = System.nanoTime() - begin;
            String[] after = schedstat();
            System.out.println("totals " + wall + " " + (Long.parseLong(after[0]) - Long.parseLong(before[0])) + " "
                    + (Long.parseLong(after[1]) - Long.parseLong(before[1])));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String[] schedstat() throws IOException {
        return Files.readString(Path.of("/proc/thread-self/schedstat")).split(" ", -1);
    }

    private void serve() throws Exception {
        for (int i = 0; i < REQUESTS; i++) {
            handle(i);
        }
    }

    private void handle(int number) throws Exception {
        compute();
        if (number % SLOW_ONE == SLOW_ONE - 1) {
            slow.call();
        }
    }

    /** In CPU time, as a request would that takes longer if it is not given the CPU. */
    private static void compute() {
        double x = 1;
        long begin = cpuTime();
        while (cpuTime() - begin < 2 * MILLIS) {
            for (int i = 0; i < 1000; i++) {
                x = Math.sqrt(x + i);
            }
        }
        if (x < 0) {
            throw new AssertionError();
        }
    }

    private static long cpuTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Ten at once, twelve times, to one worker. */
    private static void submit() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        pool.submit(() -> {}).get();
        Thread.sleep(500); // of what is queued at first that is not known
        long[] queued = new long[1];
        for (int i = 0; i < SLOW_ONE; i++) {
            List<Future<?>> burst = new ArrayList<>();
            for (int j = 0; j < REQUESTS / SLOW_ONE; j++) {
                long submitted = System.nanoTime();
                burst.add(pool.submit(() -> {
                    queued[0] += System.nanoTime() - submitted;
                    compute();
                }));
            }
            for (Future<?> each : burst) {
                each.get();
            }
        }
        System.out.println("queued " + queued[0]);
    }
}
