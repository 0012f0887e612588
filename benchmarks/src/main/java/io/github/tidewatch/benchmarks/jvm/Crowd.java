package io.github.tidewatch.benchmarks.jvm;

import io.github.tidewatch.benchmarks.peers.ProcfsReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import javax.management.JMException;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;

/**
 * An application of many threads, one in ten of which wakes again and again for some microseconds. Arguments: how many, and for how many
 * milliseconds the active ones sleep. It obeys commands on stdin, one a line, and answers each:
 *
 * <pre>
 * warm MILLIS                     records what else is recorded, every 20 ms
 * record EVENTS PERIOD MILLIS FILE  records EVENTS (separated by commas) only  -> nanoseconds of JFR's periodic thread
 * reader PERIOD MILLIS dump|bare  reads procfs                                 -> nanoseconds, threads read in sum
 * stay PERIOD                     reads procfs from now on, with dumps
 * heap                            collects garbage                             -> bytes that are left
 * end
 * </pre>
 */
public final class Crowd {
    private static final long STACK_BYTES = 192 * 1024;
    private static final long LONGEST_NAP = 5_000_000_000L;
    private static final int ACTIVE_OF = 10;
    private static final String PERIODIC_THREAD = "JFR Periodic Tasks";

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    /** All that has the same period, so that their hooks are called together afterwards as they were before. */
    private static final List<String> WARMED = List.of(
            "tidewatch.ThreadDelay",
            "tidewatch.ThreadUsage",
            "tidewatch.ProcessUsage",
            "tidewatch.DelayCause",
            "tidewatch.HostCpu",
            "tidewatch.CpuThrottling",
            "tidewatch.Pressure",
            "tidewatch.DiskUse",
            "tidewatch.Overhead",
            "jdk.ThreadCPULoad");

    private static volatile long work;

    private Crowd() {}

    public static void main(String[] args) throws Exception {
        int count = Integer.parseInt(args[0]);
        long nap = Long.parseLong(args[1]) * 1_000_000;
        CountDownLatch begun = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            boolean active = i % ACTIVE_OF == 0;
            Thread thread = new Thread(
                    null,
                    () -> {
                        begun.countDown();
                        live(active, nap);
                    },
                    "crowd-" + i,
                    STACK_BYTES);
            thread.setDaemon(true);
            thread.start();
        }
        begun.await();
        Jvm.serve(line -> obey(line.split(" ", -1)));
    }

    /** Sleeps, and computes for some microseconds each time when active; never returns. */
    static void live(boolean active, long nap) {
        while (true) {
            if (active) {
                LockSupport.parkNanos(nap);
                long sum = work;
                for (int i = 0; i < 5_000; i++) {
                    sum += i * sum + 1;
                }
                work = sum;
            } else {
                LockSupport.park();
            }
        }
    }

    private static String obey(String[] command) throws Exception {
        switch (command[0]) {
            case "warm":
                return warm(Long.parseLong(command[1]));
            case "record":
                return record(command[1].split(",", -1), command[2], Long.parseLong(command[3]), Path.of(command[4]));
            case "reader":
                return read(Long.parseLong(command[1]), Long.parseLong(command[2]), command[3].equals("dump"));
            case "stay":
                return stay(Long.parseLong(command[1]));
            case "heap":
                System.gc();
                return Long.toString(
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
            default:
                throw new IllegalArgumentException(command[0]);
        }
    }

    private static String warm(long millis) throws InterruptedException {
        try (Recording recording = new Recording()) {
            for (String event : WARMED) {
                recording.enable(event).withPeriod(Duration.ofMillis(20));
            }
            recording.start();
            Thread.sleep(millis);
            recording.stop();
        }
        return "ok";
    }

    private static String record(String[] events, String period, long millis, Path file)
            throws IOException, InterruptedException {
        try (Recording recording = new Recording()) {
            // JFR enables all events of applications and agents by itself.
            for (EventType type : FlightRecorder.getFlightRecorder().getEventTypes()) {
                if (!type.getName().equals("tidewatch.Flush")) { // it writes what is left as the recording ends
                    recording.disable(type.getName());
                }
            }
            for (String event : events) {
                recording.enable(event).with("period", period + " ms");
            }
            recording.enable("tidewatch.Overhead");
            recording.start();
            long thread = periodicThread();
            long begin = begun(thread);
            Thread.sleep(millis);
            long nanos = THREADS.getThreadCpuTime(thread) - begin;
            recording.stop();
            recording.dump(file);
            return Long.toString(nanos);
        }
    }

    /** Its CPU time when it has run; JFR may sleep for a second before it notices that there is something to do. */
    private static long begun(long thread) throws InterruptedException {
        long begin = THREADS.getThreadCpuTime(thread);
        long end = System.nanoTime() + LONGEST_NAP;
        long now;
        do {
            Thread.sleep(20);
            now = THREADS.getThreadCpuTime(thread);
        } while (now == begin && System.nanoTime() < end);
        return now;
    }

    private static long periodicThread() {
        for (long id : THREADS.getAllThreadIds()) {
            if (THREADS.getThreadInfo(id).getThreadName().equals(PERIODIC_THREAD)) {
                return id;
            }
        }
        throw new IllegalStateException("no thread \"" + PERIODIC_THREAD + "\"");
    }

    private static String read(long period, long millis, boolean dump)
            throws IOException, JMException, InterruptedException {
        ProcfsReader reader = READER;
        long end = System.nanoTime() + millis * 1_000_000;
        long nanos = 0;
        long threads = 0;
        while (System.nanoTime() < end) {
            Thread.sleep(period);
            long begin = THREADS.getCurrentThreadCpuTime();
            threads += reader.pass(dump);
            nanos += THREADS.getCurrentThreadCpuTime() - begin;
        }
        return nanos + " " + threads;
    }

    private static final ProcfsReader READER = new ProcfsReader();

    private static String stay(long period) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (true) {
                            Thread.sleep(period);
                            READER.pass(true);
                        }
                    } catch (IOException | JMException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                "procfs-reader");
        thread.setDaemon(true);
        thread.start();
        return "ok";
    }
}
