package io.github.tidewatch.agent.virtual;

/**
 * Where the time of virtual threads went, in nanoseconds: {@link #mounted}, {@link #carrierDelay} and {@link #parked} are disjoint,
 * and sum to {@link #lifetime}. Reused by its owner from one to the next.
 */
public final class VirtualThreadTimes {
    private long lifetime;
    private long carrierDelay;
    private long mounted;
    private long pinned;
    private long mounts;

    void set(long newLifetime, long newCarrierDelay, long newMounted, long newPinned, long newMounts) {
        lifetime = newLifetime;
        carrierDelay = newCarrierDelay;
        mounted = newMounted;
        pinned = newPinned;
        mounts = newMounts;
    }

    /** From the start to the end. */
    public long lifetime() {
        return lifetime;
    }

    /** Able to go on, but waiting for a carrier. */
    public long carrierDelay() {
        return carrierDelay;
    }

    /** On a carrier. */
    public long mounted() {
        return mounted;
    }

    /** The rest: waiting without a carrier. */
    public long parked() {
        return Math.max(0, lifetime - carrierDelay - mounted);
    }

    /** Of the time on a carrier: parked together with it; not what was waited for monitors. */
    public long pinned() {
        return pinned;
    }

    /** How often they were mounted. */
    public long mounts() {
        return mounts;
    }
}
