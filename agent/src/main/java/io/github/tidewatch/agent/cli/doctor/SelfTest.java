package io.github.tidewatch.agent.cli.doctor;

import io.github.tidewatch.accounting.Accounting;
import io.github.tidewatch.accounting.RecordSink;
import io.github.tidewatch.accounting.Records;
import io.github.tidewatch.accounting.Sampler;
import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.host.Steal;
import io.github.tidewatch.intervals.Interval;
import io.github.tidewatch.procfs.SchedStat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

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
    static final String SPINNER = "tidewatch doctor spins";

    private static final long RECHECK_MILLIS = 15;

    private static final int BLOCK = 64 * 1024;
    private static final int BLOCKS = 64;

    /** Enough for all common disks. */
    private static final int ALIGNMENT = 4096;

    private final Accounting accounting;
    private final CountDownLatch begin = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final Probe spinner = new Probe(SPINNER, this::spin, begin, end);
    private final Probe reader = new Probe("tidewatch doctor reads", this::read, begin, end);
    private Path file;

    /** Time that the reader spent in reads, ns; -1 where it could not read from a disk. */
    private volatile long inReads = -1;

    /** The same, up to the sample after {@link #FIRST_CLAIM}. */
    private long inFirstReads;

    private volatile String noReads = "";

    /** Whether the spinner has had a CPU: until then, a flush would report its wait for the first one as voluntary. */
    private volatile boolean spinning;

    /** When the spinner ran last, by the clock of {@code System.nanoTime}. */
    private volatile long lastRun;

    SelfTest(Accounting accounting) {
        this.accounting = accounting;
    }

    /** Takes half a second; writes, reads and deletes a file of 4 MB in the temporary directory. */
    SelfTestResult run() throws InterruptedException {
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
            SchedStat spinnerBefore = spinner.schedstat();
            SchedStat readerBefore = reader.schedstat();
            begin.countDown();
            SelfTestResult result = new SelfTestResult();
            watch(sampler, result);
            SchedStat spinnerAfter = spinner.schedstat();
            result.spinnerOnCpu = spinnerAfter.onCpu() - spinnerBefore.onCpu();
            result.spinnerDelay = spinnerAfter.runDelay() - spinnerBefore.runDelay();
            result.readerOnCpu = reader.schedstat().onCpu() - readerBefore.onCpu();
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
    private void watch(Sampler sampler, SelfTestResult result) throws InterruptedException {
        long first = System.nanoTime() + FIRST_CLAIM;
        boolean reported = false;
        while (!spinner.awaitDone(RECHECK_MILLIS) || !reader.isDone()) {
            if (sampler.needsBlockIoRecheck()) {
                sampler.recheckBlockIo();
            }
            if (!reported && spinning && System.nanoTime() - first > 0) {
                inFirstReads = Math.max(0, inReads);
                long ran = lastRun;
                emit(sampler, result);
                result.waitAtSample = System.nanoTime() - ran;
                result.measuredBlockIo = 0;
                result.readerComplete = true;
                reported = true;
            }
        }
        spinner.awaitRest();
        reader.awaitRest();
        emit(sampler, result);
    }

    private void emit(Sampler sampler, SelfTestResult result) {
        sampler.sample(DELAYS, true, new RecordSink() {
            @Override
            public void delays(Interval interval) {
                long onCpu = interval.userTime() + interval.systemTime();
                if (interval.thread().tid() == spinner.tid()) {
                    result.spinnerName = interval.thread().name();
                    result.measuredOnCpu += onCpu;
                    result.measuredDelay += interval.cpuDelay();
                } else if (interval.thread().tid() == reader.tid()) {
                    result.measuredReaderOnCpu += onCpu;
                    result.measuredBlockIo += interval.blockIoDelay();
                    result.readerComplete &= interval.isComplete();
                }
            }
        });
    }

    private void spin() {
        long now = System.nanoTime();
        long stop = now + LENGTH;
        while (now - stop < 0) {
            lastRun = now;
            spinning = true;
            now = System.nanoTime();
        }
    }

    /** Past the page cache, so that every read waits for the disk. */
    private void read() {
        if (file == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, direct())) {
            int alignment = alignment();
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

    private int alignment() {
        try {
            return (int) Files.getFileStore(file).getBlockSize();
        } catch (IOException e) {
            return ALIGNMENT; // a /proc with processes only does not say which file systems there are
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
}
