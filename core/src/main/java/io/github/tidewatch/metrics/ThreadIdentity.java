package io.github.tidewatch.metrics;

import java.util.Objects;

/**
 * Which records are of one thread. The kernel gives a tid to one thread at a time, and to another one later; Java code
 * renames threads; and a record lacks the Java thread's id where JFR does not know the thread any more. So, of records
 * with one tid:
 *
 * <ul>
 *   <li>Two Java ids are two threads, one Java id is one thread.
 *   <li>Otherwise an end lies between two threads: what began after it is not of the thread that ended.
 *   <li>Otherwise records that meet or overlap in time are of one thread, whatever its name.
 *   <li>Otherwise records of the same name are of one thread.
 * </ul>
 *
 * <p>Times are nanoseconds on one clock. Takes the same memory however many records and names there are. For one thread at
 * a time.
 */
public final class ThreadIdentity {
    /** By how much the times of records of one thread may contradict each other. */
    public static final long CLOCK_SLACK = 50_000_000;

    private final long tid;
    private long javaId;
    private long begin;
    private long end;
    private String firstName;
    private String lastName;
    private long birth = Long.MIN_VALUE;
    private long death = Long.MAX_VALUE;

    /**
     * The thread of one record.
     *
     * @param javaId the Java thread's id; 0 or less if the record does not have it
     */
    public ThreadIdentity(long tid, long javaId, String name, long begin, long end) {
        this.tid = tid;
        this.javaId = Math.max(0, javaId);
        this.firstName = Objects.requireNonNull(name);
        this.lastName = name;
        this.begin = begin;
        this.end = end;
    }

    /** Whether a Java id, 0 or less if it is unknown, shows that a record is of another thread. */
    public boolean isAnother(long recordJavaId) {
        return javaId > 0 && recordJavaId > 0 && javaId != recordJavaId;
    }

    /** Whether a record with this tid is of this thread. */
    public boolean owns(long recordJavaId, String name, long from, long to) {
        if (javaId > 0 && recordJavaId > 0) {
            return !isAnother(recordJavaId);
        }
        if (!isAlive(from, to)) {
            return false;
        }
        boolean meets = from <= end + CLOCK_SLACK && to >= begin - CLOCK_SLACK;
        return meets || name.equals(from > end ? lastName : firstName);
    }

    /** Whether the other, of the same tid and not earlier, is the same thread. */
    public boolean continuesAs(ThreadIdentity later) {
        return owns(later.javaId, later.firstName, later.begin, later.end)
                && ((javaId > 0 && later.javaId > 0) || later.isAlive(begin, end));
    }

    /** Whether the thread lived then, as far as its ends are known. */
    public boolean isAlive(long from, long to) {
        boolean born = to > birth || from >= birth - CLOCK_SLACK;
        boolean dead = (from >= death && to > from) || to - CLOCK_SLACK >= death;
        return born && !dead;
    }

    /** Takes one more record of this thread. */
    public void extend(long recordJavaId, String name, long from, long to) {
        javaId = javaId > 0 ? javaId : Math.max(0, recordJavaId);
        if (from < begin) {
            begin = from;
            firstName = name;
        }
        if (to >= end) {
            end = to;
            lastName = name;
        }
    }

    /** Takes over what is known of the same thread elsewhere. */
    public void extend(ThreadIdentity other) {
        extend(other.javaId, other.firstName, other.begin, other.begin);
        extend(other.javaId, other.lastName, other.end, other.end);
        birth = Math.max(birth, other.birth);
        death = Math.min(death, other.death);
    }

    /** Sets its lifetime, as reported at its end. */
    public void lived(long from, long to) {
        birth = from;
        death = to;
    }

    /** The kernel's id. */
    public long tid() {
        return tid;
    }

    /** 0 if no record has it. */
    public long javaId() {
        return javaId;
    }

    /** The latest name. */
    public String name() {
        return lastName;
    }

    /** The begin of the first record. */
    public long begin() {
        return begin;
    }

    /** The end of the last record. */
    public long end() {
        return end;
    }

    /** Whether its end is known. */
    public boolean hasEnded() {
        return death != Long.MAX_VALUE;
    }
}
