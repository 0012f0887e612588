package io.github.tidewatch.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.live.TestEvents.Delay;
import io.github.tidewatch.live.TestEvents.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a listener that throws keeps from others: nothing. */
class ListenersTest {
    private final Listeners listeners = new Listeners();
    private final List<Series> series = new ArrayList<>();
    private final List<FinishedSpan> spans = new ArrayList<>();

    private void record() throws IOException {
        LiveSums sums = new LiveSums(LiveMetrics.MOST_GROUPS, listeners::publish, listeners::finish);
        TestEvents.record(
                () -> {
                    Delay.of("pool-1").spent(1, 2, 3, 4, 10 * TestEvents.SECOND).commit();
                    Span span = new Span();
                    span.name = "order";
                    span.begin();
                    span.commit();
                },
                sums::take);
    }

    private static <T> void fail(T what) {
        throw new StackOverflowError(String.valueOf(what));
    }

    @Test
    void aListenerThatThrowsKeepsNoPartFromTheSumsAndNothingFromOtherListeners() throws IOException {
        listeners.addOfSeries(ListenersTest::fail);
        listeners.addOfSeries(series::add);
        listeners.addOfSpans(ListenersTest::fail);
        listeners.addOfSpans(spans::add);
        record();
        assertThat(series).hasSize(6).isEqualTo(listeners.series());
        assertThat(series.stream()
                        .filter(one -> one.metric() != LiveMetric.RECORDED)
                        .mapToLong(Series::nanos)
                        .sum())
                .isEqualTo(10 * TestEvents.SECOND + 10);
        assertThat(spans).hasSize(1);
        assertThat(listeners.failures()).isEqualTo(7);
    }

    @Test
    void aListenerGetsTheSeriesThatThereAreAlreadyAlthoughItThrowsAtOne() throws IOException {
        record();
        listeners.addOfSeries(one -> {
            series.add(one);
            fail(one);
        });
        assertThat(series).isEqualTo(listeners.series());
        assertThat(listeners.failures()).isEqualTo(series.size());
    }
}
