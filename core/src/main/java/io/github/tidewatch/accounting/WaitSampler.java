package io.github.tidewatch.accounting;

import io.github.tidewatch.counters.CpuClocks;
import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.intervals.DelayAccountingState;
import io.github.tidewatch.intervals.Task;
import io.github.tidewatch.intervals.TaskWaits;
import io.github.tidewatch.intervals.Waiting;
import io.github.tidewatch.procfs.ProcBuffer;
import io.github.tidewatch.procfs.TaskFiles;
import io.github.tidewatch.procfs.TaskSyscall;
import io.github.tidewatch.waits.CallTable;
import io.github.tidewatch.waits.WaitClassifier;
import io.github.tidewatch.waits.WaitDetails;
import io.github.tidewatch.waits.WaitKind;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * Reads what tasks wait for, in each sample of those that ran since the last: who did not run waits for what it was found to
 * wait for. Allocates nothing for a task, but for the detail of a new wait that needs a text of its own.
 */
final class WaitSampler implements Closeable {
    /** So many reads in a row fail as tasks exit, or because the file may not be read any more: then it is seen which. */
    private static final int MOST_FAILURES = 64;

    /** In one of so many samples it is seen whether the file may be read again. */
    private static final int ROUND = 64;

    private final CpuClocks clocks;
    private final DelayAccountingState accountingState;
    private final boolean mapped;
    private final boolean blockIoKnown;
    private final CallTable table;
    private final WaitClassifier classifier;
    private final WaitDetails details;
    private final ProcBuffer buffer = new ProcBuffer(256);
    private final TaskSyscall call = new TaskSyscall();
    private final BooleanSupplier canRead;
    private volatile boolean readable;
    private int failures;
    private int passes;
    private boolean wanted;

    /** Whether tasks may have run since the last sample: nobody wanted their waits then. */
    private boolean anew;

    /** Whether the last read went through a descriptor that an earlier pass had opened: then it spoke of that task. */
    private boolean kept;

    /** The task of which a descriptor was opened last in this pass: it may be that of a later task with its tid. */
    private Task opened;

    /**
     * A sampler of waits.
     *
     * @param canRead sees whether {@code syscall} of the tasks can be read
     * @param mapped whether it is known which task is which Java thread
     * @param blockIoKnown whether the delays have block I/O
     * @param table null where the numbers of calls are not known
     * @param classifier null if waits are not wanted
     * @param details null if waits are not wanted
     */
    WaitSampler(
            CpuClocks clocks,
            DelayAccountingState accountingState,
            BooleanSupplier canRead,
            boolean mapped,
            boolean blockIoKnown,
            CallTable table,
            WaitClassifier classifier,
            WaitDetails details) {
        this.clocks = clocks;
        this.accountingState = accountingState;
        this.canRead = canRead;
        this.readable = canRead.getAsBoolean();
        this.mapped = mapped;
        this.blockIoKnown = blockIoKnown;
        this.table = table;
        this.classifier = classifier;
        this.details = details;
    }

    /** Whether calls can be read, as far as is known by now. */
    boolean isReadable() {
        return readable;
    }

    /** Reads the call of a task, not of the one that calls; false if that is not possible, here or of this task. */
    boolean read(Task task) {
        if (!readable) {
            return false;
        }
        try {
            boolean open = task.counters().files().isKept(TaskFiles.Name.SYSCALL);
            kept = open && task != opened;
            opened = open ? opened : task;
            task.counters().files().read(TaskFiles.Name.SYSCALL, buffer);
            call.parse(buffer.bytes(), buffer.length());
            failures = 0;
            return true;
        } catch (IOException | RuntimeException e) {
            failures++;
            if (failures >= MOST_FAILURES) {
                failures = 0;
                readable = canRead.getAsBoolean();
            }
            return false;
        }
    }

    /** As {@link #read}; also false where the task's state costs less: its file is kept open, and the call's is not. */
    boolean readForState(Task task) {
        TaskFiles files = task.counters().files();
        return (files.keepsCall() || !files.isKept(TaskFiles.Name.STAT)) && read(task);
    }

    /** Whether the task that was just read is runnable, on a CPU or not. */
    boolean isRunnable() {
        return call.isRunning();
    }

    /** Whether the task that was just read is in a call that waits for a thread, a timer or a socket: for no disk. */
    boolean waitsForEvent() {
        return table != null && table.waitsForEvent(call);
    }

    /** Whether the waits of tasks are wanted now. */
    boolean isWanted() {
        return wanted;
    }

    /** Sets whether the waits of tasks are wanted. */
    void setWanted(boolean isWanted) {
        boolean before = wanted;
        wanted = isWanted && classifier != null;
        anew |= wanted && !before;
    }

    /** Takes what was just read of a task. */
    void note(Task task, boolean runnable) {
        if (!wanted || !task.isIdentified(mapped)) {
            return;
        }
        TaskWaits waits = task.waits();
        if (runnable || call.isRunning()) {
            waits.found(WaitKind.NONE);
        } else if (!waits.goesOn()) {
            waits.found(classifier.usesCalls() ? kindByCall(task) : classifier.kind(task.javaThread()));
        }
    }

    private WaitKind kindByCall(Task task) {
        WaitKind kind = classifier.kind(call, task.isJava(), task.javaThread());
        return kept || hasNotRun(task) ? kind : WaitKind.UNKNOWN;
    }

    /** What was read by path may be another task's with this tid, and what was read later that of another wait. */
    private boolean hasNotRun(Task task) {
        return clocks.read(task.counters()) == task.now(Quantity.ON_CPU);
    }

    /** Samples the tasks that may wait for something else than at the last sample, when their states have been sampled. */
    void sample(Task[] tasks, int count) {
        passes++;
        if (!readable && passes % ROUND == 0) {
            readable = canRead.getAsBoolean();
        }
        for (int i = 0; i < count && wanted; i++) {
            if ((anew || !rests(tasks[i])) && tasks[i].counters().lastReadOk()) {
                // One of which it is not known yet whether it is a Java thread is not reported yet either.
                if (tasks[i].isIdentified(mapped)) {
                    sample(tasks[i]);
                } else if (tasks[i].counters().isActive()) {
                    tasks[i].waits().forget();
                }
            }
        }
        anew = false;
    }

    /** Notified in {@link Object#wait()}, a thread waits for the monitor without having run. */
    private boolean rests(Task task) {
        WaitKind kind = task.restsIn();
        return kind != null
                && !task.counters().isActive()
                && task.waiting() == Waiting.NOTHING
                && (kind != WaitKind.OBJECT || classifier.kind(task.javaThread()) != WaitKind.MONITOR);
    }

    private void sample(Task task) {
        TaskWaits waits = task.waits();
        waits.wake();
        if (!waits.isFound()) {
            sampleUnlessItGoesOn(task, waits);
        }
        if (task.waiting() == Waiting.DISK
                && blockIoKnown
                && accountingState.isKnown(task, task.counters().time())) {
            waits.foundUninterruptible();
        }
    }

    private void sampleUnlessItGoesOn(Task task, TaskWaits waits) {
        if (waits.goesOn()) {
            if (waits.kind() == WaitKind.OBJECT && classifier.kind(task.javaThread()) == WaitKind.MONITOR) {
                waits.found(WaitKind.MONITOR);
            }
        } else if (task.counters().isOnQueue()) {
            waits.found(WaitKind.NONE);
        } else {
            WaitKind own = classifier.kind(task.javaThread()); // costs a hundredth of a read
            if (own == WaitKind.UNKNOWN && classifier.usesCalls() && read(task)) {
                note(task, false);
            } else {
                waits.found(own);
            }
        }
    }

    /** Brings the waits of the tasks that were sampled up to date, when it is known who has exited meanwhile. */
    void advance(Task[] tasks, int count) {
        for (int i = 0; i < count && wanted; i++) {
            if (tasks[i].restsIn() == null && tasks[i].counters().lastReadOk() && tasks[i].isIdentified(mapped)) {
                advance(tasks[i]);
            }
        }
        opened = null;
    }

    private void advance(Task task) {
        TaskWaits waits = task.waits();
        waits.advance();
        boolean detailed = !details.canHave(waits.kind());
        if (!detailed && waits.wantsDetail()) {
            readDetail(task, waits);
        }
        if (detailed || waits.isDetailRead()) {
            waits.setComplete();
        }
    }

    private void readDetail(Task task, TaskWaits waits) {
        if (details.needsCall(waits.kind()) && (!read(task) || call.isRunning())) {
            return;
        }
        String detail = details.of(waits.kind(), call, task.javaThread());
        if (hasNotRun(task)) {
            waits.setDetail(detail);
        }
    }

    @Override
    public void close() {
        if (classifier != null) {
            classifier.close();
        }
    }
}
