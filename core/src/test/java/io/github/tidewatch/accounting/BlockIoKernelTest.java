package io.github.tidewatch.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.tidewatch.accounting.Workbench.Recorded;
import io.github.tidewatch.accounting.Workbench.Worker;
import io.github.tidewatch.intervals.IntervalSink;
import io.github.tidewatch.testing.RequiresCgroupV1;
import io.github.tidewatch.testing.RequiresDelayAccounting;
import io.github.tidewatch.testing.RequiresRoot;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Waiting for a disk; the witnesses are the throttle, and the time that the thread measured around its reads. */
@RequiresRoot // dropping the page cache, a cgroup
@RequiresDelayAccounting
class BlockIoKernelTest {
    private static final int MIB = 1 << 20;

    private Path file;

    @BeforeEach
    void makeFile() throws Exception {
        file = Files.createTempFile(Path.of("target"), "blockio", ".data");
        byte[] content = new byte[MIB];
        try (var out = Files.newOutputStream(file)) {
            for (int i = 0; i < 64; i++) {
                out.write(content);
            }
        }
        Workbench.command("sync", "-f", file.toString());
    }

    @AfterEach
    void deleteFile() throws Exception {
        if (file != null) {
            Files.delete(file);
        }
    }

    /** Reads past the page cache. The option is named because javac warns of the class, which is not of Java SE. */
    private FileChannel direct() throws Exception {
        @SuppressWarnings({"unchecked", "rawtypes"})
        OpenOption direct =
                (OpenOption) Enum.valueOf((Class) Class.forName("com.sun.nio.file.ExtendedOpenOption"), "DIRECT");
        return FileChannel.open(file, StandardOpenOption.READ, direct);
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocateDirect(size + 4096).alignedSlice(4096).limit(size);
    }

    private String device() throws Exception {
        String line = new String(
                new ProcessBuilder("stat", "-c", "%Hd:%Ld", file.toString())
                        .start()
                        .getInputStream()
                        .readAllBytes(),
                java.nio.charset.StandardCharsets.UTF_8);
        return line.trim();
    }

    @Test
    @RequiresCgroupV1("blkio")
    void aThrottledReaderWaitsForTheDiskAllTheTime() throws Exception {
        try (CgroupV1 group = new CgroupV1("blkio");
                FileChannel channel = direct();
                Worker reader = new Worker("reader", stop -> {
                    ByteBuffer buffer = buffer(64 * 1024);
                    for (long i = 0; !stop.get(); i++) {
                        channel.read(buffer.rewind(), i * 64 * 1024 % (64 * MIB));
                    }
                })) {
            group.set("blkio.throttle.read_bps_device", device() + " " + 10 * MIB);
            group.add(reader.tid());
            List<Recorded> recorded = Workbench.sample(reader, 500, 5000);
            // Where threads compete for a CPU, this kernel's first claim cannot be decided, and is reported as unknown.
            long first = recorded.get(0).begin;
            // And how much of the last stretch was the wait that the flush interrupts, nobody has said yet.
            List<Recorded> later = recorded.stream()
                    .filter(t -> t.begin - first > 490_000_000 && t.begin - first < 4_400_000_000L)
                    .collect(Collectors.toList());
            assertThat(later).as(lines(recorded)).allMatch(t -> t.complete);
            // Of the time that it neither ran nor waited for a CPU, which others on this machine may take.
            long rest = later.stream()
                    .mapToLong(t -> t.length - t.onCpu - t.cpuDelay)
                    .sum();
            long blockIo = later.stream().mapToLong(t -> t.blockIo).sum();
            long wall = later.stream().mapToLong(t -> t.length).sum();
            System.out.printf(
                    "direct reads at 10 MB/s: %.1f %% block I/O of wall, %.1f %% of the time off CPU%n",
                    blockIo * 100.0 / wall, blockIo * 100.0 / rest);
            assertThat(blockIo * 100.0 / rest).as(lines(recorded)).isBetween(97.0, 100.0);
        }
    }

    @Test
    @RequiresCgroupV1("blkio")
    void aReadThatStallsShowsWhileItLasts() throws Exception {
        AtomicLong inRead = new AtomicLong();
        try (CgroupV1 group = new CgroupV1("blkio");
                FileChannel channel = direct();
                Worker reader = new Worker("stalled", stop -> {
                    ByteBuffer buffer = buffer(512 * 1024);
                    for (int i = 0; i < 2; i++) {
                        long begin = System.nanoTime();
                        channel.read(buffer.rewind(), (long) i * MIB);
                        inRead.addAndGet(System.nanoTime() - begin);
                    }
                    Thread.sleep(300); // the kernel credits the wait of a thread that a sample finds alive
                })) {
            group.set("blkio.throttle.read_bps_device", device() + " " + 512 * 1024);
            group.add(reader.tid());
            List<Recorded> recorded = Workbench.sample(reader, 100, 6000);
            System.out.printf("two reads that stall for %.0f ms in all:%n%s%n", inRead.get() / 1e6, lines(recorded));
            long pending = recorded.stream()
                    .filter(t -> t.pendingBlockIo > t.length * 0.95)
                    .count();
            assertThat(pending).as(lines(recorded)).isGreaterThan(inRead.get() / 100_000_000 * 7 / 10);
            long blockIo = recorded.stream().mapToLong(t -> t.blockIo).sum();
            assertThat((double) blockIo).as(lines(recorded)).isCloseTo(inRead.get(), within(inRead.get() * 0.05));
        }
    }

    @Test
    void newThreadsThatReadColdFilesAreNeverReportedAnImpossibleWait() throws Exception {
        for (int spinners : new int[] {0, 2}) {
            coldReaders(spinners);
        }
    }

    private void coldReaders(int spinners) throws Exception {
        Map<String, long[]> sums = new HashMap<>();
        List<String> impossible = new ArrayList<>();
        IntervalSink sink = interval -> {
            if (interval.thread().name().startsWith("cold-")) {
                long offCpu = interval.length() - interval.userTime() - interval.systemTime();
                if (interval.blockIoDelay() > offCpu || interval.waitTime() < 0 || interval.cpuDelay() > offCpu) {
                    impossible.add(interval.thread().name());
                }
                long[] sum = sums.computeIfAbsent(interval.thread().name(), n -> new long[3]);
                sum[0] += offCpu;
                sum[1] += interval.blockIoDelay();
                sum[2] += interval.discardedDelay();
            }
        };
        List<Worker> contenders = new ArrayList<>();
        for (int i = 0; i < spinners; i++) {
            Worker contender = new Worker("contender-" + i, Workbench::spin);
            contenders.add(contender);
            contender.go();
        }
        try (Worker starter = new Worker("starter", stop -> startColdReaders())) {
            Workbench.sample(sink, starter, 20, 120_000);
        } finally {
            contenders.forEach(Worker::close);
        }
        long blockIo = sums.values().stream().mapToLong(s -> s[1]).sum();
        long offCpu = sums.values().stream().mapToLong(s -> s[0]).sum();
        long discarded = sums.values().stream().mapToLong(s -> s[2]).sum();
        System.out.printf(
                "%d cold readers beside %d spinners: off CPU %.0f ms, block I/O %.0f ms, discarded %.0f ms%n",
                sums.size(), spinners, offCpu / 1e6, blockIo / 1e6, discarded / 1e6);
        assertThat(impossible).isEmpty();
        assertThat(sums).hasSizeGreaterThan(150);
        sums.forEach((name, sum) -> assertThat(sum[1]).as(name).isLessThanOrEqualTo(sum[0]));
        assertThat(blockIo).isPositive();
    }

    private void startColdReaders() throws Exception {
        for (int i = 0; i < 200; i++) {
            int from = i % 8;
            Thread thread = new Thread(
                    () -> {
                        try (FileChannel channel = direct()) {
                            ByteBuffer buffer = buffer(MIB);
                            long until = System.nanoTime() + 60_000_000;
                            for (long n = 0; System.nanoTime() < until; n++) {
                                channel.read(buffer.rewind(), (from * 8L + n % 8) * MIB);
                            }
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    "cold-" + i);
            thread.start();
            if (i % 4 == 3) {
                thread.join();
            }
        }
    }

    private static String lines(List<Recorded> recorded) {
        return recorded.stream().map(Recorded::toString).collect(Collectors.joining("\n"));
    }
}
