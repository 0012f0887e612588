package io.github.tidewatch.agent.jfr.event;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import jdk.jfr.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives events of one class the begin and duration of the interval that they describe.
 *
 * <p>An interval has begun long before its event is made, at a time of the kernel's clock, and JFR's own {@code begin()}
 * knows only the present. But JFR gives every event class two fields, {@code startTime} and {@code duration} in ticks of
 * its clock (jfrEventClassTransformer.cpp, the same from JDK 11 to 26), and takes from them what it writes. They are set
 * here; ticks are found from nanoseconds by a line through two readings of both clocks. Where a JDK does without the
 * fields, an event lasts from the last pass to the present one.
 *
 * <p>No event ends when another begins or ends, though intervals do. JMC 9 puts the events of a type into lanes in which
 * none overlaps the next, and where it meets equal times (DisjointBuilder, JMC-7950) it may lose events and give others
 * twice: of 289 records it once had 272, some of them twice. So events begin at whole {@link #GRID}s and end between
 * them, in turn at another place of the last {@link #TURN}, before their interval does. What they report is not rounded.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class EventTimes {
    private static final Logger LOG = LoggerFactory.getLogger(EventTimes.class);

    /** The line's points are at least this far apart, so that the error of a reading of two clocks does not matter. */
    private static final long BASE = 1_000_000_000;

    /** A reading that took longer may have been interrupted between the two clocks. */
    private static final long SHARP = 2_000;

    private static final int MOST_ATTEMPTS = 5;

    /** In ticks. Half of it is more than the nanosecond to which JMC rounds, by any time stamp counter. */
    private static final long GRID = 16;

    /** In ticks: a few microseconds. */
    private static final long TURN = 4096;

    private final Event probe;
    private final MethodHandle getStart;
    private final MethodHandle setStart;
    private final MethodHandle setDuration;

    private long baseNanos;
    private long baseTicks;
    private long middleNanos;
    private long middleTicks;
    private long nanos;
    private long ticks;
    private long turn;

    /**
     * Times for events of a class.
     *
     * @param probe an event of this class, which stays in use here
     */
    public EventTimes(Event probe) {
        this.probe = probe;
        MethodHandle[] fields = new MethodHandle[3];
        try {
            Class<?> type = probe.getClass();
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            MethodType setter = MethodType.methodType(void.class, Event.class, long.class);
            fields[0] = lookup.findGetter(type, "startTime", long.class)
                    .asType(MethodType.methodType(long.class, Event.class));
            fields[1] = lookup.findSetter(type, "startTime", long.class).asType(setter);
            fields[2] = lookup.findSetter(type, "duration", long.class).asType(setter);
        } catch (ReflectiveOperationException e) {
            LOG.info("events begin at the pass before, since this JDK's have no startTime", e);
            fields = new MethodHandle[3];
        }
        getStart = fields[0];
        setStart = fields[1];
        setDuration = fields[2];
    }

    /**
     * Reads both clocks. To be called when the first intervals begin and in each pass: an interval's begin is then
     * between two readings, or not long before the first.
     */
    public void mark() {
        if (getStart == null) {
            return;
        }
        long width = Long.MAX_VALUE;
        for (int i = 0; i < MOST_ATTEMPTS && width > SHARP; i++) {
            long before = System.nanoTime();
            probe.begin();
            long took = System.nanoTime() - before;
            if (took < width) {
                width = took;
                nanos = before + took / 2;
                ticks = startOf(probe);
            }
        }
        if (ticks == 0) {
            return; // JFR gives begin() its code only when a recording wants the class for the first time
        }
        if (baseTicks == 0) {
            baseNanos = middleNanos = nanos;
            baseTicks = middleTicks = ticks;
        } else if (nanos - middleNanos > BASE) {
            baseNanos = middleNanos;
            baseTicks = middleTicks;
            middleNanos = nanos;
            middleTicks = ticks;
        }
    }

    /** Gives an event its begin and length, both in nanoseconds, the begin by {@link System#nanoTime}. */
    public void set(Event event, long begin, long length) {
        if (setStart == null) {
            event.end();
            return;
        }
        long from = ticksAt(begin) & -GRID;
        turn = (turn + GRID) & (TURN - 1);
        long until = (ticksAt(begin + length) & -TURN) - TURN + turn + GRID / 2;
        set(setStart, event, from);
        set(setDuration, event, Math.max(GRID / 2, until - from));
    }

    /** To be called for an event that is reused, when it has been committed for the last time in a pass. */
    void next(Event event) {
        if (setStart == null) {
            event.begin();
        }
    }

    private long ticksAt(long time) {
        long span = nanos - baseNanos;
        double rate = span > 0 ? (double) (ticks - baseTicks) / span : 1;
        return ticks + Math.round((time - nanos) * rate);
    }

    private long startOf(Event event) {
        try {
            return (long) getStart.invokeExact(event);
        } catch (Throwable e) {
            throw new IllegalStateException(e); // a field that was found is there
        }
    }

    private static void set(MethodHandle field, Event event, long value) {
        try {
            field.invokeExact(event, value);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
