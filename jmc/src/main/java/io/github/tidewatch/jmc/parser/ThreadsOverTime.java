package io.github.tidewatch.jmc.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.flightrecorder.JfrAttributes;
import org.openjdk.jmc.flightrecorder.parser.IEventSink;
import org.openjdk.jmc.flightrecorder.parser.IEventSinkFactory;
import org.openjdk.jmc.flightrecorder.parser.ValueField;

/**
 * Sums the parts of all threads' intervals by second: how many threads on average were on a CPU, waited for one, for a
 * disk, or for anything else; or waited for a CPU for one cause or another. An interval that reaches into several seconds counts in each in proportion. A second without
 * any interval is unknown, and left out. For one thread at a time.
 */
final class ThreadsOverTime {
    /** Of each thread's time. */
    static final Kind THREADS = new Kind(
            "tidewatch.ThreadsOverTime",
            "Threads over Time",
            "How many threads on average were on a CPU, waited for one, for a disk, or for anything else. Made by the"
                    + " Tidewatch plug-in from the Thread Delay events",
            Map.of(
                    "userTime", "w",
                    "systemTime", "p",
                    "cpuDelay", "p",
                    "blockIoDelay", "aas",
                    "waitTime", "B"));

    /** Of the time that threads waited for a CPU. */
    static final Kind CAUSES = new Kind(
            "tidewatch.CausesOverTime",
            "Causes over Time",
            "How many threads on average waited for a CPU, by what kept them from it. Made by the Tidewatch plug-in from"
                    + " the Delay Cause events",
            Map.of(
                    "quotaDelay", "ap",
                    "ownThreadsDelay", "an",
                    "neighborDelay", "p",
                    "stealDelay", "aA",
                    "placementDelay", "aau",
                    "unexplainedDelay", "an"));

    /** Of the time that threads waited for anything but a CPU or a disk. */
    static final Kind WAITS = new Kind(
            "tidewatch.WaitsOverTime",
            "Waits over Time",
            "How many threads on average waited, by what for. Made by the Tidewatch plug-in from the Thread Delay"
                    + " events",
            Map.of(
                    "monitorWait", "aah",
                    "objectWait", "a",
                    "parkWait", "af",
                    "sleepWait", "h",
                    "networkWait", "u",
                    "fileWait", "w",
                    "pipeWait", "z",
                    "jvmWait", "ap",
                    "otherWait", "d",
                    "unknownWait", "at"));

    private static final long SECOND = 1_000_000_000;

    /** Beyond so many the seconds become longer. */
    private static final int MOST_BUCKETS = 4096;

    /** JMC counts events wrongly of which one ends when the next begins. */
    private static final long GAP = 1000;

    /** The events to make. Immutable. */
    static final class Kind {
        private final String type;
        private final String label;
        private final String description;

        /** What makes JMC, which takes a line's colour from a hash of the field's name, draw each in its own. */
        private final Map<String, String> colors;

        Kind(String type, String label, String description, Map<String, String> colors) {
            this.type = type;
            this.label = label;
            this.description = description;
            this.colors = colors;
        }

        /** The name of the average of a part. */
        String field(String part) {
            return part + "Threads." + colors.get(part);
        }

        String type() {
            return type;
        }
    }

    private final Kind kind;
    private final List<ValueField> parts;
    private final String[] category;

    /** By the last digits of the bucket's number, as those in use are fewer. */
    private double[][] sums = new double[2 * MOST_BUCKETS][];

    private long lowest = Long.MAX_VALUE;
    private long highest = Long.MIN_VALUE;
    private long width = SECOND;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    /**
     * @param parts the fields of those parts that the recording has
     */
    ThreadsOverTime(Kind kind, List<ValueField> parts, String[] category) {
        this.kind = kind;
        this.parts = parts;
        this.category = category;
    }

    /** Nanoseconds since 1970, and of each part. A recording of a JVM has the same parts from its begin to its end. */
    void add(long begin, long end, long[] lengths) {
        if (begin < 0 || end <= begin || parts.isEmpty() || lengths.length != parts.size()) {
            return;
        }
        first = Math.min(first, begin);
        last = Math.max(last, end);
        while ((last - first) / width >= MOST_BUCKETS) {
            widen();
        }
        for (long i = begin / width; i <= (end - 1) / width; i++) {
            long from = Math.max(begin, i * width);
            long to = Math.min(end, (i + 1) * width);
            double fraction = (double) (to - from) / (end - begin);
            double[] bucket = bucket(i);
            for (int part = 0; part < lengths.length; part++) {
                bucket[part] += fraction * lengths[part];
            }
        }
    }

    private double[] bucket(long index) {
        int place = place(index);
        if (sums[place] == null) {
            sums[place] = new double[parts.size()];
            lowest = Math.min(lowest, index);
            highest = Math.max(highest, index);
        }
        return sums[place];
    }

    private int place(long index) {
        return (int) (index % sums.length);
    }

    private void widen() {
        double[][] narrow = sums;
        long from = lowest;
        long to = highest;
        clear();
        width *= 2;
        for (long i = from; i <= to; i++) {
            double[] lengths = narrow[place(i)];
            for (int part = 0; lengths != null && part < lengths.length; part++) {
                bucket(i / 2)[part] += lengths[part];
            }
        }
    }

    private void clear() {
        sums = new double[2 * MOST_BUCKETS][];
        lowest = Long.MAX_VALUE;
        highest = Long.MIN_VALUE;
    }

    void handOn(IEventSinkFactory next) {
        if (lowest > highest) {
            return;
        }
        IEventSink sink = next.create(kind.type, kind.label, category, kind.description, fields());
        for (long i = lowest; i <= highest; i++) {
            double[] lengths = sums[place(i)];
            long begin = Math.max(first, i * width);
            long end = Math.min(last, (i + 1) * width);
            if (lengths != null && end - begin > GAP) {
                sink.addEvent(values(begin, end, lengths));
            }
        }
        clear();
    }

    private List<ValueField> fields() {
        List<ValueField> fields = new ArrayList<>(
                List.of(new ValueField(JfrAttributes.START_TIME), new ValueField(JfrAttributes.DURATION)));
        for (ValueField part : parts) {
            fields.add(new ValueField(
                    kind.field(part.getIdentifier()),
                    part.getName(),
                    "Average number of threads. " + part.getName() + " is: " + part.getDescription(),
                    UnitLookup.NUMBER));
        }
        return fields;
    }

    private static Object[] values(long begin, long end, double[] sums) {
        Object[] values = new Object[sums.length + 2];
        values[0] = UnitLookup.EPOCH_NS.quantity(begin);
        values[1] = UnitLookup.NANOSECOND.quantity(end - begin - GAP);
        for (int part = 0; part < sums.length; part++) {
            IQuantity average = UnitLookup.NUMBER_UNITY.quantity(sums[part] / (end - begin));
            values[part + 2] = average;
        }
        return values;
    }
}
