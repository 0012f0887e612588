package io.github.tidewatch.agent.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.concurrent.CountDownLatch;

/** Threads that use different amounts of CPU time, and print their tid in the innermost pid namespace, and that time. */
public final class Numbered {
    private Numbered() {}

    public static void main(String[] args) throws Exception {
        Apps.awaitAgent();
        CountDownLatch done = new CountDownLatch(4);
        CountDownLatch end = new CountDownLatch(1);
        for (int i = 0; i < 4; i++) {
            long nanos = i * 100_000_000L;
            String name = "numbered-" + i;
            Thread thread = new Thread(() -> work(name, nanos, done, end), name);
            thread.setDaemon(true);
            thread.start();
        }
        done.await();
        Thread.sleep(1200);
        end.countDown();
    }

    private static void work(String name, long nanos, CountDownLatch done, CountDownLatch end) {
        while (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() < nanos) {
            Thread.onSpinWait();
        }
        System.out.println("numbered " + innermostTid() + " "
                + ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() + " " + name);
        done.countDown();
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String innermostTid() {
        try {
            return Files.readAllLines(Paths.get("/proc/thread-self/status")).stream()
                    .filter(line -> line.startsWith("NSpid:"))
                    .map(line -> line.substring(line.lastIndexOf('\t') + 1))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
