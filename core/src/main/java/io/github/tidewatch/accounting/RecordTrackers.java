package io.github.tidewatch.accounting;

import io.github.tidewatch.causes.CauseAccount;
import io.github.tidewatch.causes.HostCounters;
import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.intervals.BlockIoPlausibility;
import io.github.tidewatch.intervals.CarrierTracker;
import io.github.tidewatch.intervals.CauseTracker;
import io.github.tidewatch.intervals.DelayAccountingState;
import io.github.tidewatch.intervals.DelayTracker;
import io.github.tidewatch.intervals.IntervalSink;
import io.github.tidewatch.intervals.IntervalTracker;
import io.github.tidewatch.intervals.ProcessInterval;
import io.github.tidewatch.intervals.ProcessTracker;
import io.github.tidewatch.intervals.Task;
import io.github.tidewatch.intervals.UsageTracker;
import java.util.Set;

/** The trackers of all {@link Records}: each is open or not, and takes what samples find while it is. */
final class RecordTrackers {
    private final DelayTracker delays;
    private final UsageTracker usage;
    private final ProcessTracker process;
    private final DelayTracker lifetimes;
    private final CauseTracker causes;
    private final CauseAccount causeAccount;
    private final CarrierAccount carriers;

    RecordTrackers(
            Set<Quantity> known,
            DelayAccountingState accountingState,
            BlockIoPlausibility plausibility,
            ProcessTracker process,
            CauseAccount causeAccount) {
        boolean blockIoKnown = known.contains(Quantity.BLOCK_IO_DELAY);
        this.delays = new DelayTracker(accountingState, blockIoKnown, plausibility);
        this.usage = new UsageTracker(known);
        this.process = process;
        this.causes = new CauseTracker(accountingState, plausibility);
        this.causeAccount = causeAccount;
        this.carriers = new CarrierAccount(new CarrierTracker(accountingState, blockIoKnown, plausibility));
        this.lifetimes = new DelayTracker(accountingState, blockIoKnown, plausibility);
    }

    /** The process's, which also has to know of each sample. */
    ProcessTracker process() {
        return process;
    }

    boolean isOpen(Records records) {
        switch (records) {
            case DELAYS:
                return delays.isOpen();
            case USAGE:
                return usage.isOpen();
            case CAUSES:
                return causes.isOpen();
            case CARRIERS:
                return carriers.isOpen();
            default:
                return process.isOpen();
        }
    }

    boolean isAnyOpen() {
        return delays.isOpen() || usage.isOpen() || process.isOpen() || causes.isOpen() || carriers.isOpen();
    }

    /** To be called before the pass that {@link #open} follows: tasks that have exited by then are reported, too. */
    void expectExits(Set<Records> records) {
        if (records.contains(Records.DELAYS)) {
            delays.expectExits();
        }
        if (records.contains(Records.USAGE)) {
            usage.expectExits();
        }
    }

    /**
     * As {@link IntervalTracker#open}; that of the process has to be open before the pass. Causes begin with the present pass,
     * since that is when the counters of the host are first read.
     */
    void open(Set<Records> records, long pass, long since, long presentPass, long passStart, Task[] tasks, int count) {
        if (records.contains(Records.DELAYS)) {
            delays.open(pass, since, tasks, count);
        }
        if (records.contains(Records.USAGE)) {
            usage.open(pass, since, tasks, count);
        }
        if (records.contains(Records.PROCESS)) {
            process.begun();
        }
        if (records.contains(Records.CAUSES)) {
            causes.open(presentPass, passStart, tasks, count);
            causeAccount.begin();
        }
        if (records.contains(Records.CARRIERS)) {
            carriers.open(presentPass, passStart, tasks, count);
        }
    }

    /** Reads the host's counters, if anything wants them. To be called with each sample, which began at this time. */
    void sampled(long passStart) {
        carriers.sampled(passStart);
        if (causes.isOpen()) {
            causeAccount.sampled();
        }
    }

    void close(Records records) {
        switch (records) {
            case DELAYS:
                delays.close();
                break;
            case USAGE:
                usage.close();
                break;
            case CAUSES:
                causes.close();
                causeAccount.end();
                break;
            case CARRIERS:
                carriers.close();
                break;
            default:
                process.close();
                break;
        }
    }

    /** The task has exited, and its last counters are known. */
    void exit(Task task) {
        task.observer().exit(task.counters());
        delays.exit(task);
        usage.exit(task);
        causes.exit(task);
        carriers.exit(task);
        process.exit(task);
    }

    /** Emits what is open of these records, up to the last sample. */
    void emit(Set<Records> records, TaskTable table, boolean all, RecordSink sink) {
        if (records.contains(Records.DELAYS)) {
            emitDelays(table, all, sink::delays);
        }
        if (records.contains(Records.USAGE) && usage.isOpen()) {
            usage.emit(table.tasks(), table.count(), table.isMappingKnown(), false, sink::usage);
        }
        if (records.contains(Records.PROCESS) && process.isOpen()) {
            ProcessInterval interval = process.emit();
            if (interval != null) {
                sink.process(interval);
            }
        }
        if (records.contains(Records.CAUSES) && causes.isOpen()) {
            emitCauses(table, sink);
        }
        if (records.contains(Records.CARRIERS) && carriers.isOpen()) {
            carriers.emit(table, all, sink::carriers);
        }
    }

    void emitPresentCarriers(TaskTable table, RecordSink sink) {
        if (carriers.isOpen()) {
            carriers.emitPresent(table, sink::carriers);
        }
    }

    private void emitCauses(TaskTable table, RecordSink sink) {
        causes.emit(table.tasks(), table.count(), table.isMappingKnown(), false, causeAccount);
        causes.emitExited(causeAccount); // those that ran in the interval that ends here
        causeAccount.emit(sink::causes);
    }

    void emitDelays(TaskTable table, boolean all, IntervalSink sink) {
        if (delays.isOpen()) {
            delays.emit(table.tasks(), table.count(), table.isMappingKnown(), all, sink);
        }
    }

    /** Emits the last intervals of threads that have exited: they are the same whenever that is done. */
    void emitExited(RecordSink sink) {
        if (delays.isOpen()) {
            delays.emitExited(sink::delays);
        }
        if (usage.isOpen()) {
            usage.emitExited(sink::usage);
        }
        if (causes.isOpen()) {
            causes.emitExited(causeAccount);
        }
        if (carriers.isOpen()) {
            carriers.emitExited();
        }
    }

    HostCounters hostCounters() {
        return causeAccount.host();
    }

    /** Closes what they have opened. */
    void close() {
        causeAccount.close();
    }

    void emitLifetime(Task task, IntervalSink sink) {
        lifetimes.emitLifetime(task, sink);
    }

    /** How many tasks that exited could not be reported, since nobody asked for so long. */
    long lost() {
        return delays.lost() + usage.lost() + causes.lost() + carriers.lost();
    }
}
