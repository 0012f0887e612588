package io.github.tidewatch.jmc.parser;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.flightrecorder.JfrAttributes;
import org.openjdk.jmc.flightrecorder.parser.IEventSink;
import org.openjdk.jmc.flightrecorder.parser.IEventSinkFactory;
import org.openjdk.jmc.flightrecorder.parser.ValueField;

/**
 * Tells the five parts of an interval as spans that follow each other, one event type for each part: JMC draws spans only,
 * and colours them by their type. A span's length is exact, its place within the interval is not known.
 */
final class Lanes {
    /** Parts that are less of their interval than this are not told: they would not be visible, and cost memory. */
    private static final double LEAST = 0.01;

    /** The types of the spans are named after the fields, with this before; JMC derives the colours from that. */
    static final String TYPE = "tidewatch.Lane.";

    /** In the order in which the spans follow each other. */
    static final List<String> PARTS = List.of("userTime", "systemTime", "cpuDelay", "blockIoDelay", "waitTime");

    private final int start;
    private final int duration;
    private final int thread;
    private final int complete;
    private final int[] parts;
    private final IEventSink[] sinks;

    private Lanes(int start, int duration, int thread, int complete, int[] parts, IEventSink[] sinks) {
        this.start = start;
        this.duration = duration;
        this.thread = thread;
        this.complete = complete;
        this.parts = parts;
        this.sinks = sinks;
    }

    /** Null where the events have no begin and duration. */
    static Lanes of(List<ValueField> fields, String[] category, IEventSinkFactory factory) {
        int start = SampledThreadExtension.indexOf(fields, JfrAttributes.START_TIME.getIdentifier());
        int duration = SampledThreadExtension.indexOf(fields, JfrAttributes.DURATION.getIdentifier());
        if (start < 0 || duration < 0) {
            return null;
        }
        int complete = SampledThreadExtension.indexOf(fields, "complete");
        List<ValueField> span = new ArrayList<>(List.of(
                fields.get(start),
                fields.get(duration),
                new ValueField(JfrAttributes.EVENT_THREAD),
                new ValueField("share", "Share", "Part of the interval", UnitLookup.PERCENTAGE)));
        if (complete >= 0) {
            span.add(fields.get(complete));
        }
        String[] own = Arrays.copyOf(category, category.length + 1);
        own[category.length] = "Lanes";
        int[] parts = new int[PARTS.size()];
        IEventSink[] sinks = new IEventSink[PARTS.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = SampledThreadExtension.indexOf(fields, PARTS.get(i));
            if (parts[i] >= 0) {
                ValueField part = fields.get(parts[i]);
                sinks[i] = factory.create(type(PARTS.get(i)), part.getName(), own, description(part), span);
            }
        }
        int thread = SampledThreadExtension.indexOf(fields, SampledThreadExtension.EVENT_THREAD);
        return new Lanes(start, duration, thread, complete, parts, sinks);
    }

    static String type(String part) {
        return TYPE + Character.toUpperCase(part.charAt(0)) + part.substring(1);
    }

    private static String description(ValueField part) {
        return part.getDescription()
                + ". Made by the Tidewatch plug-in from the Thread Delay events: the length is exact, the"
                + " place within the interval is not known; parts below 1 % of their interval are left out";
    }

    void add(Object[] values) {
        if (!(values[start] instanceof IQuantity from) || !(values[duration] instanceof IQuantity whole)) {
            return;
        }
        double interval = whole.doubleValueIn(UnitLookup.NANOSECOND);
        for (int i = 0; i < parts.length; i++) {
            if (parts[i] < 0 || !(values[parts[i]] instanceof IQuantity length)) {
                continue;
            }
            double share = interval > 0 ? length.doubleValueIn(UnitLookup.NANOSECOND) / interval : 0;
            if (share >= LEAST) {
                IQuantity percent = UnitLookup.PERCENT_UNITY.quantity(share);
                sinks[i].addEvent(
                        complete < 0
                                ? new Object[] {from, length, values[thread], percent}
                                : new Object[] {from, length, values[thread], percent, values[complete]});
            }
            from = from.add(length);
        }
    }
}
