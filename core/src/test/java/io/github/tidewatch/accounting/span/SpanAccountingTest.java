package io.github.tidewatch.accounting.span;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.intervals.DelayAccountingState;
import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.procfs.DelayAccountingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a span claims to know of its block I/O. */
class SpanAccountingTest {
    private static final long SECOND = 1_000_000_000;

    @TempDir
    Path directory;

    private final SystemCalls calls = HostSystemCalls.get();
    private final long now = System.nanoTime();
    private final DelayAccountingState state = new DelayAccountingState(DelayAccounting.ON, now - 10 * SECOND);
    private final FakeSource source =
            new FakeSource("taskstats", Set.of(Quantity.CPU_DELAY, Quantity.BLOCK_IO_DELAY), now - SECOND);
    private final SpanReading from = new SpanReading();
    private final SpanReading to = new SpanReading();
    private Path sysctl;
    private boolean refuses;
    private int made;
    private SpanAccounting spans;
    private SpanThread self;

    @BeforeEach
    void open() throws IOException {
        sysctl = directory.resolve("task_delayacct");
        delayAccounting("1");
        spans = new SpanAccounting(calls, false, this::best, this::lesser, state, true);
        self = spans.thread();
    }

    @AfterEach
    void close() {
        self.close();
        spans.close();
    }

    private SelfReader best() {
        made++;
        if (refuses) {
            throw new IllegalStateException("EPERM");
        }
        return SelfReader.of(calls, source, new DelayAccountingFile(sysctl));
    }

    private SelfReader lesser() {
        Set<Quantity> all = Set.of(Quantity.CPU_DELAY, Quantity.BLOCK_IO_DELAY);
        return SelfReader.of(calls, new FakeSource("procfs", all, now - SECOND), new DelayAccountingFile(sysctl));
    }

    private void delayAccounting(String content) throws IOException {
        Files.writeString(sysctl, content + "\n");
    }

    private boolean isKnownOfASpan() {
        assertThat(spans.read(self, from, System::nanoTime)).isTrue();
        assertThat(spans.readEnd(self, from, to, System::nanoTime)).isTrue();
        return to.blockIoKnown;
    }

    @Test
    void theBlockIoOfAThreadThatBeganWhileTheKernelAccountedForDelaysIsKnown() {
        assertThat(isKnownOfASpan()).isTrue();
    }

    @Test
    void theBlockIoOfAThreadThatBeganAfterDelayAccountingWasSwitchedOffIsUnknownThoughNothingIsSampled()
            throws IOException {
        delayAccounting("0");
        assertThat(isKnownOfASpan()).isFalse();
        delayAccounting("1");
        assertThat(isKnownOfASpan()).isFalse();
    }

    @Test
    void theBlockIoOfASpanIsUnknownIfDelayAccountingWasFoundOffWithinItThoughItIsOnAtTheEnd() {
        assertThat(isKnownOfASpan()).isTrue();
        assertThat(spans.read(self, from, System::nanoTime)).isTrue();
        state.update(DelayAccounting.OFF, System.nanoTime());
        state.update(DelayAccounting.ON, System.nanoTime());
        assertThat(spans.readEnd(self, from, to, System::nanoTime)).isTrue();
        assertThat(to.blockIoKnown).isFalse();
        assertThat(isKnownOfASpan()).isTrue();
    }

    @Test
    void aSpanWithinWhichTheSourceIsLostIsRecordedWithoutItsBlockIo() {
        assertThat(spans.read(self, from, System::nanoTime)).isTrue();
        source.fails = true;
        refuses = true;
        assertThat(spans.readEnd(self, from, to, System::nanoTime)).isTrue();
        assertThat(to.source).isEqualTo("procfs");
        assertThat(to.blockIoKnown).isFalse();
        assertThat(spans.failed()).isZero();
        assertThat(spans.failure()).contains("EPERM");
    }

    @Test
    void theBlockIoOfASpanThatTheLesserSourceReadAtBothEndsIsKnownIfItGivesIt() {
        refuses = true;
        assertThat(isKnownOfASpan()).isTrue();
        assertThat(from.source).isEqualTo("procfs");
    }

    @Test
    void aSourceThatWasRefusedIsNotAskedForWithEachSpan() {
        refuses = true;
        for (int i = 0; i < 100; i++) {
            isKnownOfASpan();
        }
        assertThat(made).isLessThan(100);
    }

    @Test
    void aReaderThatFailsIsReplacedByANewOneWithinTheSameReading() {
        source.failures = 1;
        assertThat(isKnownOfASpan()).isTrue();
        assertThat(from.source).isEqualTo("taskstats");
        assertThat(made).isEqualTo(2);
    }

    @Test
    void aReadingIsRepeatedIfItTookFarLongerThanTheyDoHereAndNotIfAllTakeLong() {
        source.lasts = 2_000_000;
        spans.read(self, from, System::nanoTime);
        AtomicInteger readings = new AtomicInteger();
        LongSupplier clock = () -> {
            readings.incrementAndGet();
            return System.nanoTime();
        };
        for (int i = 0; i < 10; i++) {
            spans.read(self, from, clock);
        }
        assertThat(readings)
                .as("one of them or another may have been interrupted")
                .hasValueLessThan(40);
        source.lasts = 0;
        spans.read(self, from, System::nanoTime);
        source.lasts = 50_000_000;
        readings.set(0);
        spans.read(self, from, clock);
        assertThat(readings).hasValue(4);
    }

    @Test
    void readersBeyondTheMostAreNotMade() {
        ReaderPool pool = new ReaderPool(this::lesser, 5);
        List<SelfReader> inUse = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            inUse.add(pool.take(i));
        }
        assertThat(inUse).doesNotContainNull();
        assertThat(pool.take(7)).isNull();
        pool.giveBack(7, inUse.get(0));
        assertThat(pool.take(7)).isSameAs(inUse.get(0));
        inUse.forEach(reader -> pool.giveBack(0, reader));
        pool.close();
        assertThat(pool.count()).isZero();
    }

    @Test
    void theSourceIsClosedIfNoReaderCanBeMadeOfIt() {
        SystemCalls none = null;
        FakeSource broken = new FakeSource("taskstats", null, now);
        assertThatThrownBy(() -> SelfReader.of(none, broken, new DelayAccountingFile(sysctl)))
                .isInstanceOf(NullPointerException.class);
        assertThat(broken.closed).isTrue();
    }

    @Test
    void theBlockIoOfASpanIsUnknownWhereTheKernelDoesNotSayWhetherItAccountsForDelays() throws IOException {
        delayAccounting("?");
        assertThat(isKnownOfASpan()).isFalse();
        delayAccounting("1");
        assertThat(isKnownOfASpan()).isTrue();
    }
}
