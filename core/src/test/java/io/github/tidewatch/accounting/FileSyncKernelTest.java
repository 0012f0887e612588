package io.github.tidewatch.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.accounting.Workbench.Worker;
import io.github.tidewatch.counters.SourceChoice;
import io.github.tidewatch.intervals.Interval;
import io.github.tidewatch.testing.RequiresDelayAccounting;
import io.github.tidewatch.testing.Skip;
import io.github.tidewatch.waits.WaitKind;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A thread syncs a file in a loop; the witness is how long it waited in the calls by its own account. */
@RequiresDelayAccounting
@Tag("exhaustive")
class FileSyncKernelTest {
    private static final int SAMPLES = 400;
    private static final long PERIOD = 50;
    private static final long PAUSE = 200_000;

    private final AtomicLong inSync = new AtomicLong();
    private long ofFiles;
    private long total;

    private void sync(Path file, AtomicBoolean stop) throws Exception {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                OwnWait own = new OwnWait()) {
            ByteBuffer page = ByteBuffer.allocate(4096);
            while (!stop.get()) {
                channel.write(page.clear());
                own.begins();
                channel.force(true);
                own.ends();
                inSync.addAndGet(own.waited());
                LockSupport.parkNanos(PAUSE);
            }
        }
    }

    private void take(Interval interval, int tid) {
        if (interval.thread().tid() == tid) {
            ofFiles += interval.wait(WaitKind.FILE) + interval.blockIoDelay();
            total += interval.length();
        }
    }

    @Test
    void theTimeInFsyncIsBlockIoOrAWaitForAFile() throws Exception {
        Path file = Files.createTempFile(Path.of("target"), "sync", ".data");
        try (Worker worker = new Worker("syncs", stop -> sync(file, stop));
                Accounting accounting = Accounting.open(SourceChoice.AUTO)) {
            Sampler sampler = accounting.sampler();
            worker.go();
            Thread.sleep(500);
            sampler.open(EnumSet.of(Records.DELAYS));
            long before = inSync.get();
            for (int i = 1; i <= SAMPLES; i++) {
                Thread.sleep(PERIOD);
                sampler.sample();
                sampler.emitDelays(i == SAMPLES, interval -> take(interval, worker.tid()));
            }
            double witnessed = (double) (inSync.get() - before) / total;
            if (witnessed < 0.3) {
                throw Skip.because(
                        "a sync of a file waits little here: no disk, or one that does not wait for its medium");
            }
            assertThat((double) ofFiles / total)
                    .as("part of the time; witnessed " + witnessed)
                    .isBetween(witnessed - 0.2, witnessed + 0.1);
        } finally {
            Files.delete(file);
        }
    }
}
