package io.github.tidewatch.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.accounting.Workbench.Told;
import io.github.tidewatch.accounting.Workbench.Worker;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A thread that computes, sleeps and reads beside a spinner on its CPU: kernels from 6.12 on count the sleep as block
 * I/O, now and then. The witness is the time that the thread measures around its reads.
 */
class StaleStartKernelTest {
    private static final int MIB = 1 << 20;
    private static final int RUNS = Integer.getInteger("tidewatch.staleStartRuns", 3);

    @Test
    void theSleepIsNoBlockIo() throws Exception {
        Workbench.needDelayAccounting();
        for (int run = 0; run < RUNS; run++) {
            run(true);
        }
        run(false);
    }

    private static void run(boolean contended) throws Exception {
        Path file = Files.createTempFile(Path.of("target"), "stale", ".data");
        Files.write(file, new byte[64 * MIB]);
        Workbench.command("sync", "-f", file.toString());
        @SuppressWarnings({"unchecked", "rawtypes"})
        OpenOption direct =
                (OpenOption) Enum.valueOf((Class) Class.forName("com.sun.nio.file.ExtendedOpenOption"), "DIRECT");
        AtomicLong inRead = new AtomicLong();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, direct);
                Worker spinner = new Worker("beside", Workbench::spin);
                Worker reader = new Worker("stale", stop -> {
                    ByteBuffer buffer = ByteBuffer.allocateDirect(MIB + 4096)
                            .alignedSlice(4096)
                            .limit(MIB);
                    for (int i = 0; i < 60; i++) {
                        Workbench.spinFor(10_000_000);
                        Thread.sleep(100);
                        long begin = System.nanoTime();
                        channel.read(buffer.rewind(), (long) i * MIB);
                        inRead.addAndGet(System.nanoTime() - begin);
                    }
                })) {
            Workbench.pin(reader.tid(), 1);
            Workbench.pin(spinner.tid(), 1);
            if (contended) {
                spinner.go();
            }
            List<Told> told = Workbench.sample(reader, 1000, 60_000);
            boolean doubted = told.stream().anyMatch(t -> t.discarded > 0 || !t.complete);
            long blockIo = told.stream().mapToLong(t -> t.blockIo).sum();
            long discarded = told.stream().mapToLong(t -> t.discarded).sum();
            System.out.printf(
                    "%s: in read() %.0f ms, block I/O told %.0f ms, discarded %.0f ms%n",
                    contended ? "beside a spinner" : "alone", inRead.get() / 1e6, blockIo / 1e6, discarded / 1e6);
            String all = told.stream().map(Told::toString).collect(Collectors.joining("\n"));
            assertThat(blockIo).as(all).isLessThan(inRead.get() + 200_000_000);
            if (contended) {
                assertThat(blockIo + discarded).as(all).isPositive();
            } else if (!doubted) {
                // Something else on this machine may compete, and make the kernel's claims doubtful after all.
                assertThat(blockIo).as(all).isBetween(inRead.get() * 8 / 10, inRead.get() * 12 / 10);
            }
        } finally {
            Files.delete(file);
        }
    }
}
