package io.github.tidewatch.counters;

import io.github.tidewatch.procfs.DescriptorBudget;
import io.github.tidewatch.procfs.TaskFiles;

/**
 * The cumulative counters of one task as they were last read, and what is known of its start and end. A {@link
 * CounterSource} fills it, its owner decides what follows. A later task with the same tid has another object.
 *
 * <p>Times are those of {@link System#nanoTime}, in nanoseconds. Not safe for use by several threads at once.
 */
public final class TaskCounters {
    private final int tid;
    private final TaskFiles files;
    private final long[] values = new long[Quantity.COUNT];
    private final CpuTimeSplit split = new CpuTimeSplit();
    private final IoCountsAge io = new IoCountsAge();

    private TaskLife life = TaskLife.FOUND;
    private boolean lastReadOk;
    private long time;
    private long previousOnCpu;
    private boolean noted;
    private boolean notedBefore;
    private long notedTime;
    private long previousTime;
    private boolean active;
    private boolean wasActive;
    private boolean onQueue;
    private long earliestStart;
    private long latestStart;
    private long age;
    private long startTicks;

    /**
     * Counters that are not read yet.
     *
     * @param directory the task's own in {@code /proc}, which may have another number for it
     */
    public TaskCounters(String directory, int tid, DescriptorBudget budget) {
        this.tid = tid;
        this.files = new TaskFiles(directory, budget);
    }

    /** The kernel's thread id. */
    public int tid() {
        return tid;
    }

    /** The task's own directory in {@code /proc}, which may have another number for it. */
    public String directory() {
        return files.directory();
    }

    /** The task's files in {@code /proc}. */
    public TaskFiles files() {
        return files;
    }

    /** The counter as it was last read. */
    public long get(Quantity quantity) {
        return values[quantity.ordinal()];
    }

    /** Sets a counter that was read. */
    public void set(Quantity quantity, long value) {
        values[quantity.ordinal()] = value;
    }

    /** Copies all counters, in the order of {@link Quantity}. */
    public void copyTo(long[] target) {
        System.arraycopy(values, 0, target, 0, Quantity.COUNT);
    }

    /** When the counters held. */
    public long time() {
        return time;
    }

    /** Sets when the counters held. */
    public void setTime(long newTime) {
        time = newTime;
    }

    // The last read.

    /** A read begins, or what was read is not this task's: until {@link #readOk} there is nothing new. */
    public void readFailed() {
        lastReadOk = false;
    }

    /** The counters have been read. */
    public void readOk() {
        lastReadOk = true;
        life = life == TaskLife.FOUND ? TaskLife.READ : life;
    }

    /** What was read does not count: as if it never had been. */
    void forgetRead() {
        lastReadOk = false;
        life = life == TaskLife.READ ? TaskLife.FOUND : life;
    }

    /** The task is gone, or another one has its tid. */
    void gone() {
        life = life.whenGone();
    }

    /** Its last counters are known, though it is listed yet. */
    public void linger() {
        life = isGone() ? TaskLife.EXITED : TaskLife.LINGERING;
        lastReadOk = false;
    }

    /** Its last counters are known, and it is gone. It exited by itself, so it was on a CPU last. */
    public void exited() {
        life = TaskLife.EXITED;
        lastReadOk = false;
        onQueue = true;
    }

    /** Whether the last read gave the counters. */
    public boolean lastReadOk() {
        return lastReadOk;
    }

    /** Whether any read gave the counters. */
    public boolean everRead() {
        return life != TaskLife.FOUND && life != TaskLife.MISSED;
    }

    /** Whether the task is gone, or another one has its tid. */
    public boolean isGone() {
        return life.isGone();
    }

    /** Whether its last counters are known. */
    public boolean areFinal() {
        return life == TaskLife.LINGERING || life == TaskLife.EXITED;
    }

    // Activity.

    /** Whether it was on a CPU between the last two samples: its counters may lag by up to a scheduler tick. */
    public boolean isActive() {
        return active;
    }

    /** Whether it was active at the sample before. */
    public boolean wasActive() {
        return wasActive;
    }

    /** Sets whether it was on a CPU. */
    public void setActive(boolean isActive) {
        active = isActive;
    }

    /** A sample has read the counters: compares the time on CPU with that of the sample before. */
    public void noteActivity() {
        previousTime = noted ? notedTime : start();
        notedBefore = noted;
        noted = true;
        notedTime = time;
        wasActive = active;
        active = get(Quantity.ON_CPU) != previousOnCpu;
        previousOnCpu = get(Quantity.ON_CPU);
    }

    /** Whether a sample before the last one has read the counters. */
    public boolean wasNotedBefore() {
        return notedBefore;
    }

    /** When the counters held at the sample before the last one; the {@link #start} if there was none. */
    public long previousTime() {
        return previousTime;
    }

    /** Until when no sample has found that it ran since the sample before: the last one's time, or the one's before. */
    public long unchangedUntil() {
        return active ? previousTime : notedTime;
    }

    /** Whether the last sample found it runnable, on a CPU or not. */
    public boolean isOnQueue() {
        return onQueue;
    }

    /** Sets whether it is runnable. */
    public void setOnQueue(boolean isOnQueue) {
        onQueue = isOnQueue;
    }

    // User and system time.

    /** Splits the present time on CPU in proportion of these, in any unit. */
    public void updateSplit(long userSampled, long systemSampled) {
        split.update(get(Quantity.ON_CPU), userSampled, systemSampled);
    }

    /** User and system time as the precise time on CPU was split last. */
    public void takeSplit() {
        set(Quantity.USER_TIME, split.user());
        set(Quantity.SYSTEM_TIME, split.system());
    }

    /** Whether the I/O counts are new. */
    public IoCountsAge io() {
        return io;
    }

    // Start and end.

    /** The earliest time at which it may have started, as far as the samples so far show. */
    public long earliestStart() {
        return earliestStart;
    }

    /** The latest time at which it may have started. */
    public long latestStart() {
        return latestStart;
    }

    /** Sets the times between which it started. */
    public void setStart(long earliest, long latest) {
        earliestStart = earliest;
        latestStart = latest;
    }

    /** Its start as procfs reports it, in ticks; 0 unless the source is procfs. */
    public long startTicks() {
        return startTicks;
    }

    /** Sets its start as procfs reports it. */
    public void setStartTicks(long ticks) {
        startTicks = ticks;
    }

    /** Its age at its exit as the kernel reported it; 0 unless it did. */
    long age() {
        return age;
    }

    /** Sets its age at its exit. */
    public void setAge(long nanos) {
        age = nanos;
    }

    /** Whether it may have started in these ticks (0 if they are not known), and between these two times. */
    public boolean startedWithin(long ticks, long earliest, long latest) {
        return (startTicks == ticks || startTicks == 0 || ticks == 0)
                && earliestStart - latest <= 0
                && latestStart - earliest >= 0;
    }

    /**
     * The counters are at {@code now} what they were. By the estimates of its start it was at least this old then: an
     * interval that ends here ends no later than what was seen.
     */
    public void stoodStillUntil(long now) {
        time = Math.max(time, startTicks == 0 ? earliestStart + (now - latestStart) : now);
    }

    /**
     * When it began, as near as it is known, such that there is room for what is accounted. Counters of taskstats are
     * dated by the task's age since its earliest start; of a start that is known to the tick only, or from when the exit
     * was heard of, the latest counts.
     */
    public long start() {
        boolean dated = startTicks == 0 && age == 0;
        long accounted = time - get(Quantity.ON_CPU) - get(Quantity.CPU_DELAY);
        return Math.min(accounted, dated ? earliestStart : latestStart);
    }

    /** Takes over the last counters of the same task, read by the thread itself when it exited or reported by the kernel. */
    public void exitedWith(TaskCounters last) {
        System.arraycopy(last.values, 0, values, 0, Quantity.COUNT);
        if (!everRead()) {
            setStart(last.earliestStart, last.latestStart);
            startTicks = last.startTicks;
            age = last.age;
            time = last.time;
        } else {
            time = last.age != 0 ? earliestStart + last.age : timeOf(last);
        }
        io.takeOver(last.io);
        exited();
    }

    /** By the same estimate of its start as all times of this task so far: what counts are the differences. */
    private long timeOf(TaskCounters last) {
        boolean dated = startTicks == 0 && last.startTicks == 0;
        return dated ? earliestStart + (last.time - last.earliestStart) : last.time;
    }
}
