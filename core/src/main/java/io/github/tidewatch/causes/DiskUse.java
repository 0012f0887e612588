package io.github.tidewatch.causes;

/** What one block device did in an interval, and with how much of it the process's control group used it. Immutable. */
public final class DiskUse {
    /** A rate of that part of a limit is held back by it: the kernel hands a limit out in slices of a tenth of a second. */
    private static final double AT_LIMIT = 0.9;

    /** Of a device that is busy for less of the time a request seldom finds another before it. */
    private static final double BUSY = 0.5;

    private static final double MOSTLY = 0.5;

    /** What makes requests wait. */
    public enum Cause {
        /** The group, or one above it, reached its limit of bytes or requests in a second. */
        LIMIT("this group's limit"),
        /** The device was busy, mostly with requests that are counted for other groups. */
        OTHERS("busy by others"),
        /** The device was busy, mostly with the group's own. */
        OWN("busy by this group"),
        /** The device was busy; mostly with whose requests is not known. */
        BUSY("busy"),
        /** The device had time. */
        NONE("not busy");

        private final String label;

        Cause(String label) {
            this.label = label;
        }

        /** In words. */
        public String label() {
            return label;
        }
    }

    /** Its name. */
    public final String device;

    /** How long the interval was, in nanoseconds. */
    public final long length;
    /** For how long the device had at least one request, in nanoseconds. */
    public final long busyTime;
    /** For how long requests took, waiting for the device included, in sum over them, in nanoseconds. */
    public final long requestTime;
    /** What anybody read from it. */
    public final long readBytes;
    /** What anybody wrote to it. */
    public final long writtenBytes;

    /** Of the group; -1 if that is not known. */
    public final long ownBytes;

    /** Counted for other groups, as far as these are visible: what is counted for none may be anybody's. */
    final long othersBytes;

    /** The greatest part of a limit that was used, of bytes or requests; 0 without a limit. */
    public final double limitUse;

    DiskUse(
            String device,
            long length,
            long busyTime,
            long requestTime,
            long readBytes,
            long writtenBytes,
            long ownBytes,
            long othersBytes,
            double limitUse) {
        this.device = device;
        this.length = length;
        this.busyTime = Math.min(busyTime, length);
        this.requestTime = requestTime;
        this.readBytes = readBytes;
        this.writtenBytes = writtenBytes;
        this.ownBytes = ownBytes;
        this.othersBytes = othersBytes;
        this.limitUse = limitUse;
    }

    /** The group's part of the bytes; not a number if that is not known, or no request ended. */
    public double ownShare() {
        return share(ownBytes);
    }

    private double share(long bytes) {
        long all = readBytes + writtenBytes;
        return all <= 0 || bytes < 0 ? Double.NaN : Math.min(1, (double) bytes / all);
    }

    /**
     * Whether it had a request. The kernel counts busy time by the timer tick (update_io_ticks in block/blk-core.c, since 5.0): a
     * disk that is done within less leaves none, however much it wrote.
     */
    boolean didAnything() {
        return busyTime > 0 || requestTime > 0 || readBytes > 0 || writtenBytes > 0;
    }

    /** Why requests of the group waited, if they did. */
    public Cause cause() {
        if (limitUse >= AT_LIMIT) {
            return Cause.LIMIT;
        }
        if (busyTime < BUSY * length) {
            return Cause.NONE;
        }
        if (ownShare() >= MOSTLY) {
            return Cause.OWN;
        }
        // Not all of the rest is of others: a journal's writes, and on version 1 writeback, count for no group.
        return share(othersBytes) >= MOSTLY ? Cause.OTHERS : Cause.BUSY;
    }
}
