package io.github.tidewatch.intervals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where the time of all carriers of virtual threads went in an interval, in sum, those included that ended in it. What a carrier
 * waited that does nothing comes when it runs again. Times in nanoseconds. Reused by its owner from one interval to the next.
 */
public final class CarrierTimes implements IntervalSink {
    private final List<Thread> carriers = new ArrayList<>();
    private long begin;
    private long end;
    private long user;
    private long system;
    private long cpuDelay;
    private long blockIoDelay;
    private long wait;
    private boolean complete;
    private boolean any;

    /** The next interval begins. */
    public void beginAt(long time) {
        carriers.clear();
        begin = time;
        end = time;
        user = 0;
        system = 0;
        cpuDelay = 0;
        blockIoDelay = 0;
        wait = 0;
        complete = true;
        any = false;
    }

    /** The interval ends, for the time being. */
    public void endAt(long time) {
        end = time;
    }

    /** This carrier is alive at the end of the interval. */
    public void add(Thread carrier) {
        carriers.add(carrier);
    }

    /** Adds what a carrier did. */
    @Override
    public void accept(Interval interval) {
        user += interval.userTime();
        system += interval.systemTime();
        cpuDelay += interval.cpuDelay();
        blockIoDelay += interval.blockIoDelay();
        wait += interval.waitTime();
        complete &= interval.isComplete();
        any = true;
    }

    /** Whether there was a carrier. */
    public boolean isAny() {
        return any || !carriers.isEmpty();
    }

    /** Those that are alive. To be kept by nobody. */
    public List<Thread> carriers() {
        return Collections.unmodifiableList(carriers);
    }

    /** Lets go of the carriers. */
    public void release() {
        carriers.clear();
    }

    /** When the interval began, by {@link System#nanoTime}. */
    public long begin() {
        return begin;
    }

    /** The length of the interval. */
    public long length() {
        return end - begin;
    }

    /** On a CPU in user mode. */
    public long userTime() {
        return user;
    }

    /** On a CPU in kernel mode. */
    public long systemTime() {
        return system;
    }

    /** Runnable, waiting for a CPU. */
    public long cpuDelay() {
        return cpuDelay;
    }

    /** Waiting for block I/O; 0 where that is unknown. */
    public long blockIoDelay() {
        return blockIoDelay;
    }

    /** The rest: waiting for work, or for what a virtual thread waits for that holds its carrier. */
    public long waitTime() {
        return wait;
    }

    /** Whether everything that this host can give is known for all of them. */
    public boolean isComplete() {
        return complete;
    }
}
