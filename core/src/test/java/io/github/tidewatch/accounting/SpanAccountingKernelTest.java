package io.github.tidewatch.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.accounting.span.SpanAccounting;
import io.github.tidewatch.accounting.span.SpanParts;
import io.github.tidewatch.accounting.span.SpanReading;
import io.github.tidewatch.accounting.span.SpanThread;
import io.github.tidewatch.counters.SourceChoice;
import io.github.tidewatch.rusage.ResourceUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Spans are accounted for as the kernel's own files and getrusage(2) say of the same thread. */
class SpanAccountingKernelTest {
    private static final long MS = 1_000_000;

    private Accounting accounting;
    private SpanAccounting spans;

    private interface Work {
        void run() throws Exception;
    }

    /** One span, and what it encloses and what encloses it, as the thread read it by other means. */
    private static final class Witnessed {
        SpanParts parts;
        /** Wall-clock time, time on a CPU, CPU delay. */
        long[] inside;

        long[] outside;
        long switchesInside;
        long switchesOutside;

        void confirm() {
            assertThat(parts.length()).isBetween(inside[0], outside[0]);
            assertThat(parts.userTime() + parts.systemTime()).isBetween(inside[1], outside[1]);
            if (parts.voluntarySwitches() > 0) { // else all that it was not on a CPU, it waited for one
                assertThat(parts.cpuDelay()).isBetween(inside[2], outside[2]);
            }
            // The thread may sleep for the JVM, too, between two readings.
            assertThat(parts.voluntarySwitches()).isBetween(switchesInside, switchesOutside);
        }
    }

    private void open(SourceChoice choice) {
        accounting = Accounting.open(choice);
        Optional<SpanAccounting> found = accounting.spanAccounting();
        spans = found.orElseThrow();
    }

    @AfterEach
    void close() {
        accounting.close();
    }

    private Witnessed account(SpanThread self, Work work) throws Exception {
        Witnessed result = new Witnessed();
        SpanReading from = new SpanReading();
        SpanReading to = new SpanReading();
        try (OwnWait outside = new OwnWait();
                OwnWait inside = new OwnWait()) {
            spans.read(self, to, System::nanoTime); // loads what the first would have to load
            ResourceUsage before = ResourceUsage.ofThread();
            outside.begins();
            assertThat(spans.read(self, from, System::nanoTime)).isTrue();
            inside.begins();
            ResourceUsage first = ResourceUsage.ofThread();
            work.run();
            result.switchesInside = ResourceUsage.ofThread().minus(first).voluntarySwitches();
            inside.ends();
            assertThat(spans.readEnd(self, from, to, System::nanoTime)).isTrue();
            outside.ends();
            result.switchesOutside = ResourceUsage.ofThread().minus(before).voluntarySwitches();
            result.parts = spans.parts(from, to);
            result.inside = new long[] {inside.wall(), inside.onCpu(), inside.runDelay()};
            result.outside = new long[] {outside.wall(), outside.onCpu(), outside.runDelay()};
        }
        return result;
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "PROCFS"})
    void aSpanLiesBetweenWhatItEnclosesAndWhatEnclosesIt(SourceChoice choice) throws Exception {
        open(choice);
        SpanThread self = spans.thread();
        for (int i = 0; i < 10; i++) {
            Witnessed one = account(self, () -> {
                spin(10 * MS);
                Thread.sleep(10);
            });
            one.confirm();
            // Others may take the CPU when the sleep's end is set already and it has not begun: then it is shorter.
            assertThat(one.parts.waitTime() + one.parts.blockIoDelay() + one.parts.cpuDelay())
                    .isGreaterThan(9 * MS);
            assertThat(one.parts.voluntarySwitches()).isPositive();
        }
        self.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "PROCFS"})
    void aSpanOfAThreadThatComputesHasNoWait(SourceChoice choice) throws Exception {
        open(choice);
        SpanThread self = spans.thread();
        Witnessed one = account(self, () -> spin(30 * MS));
        if (one.parts.voluntarySwitches() == 0) { // else something made it wait, such as a page of the test's own
            assertThat(one.parts.waitTime() + one.parts.blockIoDelay()).isZero();
        }
        one.confirm();
        self.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "PROCFS"})
    void threadsThatTakeTurnsWithOneReaderNeverHaveAnothersValues(SourceChoice choice) throws Exception {
        open(choice);
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                boolean sleeps = i % 2 == 0;
                all.add(pool.submit(() -> {
                    SpanThread self = spans.thread();
                    for (int n = 0; n < 40; n++) {
                        Witnessed one = account(self, sleeps ? () -> Thread.sleep(2) : () -> spin(2 * MS));
                        one.confirm();
                        if (!sleeps && one.parts.voluntarySwitches() == 0) {
                            assertThat(one.parts.waitTime() + one.parts.blockIoDelay())
                                    .isZero();
                        }
                    }
                    self.close();
                    return null;
                }));
            }
            for (Future<Void> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } finally {
            pool.shutdownNow();
        }
        assertThat(spans.failed()).isZero();
    }

    private static void spin(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
