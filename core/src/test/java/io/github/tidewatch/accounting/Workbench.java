package io.github.tidewatch.accounting;

import io.github.tidewatch.counters.SourceChoice;
import io.github.tidewatch.intervals.Interval;
import io.github.tidewatch.intervals.IntervalSink;
import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.procfs.SchedStat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.zip.Deflater;

/** What tests on the real kernel share: threads with known tids, where they run, what the kernel says of them. */
final class Workbench {
    /** The first check of delay accounting, before any worker was made. */
    private static final DelayAccounting AT_START = DelayAccounting.now();

    private static final long LOOKED = System.nanoTime();

    private Workbench() {}

    /** What a thread does; may throw. */
    interface Work {
        void run(AtomicBoolean stop) throws Exception;
    }

    /** A thread that has reported its tid and waits to be let go. */
    static final class Worker implements AutoCloseable {
        final AtomicBoolean stop = new AtomicBoolean();
        private final CountDownLatch known = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch done = new CountDownLatch(1);
        private final Thread thread;
        private volatile int tid;
        private volatile Throwable failure;

        Worker(String name, Work work) throws InterruptedException {
            Objects.requireNonNull(AT_START);
            thread = new Thread(
                    () -> {
                        tid = HostSystemCalls.get().gettid();
                        known.countDown();
                        try {
                            go.await();
                            begun.countDown();
                            work.run(stop);
                        } catch (Throwable e) {
                            failure = e;
                        }
                        done.countDown();
                    },
                    name);
            thread.setDaemon(true);
            thread.start();
            known.await();
        }

        int tid() {
            return tid;
        }

        void go() {
            go.countDown();
        }

        /** Lets it go, and waits until it waits as {@link #awaitItsWait} does. */
        void goAndAwaitItsWait() throws Exception {
            go();
            begun.await();
            awaitItsWait();
        }

        /** Waits until it waits: it has used no CPU time for a while. For a minute at most. */
        void awaitItsWait() throws Exception {
            long end = System.nanoTime() + 60_000_000_000L;
            for (long used = -1; System.nanoTime() - end < 0; Thread.sleep(20)) {
                SchedStat now = schedstat(tid);
                if (now.onCpu() == used && state(tid) == 'S') {
                    return;
                }
                used = now.onCpu();
            }
            throw new AssertionError(thread.getName() + " does not wait");
        }

        boolean isDone() {
            return done.getCount() == 0;
        }

        @Override
        public void close() {
            stop.set(true);
            go();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (failure != null) {
                throw new AssertionError(thread.getName(), failure);
            }
        }
    }

    /** One interval of one thread as it was reported. */
    static final class Recorded {
        final long begin;
        final long length;
        final long onCpu;
        final long cpuDelay;
        final long blockIo;
        final long waiting;
        final long pendingCpu;
        final long pendingBlockIo;
        final long discarded;
        final boolean complete;

        Recorded(Interval i) {
            begin = i.begin();
            length = i.length();
            onCpu = i.userTime() + i.systemTime();
            cpuDelay = i.cpuDelay();
            blockIo = i.blockIoDelay();
            waiting = i.waitTime();
            pendingCpu = i.pendingCpuDelay();
            pendingBlockIo = i.pendingBlockIoDelay();
            discarded = i.discardedDelay();
            complete = i.isComplete();
        }

        long end() {
            return begin + length;
        }

        @Override
        public String toString() {
            return String.format(
                    "%.1f ms: on CPU %.1f, CPU delay %.1f (pending %.1f), block I/O %.1f (pending %.1f), waiting %.1f,"
                            + " discarded %.1f%s",
                    length / 1e6,
                    onCpu / 1e6,
                    cpuDelay / 1e6,
                    pendingCpu / 1e6,
                    blockIo / 1e6,
                    pendingBlockIo / 1e6,
                    waiting / 1e6,
                    discarded / 1e6,
                    complete ? "" : ", incomplete");
        }
    }

    /** Samples this process every {@code periodMillis} until {@code until} is done, and keeps what is reported of it. */
    static List<Recorded> sample(Worker worker, long periodMillis, long forMillis) throws Exception {
        return sample(worker, periodMillis, forMillis, worker);
    }

    /** However late {@code last} begins, until it is done. */
    static List<Recorded> sampleUntil(Worker last, Worker worker, long periodMillis) throws Exception {
        return sample(worker, periodMillis, 60_000, last);
    }

    private static List<Recorded> sample(Worker worker, long periodMillis, long forMillis, Worker last)
            throws Exception {
        List<Recorded> recorded = new ArrayList<>();
        IntervalSink sink = interval -> {
            if (interval.thread().tid() == worker.tid()) {
                synchronized (recorded) {
                    recorded.add(new Recorded(interval));
                }
            }
        };
        sample(sink, worker, periodMillis, forMillis, last);
        return recorded;
    }

    static void sample(IntervalSink sink, Worker worker, long periodMillis, long forMillis) throws Exception {
        sample(sink, worker, periodMillis, forMillis, worker);
    }

    /** As the agent does: a sample each period, rechecks between while they are wanted, a flush at the end. */
    private static void sample(IntervalSink sink, Worker worker, long periodMillis, long forMillis, Worker last)
            throws Exception {
        var rechecks = Executors.newSingleThreadExecutor();
        try (Accounting accounting = open()) {
            Sampler sampler = accounting.sampler();
            AtomicBoolean end = new AtomicBoolean();
            synchronized (sampler) {
                sampler.open(EnumSet.of(Records.DELAYS));
            }
            Future<?> rechecking = rechecks.submit(() -> recheckUntil(end, sampler));
            worker.go();
            long start = System.nanoTime();
            long next = start;
            while (System.nanoTime() - start < forMillis * 1_000_000 && !last.isDone()) {
                next += periodMillis * 1_000_000;
                TimeUnit.NANOSECONDS.sleep(Math.max(0, next - System.nanoTime()));
                synchronized (sampler) {
                    sampler.sample();
                    sampler.emitDelays(false, sink);
                }
            }
            end.set(true);
            rechecking.get();
            synchronized (sampler) {
                sampler.sample();
                sampler.emitDelays(true, sink);
            }
        } finally {
            rechecks.shutdown();
        }
    }

    private static Accounting open() {
        return Accounting.open(SourceChoice.AUTO, Optional.of(HostSystemCalls.get()), "", AT_START, LOOKED);
    }

    private static void recheckUntil(AtomicBoolean end, Sampler sampler) {
        while (!end.get()) {
            try {
                Thread.sleep(ThreadLocalRandom.current().nextLong(10, 20));
            } catch (InterruptedException e) {
                return;
            }
            synchronized (sampler) {
                if (sampler.needsBlockIoRecheck()) {
                    sampler.recheckBlockIo();
                }
            }
        }
    }

    static SchedStat schedstat(int tid) throws IOException {
        byte[] content = Files.readAllBytes(Path.of("/proc/self/task/" + tid + "/schedstat"));
        SchedStat schedstat = new SchedStat();
        schedstat.parse(content, content.length);
        return schedstat;
    }

    /** As ps(1) names it: S of one that waits. */
    private static char state(int tid) throws IOException {
        String stat = Files.readString(Path.of("/proc/self/task/" + tid + "/stat"), StandardCharsets.ISO_8859_1);
        return stat.charAt(stat.lastIndexOf(')') + 2);
    }

    static void spin(AtomicBoolean stop) {
        while (!stop.get()) {
            Thread.onSpinWait();
        }
    }

    /** Computes in native code, where no safepoint of the JVM makes the thread wait. */
    static void compute(AtomicBoolean stop) {
        compute(stop, () -> {});
    }

    /** As {@link #compute(AtomicBoolean)}; {@code ready} runs when all is made that the JVM may make it wait for. */
    static void compute(AtomicBoolean stop, Runnable ready) {
        compute(8 << 20, stop::get, ready);
    }

    /** As {@link #compute(AtomicBoolean, Runnable)}, until so long after it was ready, and some 20 ms more. */
    static void computeFor(long nanos, Runnable ready) {
        long[] end = new long[1];
        compute(1 << 18, () -> System.nanoTime() - end[0] > 0, () -> {
            ready.run();
            end[0] = System.nanoTime() + nanos;
        });
    }

    private static void compute(int piece, BooleanSupplier over, Runnable ready) {
        ByteBuffer input = ByteBuffer.allocateDirect(piece);
        byte[] noise = new byte[input.capacity()];
        new Random(1).nextBytes(noise);
        for (int i = 0; i < noise.length; i++) {
            noise[i] &= 0x0f;
        }
        input.put(noise);
        ByteBuffer output = ByteBuffer.allocateDirect(2 * piece);
        ready.run();
        while (!over.getAsBoolean()) {
            Deflater deflater = new Deflater(9);
            deflater.setInput(input.clear());
            deflater.finish();
            deflater.deflate(output.clear());
            deflater.end();
        }
    }

    static void spinFor(long nanos) {
        long until = System.nanoTime() + nanos;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    static void pin(int tid, int cpu) throws Exception {
        command("taskset", "-pc", String.valueOf(cpu), String.valueOf(tid));
    }

    /** Where this process may run, as {@link #pinAll} takes it. */
    static String cpus() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElseThrow();
    }

    /** Pins all threads that this process has now, and so those that they make. */
    static void pinAll(String cpus) throws Exception {
        command("taskset", "-apc", cpus, String.valueOf(ProcessHandle.current().pid()));
    }

    static void command(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
    }
}
