package io.github.tidewatch.accounting.exit;

import io.github.tidewatch.accounting.Accounting;
import io.github.tidewatch.counters.BootClock;
import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.intervals.BlockIoPlausibility;
import io.github.tidewatch.intervals.DelayAccountingState;
import io.github.tidewatch.intervals.DelayTracker;
import io.github.tidewatch.intervals.IntervalSink;
import io.github.tidewatch.intervals.KernelRelease;
import io.github.tidewatch.intervals.Task;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.procfs.KeyedValues;
import io.github.tidewatch.procfs.PidNamespace;
import io.github.tidewatch.procfs.SchedStat;
import io.github.tidewatch.procfs.TaskIo;
import io.github.tidewatch.procfs.TaskStat;
import io.github.tidewatch.procfs.TaskStatus;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Reports the lives of threads that ended before there was an {@link Accounting}, by what each read of itself in {@code
 * /proc} as the last thing that it did. Block-I/O delay is not reported, so that where a host can report it the life is reported as
 * incomplete.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class BufferedExits {
    /** Knows of no thread that its delay accounting was on. */
    private static final DelayAccountingState UNKNOWN = new DelayAccountingState(DelayAccounting.UNKNOWN, 0);

    private final ExitQueue exitQueue;
    private final BootClock clock;
    private final DelayTracker tracker;
    private final IntervalSink sink;
    private final boolean ioKnown;

    /**
     * Reports lives to a sink; see {@link Accounting#bufferedExits}.
     *
     * @throws IOException if the time since the boot cannot be read
     */
    public BufferedExits(ExitQueue exitQueue, Set<Quantity> known, Optional<SystemCalls> calls, IntervalSink sink)
            throws IOException {
        this.exitQueue = exitQueue;
        this.clock = BootClock.ofThisMachine(calls);
        boolean lacking = known.contains(Quantity.BLOCK_IO_DELAY);
        this.tracker = new DelayTracker(UNKNOWN, lacking, new BlockIoPlausibility(KernelRelease.running()));
        this.sink = sink;
        this.ioKnown = known.contains(Quantity.STORAGE_READ_BYTES);
    }

    /**
     * Reports the life of one thread.
     *
     * @param time when it read {@code schedstat}, the first of these files, by {@link System#nanoTime()}
     * @param io empty where it could not be read
     * @throws IOException if a file lacks that others of this host have, so that a count would be missing
     * @throws io.github.tidewatch.procfs.ProcFormatException if one of the files is not of its format
     */
    public void emit(Thread thread, long time, byte[] schedstat, byte[] stat, byte[] status, byte[] io)
            throws IOException {
        TaskStat taskStat = new TaskStat();
        taskStat.parse(stat, stat.length);
        int tid = PidNamespace.tid(status, status.length);
        Task task = Task.ofExited(tid == 0 ? tid(stat) : tid);
        task.mapTo(thread);
        task.counters().setActive(true);
        task.counters().setTime(time);
        task.counters().setStartTicks(taskStat.startTicks());
        countOnCpu(task, schedstat, taskStat);
        task.counters().set(Quantity.MINOR_FAULTS, taskStat.minorFaults());
        task.counters().set(Quantity.MAJOR_FAULTS, taskStat.majorFaults());
        task.counters().updateSplit(taskStat.userTicks(), taskStat.systemTicks());
        task.counters().takeSplit();
        TaskStatus taskStatus = new TaskStatus();
        taskStatus.parse(status, status.length);
        task.counters().set(Quantity.VOLUNTARY_SWITCHES, taskStatus.voluntarySwitches());
        task.counters().set(Quantity.INVOLUNTARY_SWITCHES, taskStatus.involuntarySwitches());
        if (io.length > 0) {
            TaskIo taskIo = new TaskIo();
            taskIo.parse(io, io.length);
            task.counters().set(Quantity.STORAGE_READ_BYTES, taskIo.storageReadBytes());
            task.counters().set(Quantity.STORAGE_WRITE_BYTES, taskIo.storageWriteBytes());
        } else if (ioKnown) {
            throw new IOException("task " + task.tid() + " has no io, as others of this host have");
        }
        long start = clock.toNanoTime(taskStat.startTicks() * TaskStat.NANOS_PER_TICK);
        task.counters().setStart(start, start + TaskStat.NANOS_PER_TICK);
        task.counters().readOk();
        exitQueue.add(task); // where the task is still there, no sample is to report its end again
        tracker.emitLifetime(task, sink);
    }

    private static void countOnCpu(Task task, byte[] schedstat, TaskStat taskStat) {
        SchedStat schedStat = new SchedStat();
        schedStat.parse(schedstat, schedstat.length);
        // Without CONFIG_SCHED_INFO schedstat is all zeros.
        long onCpu = schedStat.timeslices() != 0
                ? schedStat.onCpu()
                : (taskStat.userTicks() + taskStat.systemTicks()) * TaskStat.NANOS_PER_TICK;
        task.counters().set(Quantity.ON_CPU, onCpu);
        task.counters().set(Quantity.CPU_DELAY, schedStat.runDelay());
        task.counters().set(Quantity.CPU_DELAY_COUNT, schedStat.timeslices());
    }

    /** The number that {@code stat} begins with. */
    private static int tid(byte[] stat) {
        return (int) KeyedValues.number(stat, 0, stat.length);
    }
}
