package io.github.tidewatch.jmc.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.flightrecorder.parser.ValueField;

/**
 * Adds to events about the process and the host what part of the interval each of their times is: no two intervals are of
 * one length, so JMC's charts of the times themselves would show the lengths. Immutable.
 */
final class Rates {
    /** By type, the times with what makes JMC, which takes a line's colour from a hash of the field's name, draw it in its own. */
    private static final Map<String, Map<String, String>> TIMES = Map.of(
            "tidewatch.ProcessUsage",
            Map.of("userTime", "ah", "systemTime", "aap", "unattributedCpuTime", "B"),
            "tidewatch.HostCpu",
            Map.of("busyTime", "y", "stealTime", "aao", "irqTime", "u", "idleTime", "acz"),
            "tidewatch.Pressure",
            Map.of(
                    "cpuSome", "k",
                    "ioSome", "r",
                    "memorySome", "o",
                    "hostCpuSome", "aav",
                    "hostIoSome", "aad",
                    "hostMemorySome", "w"));

    private static final IQuantity UNKNOWN = UnitLookup.PERCENT_UNITY.quantity(Double.NaN);

    private final int interval;
    private final int cpus;
    private final int[] times;
    private final int first;

    private Rates(int interval, int cpus, int[] times, int first) {
        this.interval = interval;
        this.cpus = cpus;
        this.times = times;
        this.first = first;
    }

    /** Appends the fields to {@code own}; none where there is nothing to take a part of. */
    static Rates of(String type, List<ValueField> fields, List<ValueField> own) {
        int interval = ThreadFields.indexOf(fields, "interval");
        int cpus = ThreadFields.indexOf(fields, "usableCpus");
        int first = own.size();
        List<Integer> times = new ArrayList<>();
        Map<String, String> colors = TIMES.getOrDefault(type, Map.of());
        for (int i = 0; i < fields.size() && interval >= 0; i++) {
            ValueField time = fields.get(i);
            String color = colors.get(time.getIdentifier());
            if (color != null) {
                times.add(i);
                own.add(new ValueField(
                        time.getIdentifier() + "Share." + color,
                        time.getName() + " %",
                        time.getName() + " as part of the interval, "
                                + (cpus < 0 ? "which is 100 %" : "in which all usable CPUs have 100 %")
                                + ". Made by the Tidewatch plug-in",
                        UnitLookup.PERCENTAGE));
            }
        }
        return new Rates(
                interval, cpus, times.stream().mapToInt(Integer::intValue).toArray(), first);
    }

    /** Puts the values in the places of these fields. */
    void put(Object[] values) {
        for (int i = 0; i < times.length; i++) {
            double all = (double) Nanos.of(values[interval]) * (cpus < 0 ? 1 : number(values[cpus]));
            Object time = values[times[i]];
            values[first + i] =
                    all > 0 && time != null ? UnitLookup.PERCENT_UNITY.quantity(Nanos.of(time) / all) : UNKNOWN;
        }
    }

    private static double number(Object value) {
        return value instanceof IQuantity quantity ? quantity.doubleValue() : 0;
    }
}
