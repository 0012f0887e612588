package io.github.tidewatch.accounting;

import io.github.tidewatch.accounting.Reconciliation.Waiting;

/** Tells where the time of each thread went: the five parts, with the kernel's claims reconciled. */
final class DelayBooks extends Books {
    private static final Quantity[] PLAIN = {
        Quantity.CPU_DELAY_COUNT,
        Quantity.BLOCK_IO_DELAY_COUNT,
        Quantity.SWAP_IN_DELAY,
        Quantity.RECLAIM_DELAY,
        Quantity.THRASHING_DELAY,
        Quantity.COMPACTION_DELAY,
        Quantity.COPY_ON_WRITE_DELAY,
        Quantity.IRQ_DELAY
    };

    private final DelayWatch watch;
    private final boolean blockIoKnown;
    private final BlockIoTrust trust;
    private final Reconciliation reconciliation = new Reconciliation();
    private final Interval interval = new Interval();

    /**
     * Empty books.
     *
     * @param blockIoKnown whether the source gives block-I/O delay at all
     */
    DelayBooks(DelayWatch watch, boolean blockIoKnown, BlockIoTrust trust) {
        this.watch = watch;
        this.blockIoKnown = blockIoKnown;
        this.trust = trust;
    }

    @Override
    Task.Ledger ledger(Task task) {
        return task.delays;
    }

    @Override
    void tell(Task task, Task.Ledger ledger, boolean all, IntervalSink sink) {
        if (task.nowTime <= ledger.silentUntil) {
            return; // looked at twice within a microsecond
        }
        boolean ran = moved(task, ledger, Quantity.ON_CPU);
        boolean counted = moved(task, ledger, Quantity.CPU_DELAY) || moved(task, ledger, Quantity.BLOCK_IO_DELAY);
        boolean stuck =
                (task.waiting == Waiting.DISK && blockIoKnown) || (task.waiting == Waiting.CPU && ledger.onQueue);
        if (ran || counted || stuck) {
            tellAll(task, ledger, ran, sink);
        } else {
            remainSilent(task, ledger, all, sink);
        }
    }

    private void remainSilent(Task task, Task.Ledger ledger, boolean all, IntervalSink sink) {
        if (task.waiting == Waiting.CPU) {
            // It was woken since the last look, and has been waiting for a CPU for some part of the time since then.
            ledger.memory.doubtfulForCpu = task.nowTime - ledger.silentUntil;
        }
        ledger.silentUntil = task.nowTime;
        ledger.onQueue = task.onQueue;
        if (all) {
            tellSilence(task, ledger, isComplete(task, ledger), 0, 0, sink);
            settle(task, ledger);
        }
    }

    private boolean isComplete(Task task, Task.Ledger ledger) {
        return !blockIoKnown || watch.isKnown(task, ledger.beforeTime);
    }

    private void tellAll(Task task, Task.Ledger ledger, boolean ran, IntervalSink sink) {
        boolean known = blockIoKnown && watch.isKnown(task, ledger.beforeTime);
        Reconciliation r = reconciliation;
        r.silence = ledger.silentUntil - ledger.beforeTime;
        r.length = task.nowTime - ledger.silentUntil;
        r.onCpuChange = change(task, ledger, Quantity.ON_CPU);
        r.cpuDelayChange = change(task, ledger, Quantity.CPU_DELAY);
        r.ran = ran;
        r.neverSlept = ledger.onQueue && change(task, ledger, Quantity.VOLUNTARY_SWITCHES) == 0;
        r.waiting = task.waiting;
        r.blockIoChange = 0;
        r.blockIoBound = Reconciliation.UNBOUNDED;
        long distrusted = 0;
        boolean complete = known || !blockIoKnown;
        if (known) {
            r.blockIoChange = change(task, ledger, Quantity.BLOCK_IO_DELAY);
            r.blockIoBound = trust.bound(task, ledger, r);
            if (r.blockIoBound == BlockIoTrust.UNKNOWN) {
                distrusted = r.blockIoChange;
                r.blockIoChange = 0;
                complete = false;
            }
        } else if (r.waiting == Waiting.DISK) {
            r.waiting = Waiting.NOTHING; // unknown is told as such
        }
        r.reconcile(ledger.memory);
        r.discarded += distrusted;
        if (r.silence > 0) {
            tellSilence(task, ledger, complete, r.silentCpuDelay, r.silentBlockIoDelay, sink);
        }
        tellActivity(task, ledger, complete, sink);
        settle(task, ledger);
        ledger.before[Quantity.ON_CPU.ordinal()] -= r.onCpuLeft;
        ledger.before[Quantity.CPU_DELAY.ordinal()] -= r.cpuDelayLeft;
        ledger.before[Quantity.BLOCK_IO_DELAY.ordinal()] -= r.blockIoLeft;
        trust.settled(task);
    }

    private static boolean moved(Task task, Task.Ledger ledger, Quantity quantity) {
        return task.now(quantity) != ledger.before[quantity.ordinal()];
    }

    private void tellSilence(
            Task task, Task.Ledger ledger, boolean complete, long cpuDelay, long blockIoDelay, IntervalSink sink) {
        interval.clear();
        interval.begin = ledger.beforeTime;
        interval.length = ledger.silentUntil - ledger.beforeTime;
        interval.cpuDelay = cpuDelay;
        interval.blockIoDelay = blockIoDelay;
        interval.complete = complete;
        sink.accept(task, interval);
    }

    private void tellActivity(Task task, Task.Ledger ledger, boolean complete, IntervalSink sink) {
        interval.clear();
        interval.begin = ledger.silentUntil;
        interval.length = task.nowTime - ledger.silentUntil;
        splitOnCpu(task, ledger, reconciliation.onCpu);
        interval.cpuDelay = reconciliation.cpuDelay;
        interval.blockIoDelay = reconciliation.blockIoDelay;
        interval.pendingCpuDelay = reconciliation.pendingCpuDelay;
        interval.pendingBlockIoDelay = reconciliation.pendingBlockIoDelay;
        interval.discarded = reconciliation.discarded;
        interval.complete = complete;
        for (Quantity quantity : PLAIN) {
            interval.change[quantity.ordinal()] = change(task, ledger, quantity);
        }
        sink.accept(task, interval);
    }

    /** User and system time as they changed, scaled where not all of the time on CPU fits the interval. */
    private void splitOnCpu(Task task, Task.Ledger ledger, long onCpu) {
        long user = change(task, ledger, Quantity.USER_TIME);
        long system = change(task, ledger, Quantity.SYSTEM_TIME);
        interval.system = user + system == onCpu || user + system == 0
                ? system
                : Math.min(onCpu, Math.round((double) onCpu * system / ((double) user + system)));
        interval.user = onCpu - interval.system;
    }
}
