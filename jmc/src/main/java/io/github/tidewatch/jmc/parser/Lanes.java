package io.github.tidewatch.jmc.parser;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.LongStream;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.flightrecorder.JfrAttributes;
import org.openjdk.jmc.flightrecorder.parser.IEventSink;
import org.openjdk.jmc.flightrecorder.parser.IEventSinkFactory;
import org.openjdk.jmc.flightrecorder.parser.ValueField;

/**
 * Draws the five parts of an interval as spans that follow each other, one event type for each part: JMC draws spans only,
 * and colours them by their type. Together they cover the interval. A span's place within it is not known, its length is
 * exact, but that the last ends where the event does, which may be microseconds before the interval's end. The kinds of
 * waits are spans of their own, in the place of the wait time. In a large
 * recording consecutive intervals are drawn as one: no screen shows all, and each span takes time and memory.
 * Those of one thread, as {@link ThreadJoin.Next} is.
 */
final class Lanes {
    /** For each part; JMC derives a colour from a type's name: these give blue, violet, red, yellow and a pale green. */
    static final List<String> TYPES = List.of(
            "tidewatch.Part.UserTime.a",
            "tidewatch.Part.SystemTime.18",
            "tidewatch.Part.CpuDelay.1",
            "tidewatch.lane.BlockIoDelay.33",
            "tidewatch.Part.WaitTime.l");

    /** For each kind of wait: colours from all around the circle, a pale one for what is unknown. */
    static final List<String> WAIT_TYPES = List.of(
            "tidewatch.Wait.Monitor.k",
            "tidewatch.Wait.Object.f",
            "tidewatch.Wait.Park.aB",
            "tidewatch.Wait.Sleep.59",
            "tidewatch.Wait.Network.w",
            "tidewatch.Wait.File.ar",
            "tidewatch.Wait.Pipe.al",
            "tidewatch.Wait.Jvm.B",
            "tidewatch.Wait.Other.l",
            "tidewatch.Wait.Unknown.e");

    /** So many intervals are drawn, about; each makes a span for each part and kind of wait that it has. */
    private static final int MOST_INTERVALS = 12_000;

    /** Intervals further apart than this are not drawn as one. */
    private static final long MOST_APART = 50_000_000;

    /** A clock is wrong by less than a part of so many. */
    private static final long CLOCK_ERROR = 1000;

    private final int start;
    private final int duration;
    private final int thread;
    private final int complete;
    private final IntSupplier intervals;
    private final IEventSink[] partSinks;
    private final IEventSink[] waitSinks;

    private final long[] parts;
    private final long[] waits;
    private Object owner;
    private Object whole;
    private long begin;
    private long end;
    private int joined;

    private Lanes(List<ValueField> fields, Parts parts, Parts waits, IntSupplier intervals) {
        this.start = ThreadFields.indexOf(fields, JfrAttributes.START_TIME.getIdentifier());
        this.duration = ThreadFields.indexOf(fields, JfrAttributes.DURATION.getIdentifier());
        this.thread = ThreadFields.indexOf(fields, JfrAttributes.EVENT_THREAD.getIdentifier());
        this.complete = ThreadFields.indexOf(fields, "complete");
        this.intervals = intervals;
        this.partSinks = new IEventSink[parts.count()];
        this.waitSinks = new IEventSink[waits.count()];
        this.parts = new long[parts.count()];
        this.waits = new long[waits.count()];
    }

    /**
     * Null where the events have no begin and duration.
     *
     * @param intervals how many the recording has, known when the first is added
     */
    static Lanes of(
            List<ValueField> fields,
            Parts parts,
            Parts waits,
            String[] category,
            IEventSinkFactory factory,
            IntSupplier intervals) {
        Lanes lanes = new Lanes(fields, parts, waits, intervals);
        if (lanes.start < 0 || lanes.duration < 0) {
            return null;
        }
        List<ValueField> span = new ArrayList<>(List.of(
                fields.get(lanes.start),
                fields.get(lanes.duration),
                new ValueField(JfrAttributes.EVENT_THREAD),
                new ValueField("share", "Share", "Part of the interval", UnitLookup.PERCENTAGE)));
        if (lanes.complete >= 0) {
            span.add(fields.get(lanes.complete));
        }
        create(lanes.partSinks, TYPES, parts, fields, category, factory, span);
        create(lanes.waitSinks, WAIT_TYPES, waits, fields, category, factory, span);
        return lanes;
    }

    private static void create(
            IEventSink[] sinks,
            List<String> types,
            Parts parts,
            List<ValueField> fields,
            String[] category,
            IEventSinkFactory factory,
            List<ValueField> span) {
        List<ValueField> own = parts.fields(fields);
        for (int i = 0; i < sinks.length; i++) {
            ValueField part = own.get(i);
            sinks[i] = factory.create(types.get(parts.index(i)), part.getName(), category, description(part), span);
        }
    }

    /** Where JMC lists what the plug-in makes: it can show nothing that is not an event in its browser. */
    static String[] category(String[] category) {
        int length = category == null ? 0 : category.length; // null: the recording gives the type none
        String[] own = length == 0 ? new String[1] : Arrays.copyOf(category, length + 1);
        own[length] = "Drawn, Not Recorded";
        return own;
    }

    private static String description(ValueField part) {
        return part.getDescription()
                + ". Made by the Tidewatch plug-in from the Thread Delay events: the length is exact, the place"
                + " within the interval is not known";
    }

    /**
     * Adds an interval, by nanoseconds since 1970, of each part and of each kind of wait, which are copied; in the order of
     * time.
     */
    void add(Object[] values, long from, long to, long[] partNanos, long[] waitNanos) {
        int most = 1 + (intervals.getAsInt() - 1) / MOST_INTERVALS;
        boolean continues = joined > 0 && joined < most && Math.abs(from - end) <= MOST_APART;
        if (!continues) {
            flush();
            owner = values[thread];
            whole = complete < 0 ? null : values[complete];
            begin = from;
        }
        end = to;
        joined++;
        if (complete >= 0 && Boolean.FALSE.equals(values[complete])) {
            whole = false;
        }
        for (int i = 0; i < parts.length; i++) {
            parts[i] += partNanos[i];
        }
        for (int i = 0; i < waits.length; i++) {
            waits[i] += waitNanos[i];
        }
    }

    /** Draws what has been added. */
    void flush() {
        if (joined > 0) {
            fill();
            draw(partSinks, parts, begin);
            // The wait time is the last part, and the kinds of waits sum to it.
            draw(waitSinks, waits, Math.max(begin, end - LongStream.of(waits).sum()));
        }
        joined = 0;
        Arrays.fill(parts, 0);
        Arrays.fill(waits, 0);
    }

    private void draw(IEventSink[] sinks, long[] lengths, long from) {
        long at = from;
        for (int i = 0; i < lengths.length; i++) {
            long length = Math.min(lengths[i], end - at);
            if (length > 0) {
                draw(sinks[i], at, length);
                at += length;
            }
        }
    }

    /** An event lasts as long as its interval, but by JFR's clock: what it is longer, the last part is. */
    private void fill() {
        long missing = end - begin - LongStream.of(parts).sum();
        for (int i = parts.length - 1; i >= 0 && missing > 0 && missing <= (end - begin) / CLOCK_ERROR; i--) {
            if (parts[i] > 0) {
                parts[i] += missing;
                missing = 0;
            }
        }
    }

    private void draw(IEventSink sink, long from, long length) {
        IQuantity start = UnitLookup.EPOCH_NS.quantity(from);
        IQuantity drawn = UnitLookup.NANOSECOND.quantity(length);
        IQuantity share = UnitLookup.PERCENT_UNITY.quantity((double) length / (end - begin));
        sink.addEvent(
                complete < 0
                        ? new Object[] {start, drawn, owner, share}
                        : new Object[] {start, drawn, owner, share, whole});
    }
}
