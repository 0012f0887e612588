package io.github.tidewatch.agent.cli.doctor;

import io.github.tidewatch.accounting.Accounting;
import io.github.tidewatch.accounting.Interval;
import io.github.tidewatch.accounting.Quantity;
import io.github.tidewatch.accounting.RecordSink;
import io.github.tidewatch.accounting.Records;
import io.github.tidewatch.accounting.Sampler;
import io.github.tidewatch.procfs.Steal;
import io.github.tidewatch.procfs.TaskStat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Measures two threads whose work is known, one that spins and one that reads from a disk, and compares with what
 * the kernel says of them in {@code schedstat} and with their own clock.
 */
final class SelfTest {
    private static final Set<Records> DELAYS = Set.of(Records.DELAYS);

    private static final long LENGTH = 300_000_000;

    /** The kernel's first credit of block I/O of a thread cannot be checked: the reader is checked from here on. */
    private static final long FIRST_CLAIM = 150_000_000;

    /** Longer than the kernel's name of a thread, so that this can only be Java's. */
    private static final String SPINNER = "tidewatch doctor spins";

    private static final long GLANCE_MILLIS = 15;

    /** On a busy machine a thread that is about to sleep waits long for a CPU first. */
    private static final long MOST_PATIENCE = 10_000_000_000L;

    private static final int BLOCK = 64 * 1024;
    private static final int BLOCKS = 64;

    /** How far two reads of one counter may be apart, as the thread still runs to its end between them. */
    private static final long SLACK = 5_000_000;

    private final Accounting accounting;
    private final Probe spinner = new Probe(SPINNER, this::spin);
    private final Probe reader = new Probe("tidewatch doctor reads", this::read);
    private final CountDownLatch begin = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private Path file;

    /** Time that the reader spent in reads, ns; -1 where it could not read from a disk. */
    private volatile long inReads = -1;

    /** The same, up to the sample after {@link #FIRST_CLAIM}. */
    private long inFirstReads;

    private volatile String noReads = "";

    SelfTest(Accounting accounting) {
        this.accounting = accounting;
    }

    /** Takes half a second; writes, reads and deletes a file of 4 MB in the temporary directory. */
    Result run() throws InterruptedException {
        try {
            prepareFile();
            spinner.start();
            reader.start();
            spinner.awaitRest();
            reader.awaitRest();
            Sampler sampler = accounting.sampler();
            sampler.open(DELAYS);
            // A second sample: a thread is identified when it was seen twice.
            sampler.sample();
            long stolenBefore = stolen();
            long[] spinnerBefore = spinner.schedstat();
            long[] readerBefore = reader.schedstat();
            begin.countDown();
            Result result = new Result();
            watch(sampler, result);
            result.spinnerOnCpu = spinner.schedstat()[0] - spinnerBefore[0];
            result.spinnerDelay = spinner.schedstat()[1] - spinnerBefore[1];
            result.readerOnCpu = reader.schedstat()[0] - readerBefore[0];
            result.stolen = stolen() - stolenBefore;
            result.inReads = inReads < 0 ? -1 : inReads - inFirstReads;
            result.noReads = noReads;
            result.blockIoKnown = accounting.known().contains(Quantity.BLOCK_IO_DELAY);
            return result;
        } finally {
            begin.countDown();
            end.countDown();
            deleteFile();
        }
    }

    /** 0 where the kernel does not say. */
    private static long stolen() {
        try {
            return Steal.ofAllCpus();
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }

    /** Samples as a recording would: twice for all, and rechecks what is suspect. */
    private void watch(Sampler sampler, Result result) throws InterruptedException {
        long first = System.nanoTime() + FIRST_CLAIM;
        boolean reported = false;
        while (!spinner.done.await(GLANCE_MILLIS, TimeUnit.MILLISECONDS) || reader.done.getCount() != 0) {
            if (sampler.needsBlockIoRecheck()) {
                sampler.recheckBlockIo();
            }
            if (!reported && System.nanoTime() - first > 0) {
                inFirstReads = Math.max(0, inReads);
                emit(sampler, result);
                result.measuredBlockIo = 0;
                result.readerComplete = true;
                reported = true;
            }
        }
        spinner.awaitRest();
        reader.awaitRest();
        emit(sampler, result);
    }

    private void emit(Sampler sampler, Result result) {
        sampler.sample(DELAYS, true, new RecordSink() {
            @Override
            public void delays(Interval interval) {
                long onCpu = interval.userTime() + interval.systemTime();
                if (interval.thread().tid() == spinner.tid) {
                    result.spinnerName = interval.thread().name();
                    result.measuredOnCpu += onCpu;
                    result.measuredDelay += interval.cpuDelay();
                } else if (interval.thread().tid() == reader.tid) {
                    result.measuredReaderOnCpu += onCpu;
                    result.measuredBlockIo += interval.blockIoDelay();
                    result.readerComplete &= interval.isComplete();
                }
            }
        });
    }

    private void spin() {
        long stop = System.nanoTime() + LENGTH;
        while (System.nanoTime() - stop < 0) {
            Thread.onSpinWait();
        }
    }

    /** Past the page cache, so that every read waits for the disk. */
    private void read() {
        if (file == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, direct())) {
            int alignment = (int) Files.getFileStore(file).getBlockSize();
            ByteBuffer buffer = ByteBuffer.allocateDirect(BLOCK + alignment).alignedSlice(alignment);
            long stop = System.nanoTime() + LENGTH;
            inReads = 0;
            long sum = 0;
            for (int i = 0; System.nanoTime() - stop < 0; i = (i + 1) % BLOCKS) {
                buffer.clear().limit(BLOCK);
                long before = System.nanoTime();
                channel.read(buffer, (long) i * BLOCK);
                sum += System.nanoTime() - before;
                inReads = sum;
            }
        } catch (IOException | ReflectiveOperationException | UnsupportedOperationException e) {
            noReads = e.toString();
        }
    }

    /** O_DIRECT; by name, since javac warns of the class that has it, and that cannot be suppressed. */
    private static OpenOption direct() throws ReflectiveOperationException {
        return (OpenOption) Class.forName("com.sun.nio.file.ExtendedOpenOption")
                .getField("DIRECT")
                .get(null);
    }

    private void prepareFile() {
        try {
            file = Files.createTempFile("tidewatch-doctor", ".bin");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                for (int i = 0; i < BLOCKS; i++) {
                    channel.write(ByteBuffer.allocate(BLOCK));
                }
                channel.force(true);
            }
        } catch (IOException e) {
            noReads = "no file to read: " + e;
            deleteFile();
        }
    }

    private void deleteFile() {
        if (file != null && !file.toFile().delete()) {
            noReads = file + " could not be deleted";
        }
        file = null;
    }

    /** A thread that says who it is, waits, does its work and waits again, so that it can be measured at rest. */
    private final class Probe {
        private final Thread thread;
        private final CountDownLatch ready = new CountDownLatch(1);
        private final CountDownLatch done = new CountDownLatch(1);
        private volatile int tid;

        Probe(String name, Runnable work) {
            thread = new Thread(() -> run(work), name);
            thread.setDaemon(true);
        }

        void start() throws InterruptedException {
            thread.start();
            ready.await();
        }

        private void run(Runnable work) {
            try {
                tid = ownTid();
                ready.countDown();
                begin.await();
                work.run();
                done.countDown();
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                ready.countDown();
                done.countDown();
            }
        }

        private int ownTid() {
            try {
                return Integer.parseInt(Files.readSymbolicLink(Path.of("/proc/thread-self"))
                        .getFileName()
                        .toString());
            } catch (IOException e) {
                return -1;
            }
        }

        /**
         * Until it sleeps: on its way there it may wait for a CPU for long, which would be in one of two reads of its
         * counters and not in the other. Not for ever, as the numbers show it then.
         */
        void awaitRest() throws InterruptedException {
            long begin = System.nanoTime();
            while (!(thread.getState() == Thread.State.WAITING && sleeps())
                    && System.nanoTime() - begin < MOST_PATIENCE) {
                Thread.sleep(1);
            }
        }

        private boolean sleeps() {
            try {
                return TaskStat.read(Path.of("/proc/self/task/" + tid + "/stat"))
                                .state()
                        == 'S';
            } catch (IOException | RuntimeException e) {
                return true; // unknown
            }
        }

        long[] schedstat() {
            try {
                String[] numbers = Files.readString(Path.of("/proc/self/task/" + tid + "/schedstat"))
                        .trim()
                        .split(" ", -1);
                return new long[] {Long.parseLong(numbers[0]), Long.parseLong(numbers[1])};
            } catch (IOException | RuntimeException e) {
                return new long[2];
            }
        }
    }

    /** What was measured, and by the witness. Times in nanoseconds. */
    static final class Result {
        long spinnerOnCpu;
        long spinnerDelay;
        long readerOnCpu;
        long stolen;
        long measuredOnCpu;
        long measuredDelay;
        long measuredReaderOnCpu;
        long measuredBlockIo;
        boolean blockIoKnown;
        boolean readerComplete = true;
        long inReads;
        String noReads;
        String spinnerName = "";

        /** Steal is delay of a thread that spins, and schedstat does not have it. */
        boolean spinnerIsOk() {
            return spinnerOnCpu > 0
                    && near(measuredOnCpu, spinnerOnCpu)
                    && (near(measuredDelay, spinnerDelay)
                            || (measuredDelay > spinnerDelay && measuredDelay <= spinnerDelay + stolen + SLACK));
        }

        boolean readerIsOk() {
            return near(measuredReaderOnCpu, readerOnCpu);
        }

        /** Block I/O has no witness but the reader's own clock, which also has what is no waiting. */
        boolean blockIoIsPossible() {
            return inReads < 0 || measuredBlockIo <= inReads + SLACK;
        }

        boolean namesAreOk() {
            return spinnerName.equals(SPINNER);
        }

        private static boolean near(long measured, long witness) {
            return Math.abs(measured - witness) <= SLACK + witness / 20;
        }
    }
}
