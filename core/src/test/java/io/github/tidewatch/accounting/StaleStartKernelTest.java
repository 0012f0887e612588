package io.github.tidewatch.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.accounting.Workbench.Recorded;
import io.github.tidewatch.accounting.Workbench.Worker;
import io.github.tidewatch.host.Steal;
import io.github.tidewatch.testing.Host;
import io.github.tidewatch.testing.RequiresCpus;
import io.github.tidewatch.testing.RequiresDelayAccounting;
import io.github.tidewatch.testing.RequiresProgram;
import io.github.tidewatch.testing.Skip;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A thread that computes, sleeps and reads beside a spinner on its CPU: kernels from 6.12 on count the sleep as block
 * I/O, now and then. The witnesses are what the thread measures around its reads: the time, and what of it it waited.
 */
@RequiresDelayAccounting
@RequiresProgram("taskset")
@RequiresCpus(2)
class StaleStartKernelTest {
    private static final int MIB = 1 << 20;
    private static final int RUNS =
            Integer.getInteger("tidewatch.staleStartRuns", Boolean.getBoolean("tidewatch.exhaustive") ? 3 : 1);

    /** A claim that reaches back over the sleep is cut to what lies between two samples, which is no better known. */
    private static final long LOOKS_APART = 20_000_000;

    /** Procfs reports block I/O in steps of 10 ms (proc(5), field 42 of stat), rounded down. */
    private static final long TICK = 10_000_000;

    @Test
    void theSleepBesideASpinnerIsNoBlockIo() throws Exception {
        for (int run = 0; run < RUNS; run++) {
            run(true);
        }
    }

    @Test
    void aloneOnItsCpuItIsReportedWhatItWaitedFor() throws Exception {
        run(false);
    }

    private static void run(boolean contended) throws Exception {
        Path file = Files.createTempFile(Path.of("target"), "stale", ".data");
        Files.write(file, new byte[64 * MIB]);
        Workbench.command("sync", "-f", file.toString());
        @SuppressWarnings({"unchecked", "rawtypes"})
        OpenOption direct =
                (OpenOption) Enum.valueOf((Class) Class.forName("com.sun.nio.file.ExtendedOpenOption"), "DIRECT");
        List<Read> reads = new ArrayList<>();
        String cpus = Workbench.cpus();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, direct);
                Worker spinner = new Worker("beside", Workbench::spin);
                Worker reader = new Worker("stale", stop -> {
                    ByteBuffer buffer = ByteBuffer.allocateDirect(MIB + 4096)
                            .alignedSlice(4096)
                            .limit(MIB);
                    try (OwnWait wait = new OwnWait()) {
                        for (int i = 0; i < 60; i++) {
                            Workbench.spinFor(10_000_000);
                            Thread.sleep(100);
                            wait.begins();
                            channel.read(buffer.rewind(), (long) i * MIB);
                            wait.ends();
                            reads.add(new Read(System.nanoTime(), wait));
                        }
                    }
                })) {
            Workbench.pinAll("0");
            Workbench.pin(reader.tid(), 1);
            Workbench.pin(spinner.tid(), 1);
            if (contended) {
                spinner.go();
            }
            long stolenBefore = Steal.ofCpu(1);
            List<Recorded> recorded = Workbench.sample(reader, 1000, 60_000);
            check(contended, reads, recorded, Steal.ofCpu(1) - stolenBefore);
        } finally {
            Workbench.pinAll(cpus);
            Files.delete(file);
        }
    }

    private static void check(boolean contended, List<Read> reads, List<Recorded> recorded, long stolen) {
        long inRead = reads.stream().mapToLong(read -> read.wall).sum();
        long blockIo = recorded.stream().mapToLong(t -> t.blockIo).sum();
        long discarded = recorded.stream().mapToLong(t -> t.discarded).sum();
        // Of an interval that is incomplete the block I/O is unknown.
        List<Recorded> known = recorded.stream().filter(t -> t.complete).collect(Collectors.toList());
        long waited = known.stream().mapToLong(t -> waitedIn(t, reads)).sum();
        long cut = known.stream().filter(t -> t.discarded > 0).count();
        System.out.printf(
                "%s: in read() %.1f ms, block I/O reported %.1f ms, waited in read() meanwhile %.1f ms, discarded %.1f ms in"
                        + " %d of %d intervals, %d unknown%n",
                contended ? "beside a spinner" : "alone",
                inRead / 1e6,
                blockIo / 1e6,
                waited / 1e6,
                discarded / 1e6,
                cut,
                recorded.size(),
                recorded.size() - known.size());
        String all = recorded.stream().map(Recorded::toString).collect(Collectors.joining("\n"));
        assertThat(blockIo).as(all).isLessThan(inRead + 200_000_000);
        // Intervals that follow each other share what was rounded; each that is unknown parts them.
        long rounded = Host.hasTaskstats() ? 0 : TICK * (1 + recorded.size() - known.size());
        if (contended) {
            assertThat(blockIo + discarded).as(all).isGreaterThanOrEqualTo(inRead > rounded ? 1 : 0);
        } else {
            long length = recorded.stream().mapToLong(t -> t.length).sum();
            if (recorded.stream().mapToLong(t -> t.cpuDelay).sum() > length / 50
                    || known.size() < recorded.size() / 2) {
                throw Skip.because("others of this host compete for the CPU on which the thread is to be alone");
            }
            // The reads seem to have waited while it was not their thread but its CPU that stood still.
            if (stolen > waited / 2) {
                throw Skip.because("the hypervisor took " + stolen / 1_000_000 + " ms from that CPU");
            }
            assertThat(blockIo)
                    .as(all)
                    .isBetween(waited * 8 / 10 - stolen - rounded, waited * 12 / 10 + cut * LOOKS_APART + rounded);
        }
    }

    private static long waitedIn(Recorded interval, List<Read> reads) {
        return reads.stream()
                .filter(read -> read.end - interval.begin > 0 && read.end - interval.end() <= 0)
                .mapToLong(read -> read.waited)
                .sum();
    }

    /** One read as the thread that made it saw it. */
    private static final class Read {
        final long end;
        final long wall;
        final long waited;

        Read(long end, OwnWait wait) {
            this.end = end;
            this.wall = wait.wall();
            this.waited = wait.waited();
        }
    }
}
