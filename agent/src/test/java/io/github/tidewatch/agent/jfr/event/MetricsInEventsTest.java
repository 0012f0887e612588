package io.github.tidewatch.agent.jfr.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.waits.WaitKind;
import java.lang.reflect.Field;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jdk.jfr.DataAmount;
import jdk.jfr.Event;
import jdk.jfr.Timespan;
import org.junit.jupiter.api.Test;

/** The event classes, the metrics and the counters of the kernel speak of the same things. */
class MetricsInEventsTest {

    @Test
    void threadDelayHasEachMetricThatIsNoUsageByNameAndUnit() {
        assertThat(units(ThreadDelayEvent.class))
                .containsAllEntriesOf(expected(EnumSet.complementOf(EnumSet.copyOf(Metric.USAGE))));
    }

    @Test
    void threadUsageHasEachMetricOfUsageByNameAndUnit() {
        assertThat(units(ThreadUsageEvent.class)).containsAllEntriesOf(expected(Metric.USAGE));
    }

    @Test
    void eachMetricButWhatIsComputedHasOneCounter() {
        Set<Metric> counted = EnumSet.allOf(Metric.class);
        counted.removeAll(Set.of(Metric.WAIT_TIME, Metric.DISCARDED_DELAY));
        counted.removeIf(Metric::isOfWaits);
        assertThat(EnumSet.allOf(Quantity.class).stream().flatMap(quantity -> quantity.metric().stream()))
                .containsExactlyInAnyOrderElementsOf(counted);
    }

    @Test
    void eachKindOfWaitHasOneMetric() {
        assertThat(Metric.WAITS.stream().map(Metric::field))
                .containsExactlyElementsOf(EnumSet.range(WaitKind.MONITOR, WaitKind.UNKNOWN).stream()
                        .map(WaitKind::field)
                        .collect(Collectors.toList()));
    }

    @Test
    void eachCounterButThatOfAllTimeOnCpuHasTheNameOfItsMetric() {
        assertThat(EnumSet.allOf(Quantity.class)).allMatch(quantity -> quantity.metric()
                .map(metric -> metric.name().equals(quantity.name()))
                .orElse(quantity == Quantity.ON_CPU));
    }

    private static Map<String, Metric.Unit> expected(Set<Metric> metrics) {
        return metrics.stream().collect(Collectors.toMap(Metric::field, Metric::unit));
    }

    private static Map<String, Metric.Unit> units(Class<? extends Event> event) {
        Map<String, Metric.Unit> units = new TreeMap<>();
        for (Class<?> type = event; type != Event.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getType() == long.class) {
                    units.put(field.getName(), unit(field));
                }
            }
        }
        return units;
    }

    private static Metric.Unit unit(Field field) {
        if (field.isAnnotationPresent(Timespan.class)) {
            return Metric.Unit.NANOSECONDS;
        }
        return field.isAnnotationPresent(DataAmount.class) ? Metric.Unit.BYTES : Metric.Unit.COUNT;
    }
}
