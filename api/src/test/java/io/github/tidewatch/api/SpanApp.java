package io.github.tidewatch.api;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;

/**
 * Opens spans of known lengths while it records them itself, and prints of each what it lies within and what lies within
 * it, by other means. Argument: the recording.
 */
public final class SpanApp {
    private static final long MS = 1_000_000;

    private SpanApp() {}

    /** Without an agent all spans are the same object, which does nothing. */
    static final class WithoutAgent {
        public static void main(String[] args) {
            Span one = Span.open("one");
            try (Span two = Span.open(null)) {
                boolean same = one == two && two.failed(new IOException()) == one;
                System.out.println(same ? "one and the same" : "different");
            }
            one.close();
        }
    }

    /** One span of 50 ms after the other. */
    static final class Endless {
        public static void main(String[] args) throws Exception {
            for (int i = 0; ; i++) {
                try (Span span = Span.open("endless")) {
                    Thread.sleep(50);
                    span.failed(null);
                }
                if (i == 0) {
                    System.out.println("ready");
                }
            }
        }
    }

    interface Work {
        void run() throws Exception;
    }

    public static void main(String[] args) throws Exception {
        Span before = Span.open("before any recording");
        try (Recording recording = new Recording()) {
            FlightRecorder.getFlightRecorder();
            awaitAgent();
            recording.enable("tidewatch.Span").withThreshold(Duration.ofMillis(20));
            recording.enable("tidewatch.Status");
            recording.start();
            before.close();
            awaitAgent(); // the first recording has the hook of ending threads woven in
            inThread("main spans", SpanApp::spans);
            inThread("leaves spans open", SpanApp::leaveOpen);
            elsewhere();
            otherLoader();
            virtual();
            recording.stop();
            recording.dump(Paths.get(args[0]));
        }
        try (Span after = Span.open("after all recordings")) {
            Thread.sleep(30);
            System.out.println("ended " + (after != null));
        }
    }

    private static void spans() throws Exception {
        witness("computing", () -> spin(60 * MS));
        witness("sleeping", () -> Thread.sleep(60));
        witness("short", () -> spin(MS));
        try (Span outer = Span.open("outer")) {
            try (Span inner = Span.open("inner")) {
                Thread.sleep(30);
                recurse(2);
                inner.failed(new IOException("is recorded by its class only"));
            }
            outer.failed(null);
        }
        Span named = Span.open("x".repeat(1000));
        Thread.sleep(25);
        named.close();
        named.close(); // does nothing
        Span first = Span.open("closed first");
        Span second = Span.open("closed last");
        Thread.sleep(30);
        first.close();
        second.close();
        witness(null, () -> Thread.sleep(25));
    }

    private static void recurse(int depth) throws InterruptedException {
        try (Span span = Span.open("recursion")) {
            Thread.sleep(25);
            if (depth > 1) {
                recurse(depth - 1);
            }
            span.failed(null);
        }
    }

    private static void leaveOpen() throws Exception {
        Span.open("left open outer");
        Span.open("left open inner");
        Thread.sleep(30);
    }

    private static void elsewhere() throws Exception {
        Span[] opened = new Span[1];
        inThread("opens", () -> {
            opened[0] = Span.open("closed elsewhere");
            Thread.sleep(30);
            inThread("closes", opened[0]::close);
            try (Span next = Span.open("after closed elsewhere")) {
                Thread.sleep(25);
                next.failed(null);
            }
        });
    }

    /** The API once more, by a class loader that has nothing but the JDK above it, as a container's application may have it. */
    private static void otherLoader() throws Exception {
        URL classes = Span.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes}, null)) {
            Class<?> other = loader.loadClass(Span.class.getName());
            Method open = other.getMethod("open", String.class);
            try (AutoCloseable span = (AutoCloseable) open.invoke(null, "other loader")) {
                Thread.sleep(25);
                System.out.println("other loader " + (span.getClass() != Span.class));
            }
        }
    }

    private static void virtual() throws Exception {
        if (Runtime.version().feature() >= 21) {
            Thread thread = (Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, (Runnable) () -> {
                        try (Span span = Span.open("virtual")) {
                            Thread.sleep(25);
                            span.failed(null);
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    });
            thread.join();
        }
    }

    /** Runs work within a span, and prints what the thread's own files say: name, wall, CPU time and CPU delay, twice. */
    private static void witness(String name, Work work) throws Exception {
        long[] a = read();
        Span span = Span.open(name);
        long[] b = read();
        work.run();
        long[] c = read();
        span.close();
        long[] d = read();
        StringBuilder line = new StringBuilder("witness ").append(name);
        for (int i = 0; i < 3; i++) {
            line.append(' ').append(c[i] - b[i]).append(' ').append(d[i] - a[i]);
        }
        System.out.println(line);
    }

    /** Time, CPU time, CPU delay; the counters lag by a tick at most. */
    private static long[] read() throws IOException {
        Path file = Paths.get("/proc/thread-self/schedstat");
        String[] words = new String(Files.readAllBytes(file), StandardCharsets.US_ASCII)
                .trim()
                .split(" ", -1);
        return new long[] {System.nanoTime(), Long.parseLong(words[0]), Long.parseLong(words[1])};
    }

    static void spin(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    static void inThread(String name, Work work) throws InterruptedException {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                name);
        thread.start();
        thread.join();
    }

    /** Waits until the agent has started, if it is starting. */
    static void awaitAgent() throws InterruptedException {
        Thread[] threads = new Thread[1000];
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        int count = group.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (threads[i].getName().equals("Tidewatch")) {
                threads[i].join(90_000);
            }
        }
    }
}
