package io.github.tidewatch.counters;

import io.github.tidewatch.procfs.ProcBuffer;
import io.github.tidewatch.procfs.SchedStat;
import io.github.tidewatch.procfs.TaskFiles;
import io.github.tidewatch.procfs.TaskStat;
import io.github.tidewatch.procfs.TaskStatus;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/**
 * {@link CounterSource} by {@code /proc/PID/task}: needs no privilege. {@code schedstat} of every thread shows whether
 * it did anything; {@code stat} and {@code status} are read of those that did. Block-I/O delay is that of taskstats in
 * ticks of 10 ms.
 */
final class ProcfsSource implements CounterSource {
    /** How far a start by this clock, in ticks and by /proc/uptime, may be from the same by another. */
    private static final long START_ERROR = 5 * TaskStat.NANOS_PER_TICK;

    private final CpuClocks clocks;
    private final BootClock bootClock;
    private final Set<Quantity> quantities;
    private final boolean schedInfo;
    private final boolean blockIo;
    private final ProcBuffer buffer = new ProcBuffer(4096);
    private final SchedStat schedstat = new SchedStat();
    private final TaskStat stat = new TaskStat();
    private final TaskStatus status = new TaskStatus();
    private long failed;
    private String failure = "";

    ProcfsSource(CpuClocks clocks, BootClock bootClock, boolean schedInfo, boolean delayAccounting) {
        this.clocks = clocks;
        this.bootClock = bootClock;
        this.schedInfo = schedInfo;
        this.blockIo = delayAccounting;
        Set<Quantity> filled = EnumSet.of(
                Quantity.ON_CPU,
                Quantity.USER_TIME,
                Quantity.SYSTEM_TIME,
                Quantity.MINOR_FAULTS,
                Quantity.MAJOR_FAULTS,
                Quantity.VOLUNTARY_SWITCHES,
                Quantity.INVOLUNTARY_SWITCHES);
        if (schedInfo) {
            filled.add(Quantity.CPU_DELAY);
            filled.add(Quantity.CPU_DELAY_COUNT);
        }
        if (blockIo) {
            filled.add(Quantity.BLOCK_IO_DELAY);
        }
        this.quantities = Set.copyOf(filled);
    }

    /** Another one of the same kernel. */
    ProcfsSource another(CpuClocks ownClocks) {
        return new ProcfsSource(ownClocks, bootClock, schedInfo, blockIo);
    }

    @Override
    public String name() {
        return "procfs";
    }

    @Override
    public Set<Quantity> quantities() {
        return quantities;
    }

    @Override
    public void read(TaskCounters[] tasks, int count) {
        for (int i = 0; i < count; i++) {
            TaskCounters task = tasks[i];
            task.readFailed();
            task.io().setStorage(-1);
            try {
                if (!task.everRead()) {
                    readStart(task);
                } else if (task.startTicks() == 0 && !takesOver(task)) {
                    task.gone(); // another task has its tid
                    continue;
                }
                if (task.isActive() || task.isOnQueue()) {
                    clocks.bringUpToDate(task);
                }
                task.files().read(TaskFiles.Name.SCHEDSTAT, buffer);
                schedstat.parse(buffer.bytes(), buffer.length());
                task.setTime(System.nanoTime());
                if (!task.files().allKept() && !hasKeptItsStart(task)) {
                    task.gone(); // another task has its tid
                    continue;
                }
                task.set(Quantity.ON_CPU, schedInfo ? schedstat.onCpu() : onCpuOtherwise(task));
                task.set(Quantity.CPU_DELAY, schedstat.runDelay());
                task.set(Quantity.CPU_DELAY_COUNT, schedstat.timeslices());
                task.readOk();
            } catch (IOException | RuntimeException e) {
                noteFailure(task, e);
            }
        }
    }

    /** Whether a task that another source has read until now is still the one that has this tid. */
    private boolean takesOver(TaskCounters task) throws IOException {
        task.files().read(TaskFiles.Name.STAT, buffer);
        stat.parse(buffer.bytes(), buffer.length());
        long start = bootClock.toNanoTime(stat.startTicks() * TaskStat.NANOS_PER_TICK);
        if (start - task.latestStart() > START_ERROR || task.earliestStart() - start > START_ERROR) {
            return false;
        }
        task.setStartTicks(stat.startTicks());
        return true;
    }

    /**
     * The time on CPU where schedstat says "0 0 0" ({@code sched_info_on} in the kernel is false): by the thread's CPU
     * clock, or in ticks.
     */
    private long onCpuOtherwise(TaskCounters task) throws IOException {
        long onCpu = clocks.read(task);
        if (onCpu < 0) {
            task.files().read(TaskFiles.Name.STAT, buffer);
            stat.parse(buffer.bytes(), buffer.length());
            onCpu = (stat.userTicks() + stat.systemTicks()) * TaskStat.NANOS_PER_TICK;
        }
        return onCpu;
    }

    /** Whether what was read by path, after this tid was seen first, was read of the same task. */
    private boolean hasKeptItsStart(TaskCounters task) throws IOException {
        task.files().read(TaskFiles.Name.STAT, buffer);
        stat.parse(buffer.bytes(), buffer.length());
        return stat.startTicks() == task.startTicks();
    }

    /** A task's start is known to the tick only: what counts is that it is not later than its first counter. */
    private void readStart(TaskCounters task) throws IOException {
        task.files().read(TaskFiles.Name.STAT, buffer);
        stat.parse(buffer.bytes(), buffer.length());
        task.setStartTicks(stat.startTicks());
        long start = bootClock.toNanoTime(stat.startTicks() * TaskStat.NANOS_PER_TICK);
        task.setStart(start, start + TaskStat.NANOS_PER_TICK);
    }

    @Override
    public void readRest(TaskCounters task) {
        try {
            task.files().read(TaskFiles.Name.STAT, buffer);
            stat.parse(buffer.bytes(), buffer.length());
            task.set(Quantity.MINOR_FAULTS, stat.minorFaults());
            task.set(Quantity.MAJOR_FAULTS, stat.majorFaults());
            if (blockIo) {
                task.set(Quantity.BLOCK_IO_DELAY, stat.blockIoDelayTicks() * TaskStat.NANOS_PER_TICK);
            }
            task.updateSplit(stat.userTicks(), stat.systemTicks());
            task.files().read(TaskFiles.Name.STATUS, buffer);
            status.parse(buffer.bytes(), buffer.length());
            task.set(Quantity.VOLUNTARY_SWITCHES, status.voluntarySwitches());
            task.set(Quantity.INVOLUNTARY_SWITCHES, status.involuntarySwitches());
        } catch (IOException | RuntimeException e) {
            noteFailure(task, e);
        }
    }

    @Override
    public void readDelays(TaskCounters self) {
        if (blockIo) {
            try {
                self.files().read(TaskFiles.Name.STAT, buffer);
                stat.parse(buffer.bytes(), buffer.length());
                self.set(Quantity.BLOCK_IO_DELAY, stat.blockIoDelayTicks() * TaskStat.NANOS_PER_TICK);
            } catch (IOException | RuntimeException e) {
                self.forgetRead();
            }
        }
    }

    private void noteFailure(TaskCounters task, Exception e) {
        task.readFailed();
        if (task.files().exist() && !hasAnotherItsTid(task)) {
            failed++;
            failure = e.toString();
        } else {
            task.gone();
        }
    }

    /** Whether a task that was read before is gone, though its tid is there: then what is kept open of it says nothing more. */
    private boolean hasAnotherItsTid(TaskCounters task) {
        try {
            task.files().readOfPresent(TaskFiles.Name.STAT, buffer);
            stat.parse(buffer.bytes(), buffer.length());
            return task.startTicks() != 0 && stat.startTicks() != task.startTicks();
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    @Override
    public long queriesFailed() {
        return failed;
    }

    @Override
    public String failure() {
        return failure;
    }

    @Override
    public long repliesLost() {
        return 0;
    }

    @Override
    public void close() {}
}
