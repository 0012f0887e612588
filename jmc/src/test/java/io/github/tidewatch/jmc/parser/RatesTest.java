package io.github.tidewatch.jmc.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.flightrecorder.parser.ValueField;

/** Times as parts of their interval. */
class RatesTest {
    private static final ValueField INTERVAL = new ValueField("interval", "Interval", "", UnitLookup.TIMESPAN);
    private static final ValueField USER = new ValueField("userTime", "User Time", "", UnitLookup.TIMESPAN);
    private static final ValueField BUSY = new ValueField("busyTime", "Busy Time", "", UnitLookup.TIMESPAN);
    private static final ValueField CPUS = new ValueField("usableCpus", "Usable CPUs", "", UnitLookup.NUMBER);

    private final List<ValueField> own = new ArrayList<>();

    @Test
    void halfASecondOfTwoIsAQuarterOfACpu() {
        assertThat(rate("tidewatch.ProcessUsage", List.of(INTERVAL, USER), ms(2000), ms(500)))
                .isEqualTo(0.25);
        assertThat(own.get(2).getName()).isEqualTo("User Time %");
    }

    @Test
    void ofTheHostItIsAPartOfAllUsableCpus() {
        IQuantity four = UnitLookup.NUMBER_UNITY.quantity(4);
        assertThat(rate("tidewatch.HostCpu", List.of(INTERVAL, CPUS, BUSY), ms(1000), four, ms(1000)))
                .isEqualTo(0.25);
    }

    @Test
    void whatIsNotKnownIsNotZero() {
        assertThat(rate("tidewatch.ProcessUsage", List.of(INTERVAL, USER), ms(1000), null))
                .isNaN();
        own.clear();
        assertThat(rate("tidewatch.ProcessUsage", List.of(INTERVAL, USER), ms(0), ms(0)))
                .isNaN();
    }

    @Test
    void otherEventsStayAsTheyAre() {
        List<ValueField> fields = List.of(INTERVAL, USER);
        own.addAll(fields);
        Object[] values = {ms(1000), ms(500)};
        Rates.of("tidewatch.ThreadDelay", fields, own).put(values);
        assertThat(own).isEqualTo(fields);
        assertThat(values).hasSize(2);
    }

    private double rate(String type, List<ValueField> fields, Object... recorded) {
        own.addAll(fields);
        Rates rates = Rates.of(type, fields, own);
        Object[] values = Arrays.copyOf(recorded, own.size());
        rates.put(values);
        return ((IQuantity) values[fields.size()]).doubleValueIn(UnitLookup.PERCENT_UNITY);
    }

    private static IQuantity ms(long milliseconds) {
        return UnitLookup.MILLISECOND.quantity(milliseconds);
    }
}
