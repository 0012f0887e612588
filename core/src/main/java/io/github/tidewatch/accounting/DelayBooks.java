package io.github.tidewatch.accounting;

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
    private final Reconciliation reconciliation = new Reconciliation();
    private final Interval interval = new Interval();

    /**
     * Empty books.
     *
     * @param blockIoKnown whether the source gives block-I/O delay at all
     */
    DelayBooks(DelayWatch watch, boolean blockIoKnown) {
        this.watch = watch;
        this.blockIoKnown = blockIoKnown;
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
        boolean known = blockIoKnown && watch.isKnown(task, ledger.beforeTime);
        boolean complete = known || !blockIoKnown;
        if (!hasMoved(task, ledger)) {
            ledger.silentUntil = task.nowTime;
            if (all) {
                tellSilence(task, ledger, complete, 0, 0, sink);
                settle(task, ledger);
            }
            return;
        }
        long silence = ledger.silentUntil - ledger.beforeTime;
        reconciliation.reconcile(
                silence,
                task.nowTime - ledger.silentUntil,
                change(task, ledger, Quantity.ON_CPU),
                change(task, ledger, Quantity.CPU_DELAY),
                known ? change(task, ledger, Quantity.BLOCK_IO_DELAY) : 0);
        if (silence > 0) {
            tellSilence(
                    task, ledger, complete, reconciliation.silentCpuDelay(), reconciliation.silentBlockIoDelay(), sink);
        }
        tellActivity(task, ledger, complete, sink);
        settle(task, ledger);
        ledger.before[Quantity.ON_CPU.ordinal()] -= reconciliation.onCpuLeft();
    }

    private static boolean hasMoved(Task task, Task.Ledger ledger) {
        return moved(task, ledger, Quantity.ON_CPU)
                || moved(task, ledger, Quantity.CPU_DELAY)
                || moved(task, ledger, Quantity.BLOCK_IO_DELAY);
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
        splitOnCpu(task, ledger, reconciliation.onCpu());
        interval.cpuDelay = reconciliation.cpuDelay();
        interval.blockIoDelay = reconciliation.blockIoDelay();
        interval.discarded = reconciliation.discarded();
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
