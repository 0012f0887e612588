package io.github.tidewatch.accounting;

import io.github.tidewatch.accounting.Reconciliation.Waiting;

/** Tells where the time of each thread went: the five parts, with the kernel's claims reconciled. */
final class DelayTracker extends IntervalTracker {
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

    private static final Quantity[] USAGE = UsageTracker.QUANTITIES.toArray(new Quantity[0]);

    private static final Quantity[] TIMES = {
        Quantity.ON_CPU,
        Quantity.USER_TIME,
        Quantity.SYSTEM_TIME,
        Quantity.CPU_DELAY,
        Quantity.BLOCK_IO_DELAY,
        Quantity.VOLUNTARY_SWITCHES
    };

    private final DelayAccountingState watch;
    private final boolean blockIoKnown;
    private final BlockIoPlausibility trust;
    private final Reconciliation reconciliation = new Reconciliation();
    private final Interval interval = new Interval();
    private final Task.IntervalState life = new Task.IntervalState();
    private IntervalSink lifeSink;
    private final IntervalSink withUsage = this::addUsage;

    /** Whether the block-I/O delay of what is being told is known, as far as this host can tell it. */
    private boolean complete;

    /**
     * Empty books.
     *
     * @param blockIoKnown whether the source gives block-I/O delay at all
     */
    DelayTracker(DelayAccountingState watch, boolean blockIoKnown, BlockIoPlausibility trust) {
        this.watch = watch;
        this.blockIoKnown = blockIoKnown;
        this.trust = trust;
    }

    @Override
    Task.IntervalState ledger(Task task) {
        return task.delays;
    }

    @Override
    void tell(Task task, Task.IntervalState ledger, boolean all, IntervalSink sink) {
        if (task.nowTime <= ledger.toldUntil) { // looked at twice within a microsecond, or ended unseen
            if (all) {
                tellUnresolvedSilence(task, ledger, sink);
            }
            return;
        }
        boolean ran = moved(task, ledger, Quantity.ON_CPU);
        boolean counted = moved(task, ledger, Quantity.CPU_DELAY) || moved(task, ledger, Quantity.BLOCK_IO_DELAY);
        if (ran || counted) {
            reconcile(task, ledger, ran);
            if (all) {
                tellHeldBackAsWaiting(ledger);
            }
            if (!reconciliation.holdsSilence) {
                tellSilence(task, ledger, reconciliation.silentCpuDelay, reconciliation.silentBlockIoDelay, sink);
            }
            tellActivity(task, ledger, sink);
            settleActivity(task, ledger);
            task.witness.use(reconciliation.blockIoDelay + reconciliation.silentBlockIoDelay, task.nowTime);
        } else if ((task.onQueue && neverSlept(task, ledger))
                || (task.waiting == Waiting.DISK && isKnown(task, ledger))
                || (all && waitsOn(task, ledger))) {
            // A wait that goes on, or did until its counters were read, though its state, read a moment later, says
            // that
            // it runs or sleeps. When it began within the silence, if there is one, shows when it ends.
            reconcile(task, ledger, false);
            tellActivity(task, ledger, sink);
            ledger.toldUntil = task.nowTime;
            task.witness.use(reconciliation.blockIoDelay, task.nowTime);
        } else if (!all && task.waiting == Waiting.NOTHING && ledger.awaitsCredit()) {
            // It cannot have ended its wait without running: its counters were read a moment before its state.
            return;
        } else {
            // Woken, it has been waiting for a CPU for some part of the time since the last look: only that is open.
            boolean woken = task.waiting == Waiting.CPU;
            boolean apart = ledger.silentUntil != ledger.toldUntil; // a wait that was told lies between
            if (woken || apart || ledger.silenceEndsWaiting) {
                tellUnresolvedSilence(task, ledger, sink);
            }
            ledger.keepSilentUntil(task.nowTime);
            ledger.silenceEndsWaiting = woken;
            // From now on it counts whether it sleeps again.
            ledger.before[Quantity.VOLUNTARY_SWITCHES.ordinal()] = task.now(Quantity.VOLUNTARY_SWITCHES);
            ledger.onQueue = task.onQueue;
        }
        if (all) {
            tellUnresolvedSilence(task, ledger, sink);
        }
    }

    /** Tells the whole life of a task up to its present counters as one interval, whatever was told of it before. */
    void tellLife(Task task, IntervalSink sink) {
        life.beginWithLife(task);
        lifeSink = sink;
        tell(task, life, true, withUsage);
        lifeSink = null;
    }

    private void addUsage(Task whole, Interval lifetime) {
        for (Quantity quantity : USAGE) {
            lifetime.change[quantity.ordinal()] = whole.now(quantity);
        }
        lifeSink.accept(whole, lifetime);
    }

    /** Tells the silence without what may have been waited in it, of which the kernel has not said anything yet. */
    private void tellUnresolvedSilence(Task task, Task.IntervalState ledger, IntervalSink sink) {
        complete = isComplete(task, ledger);
        tellSilence(task, ledger, ledger.memory.silentCpuDelay, 0, sink);
        ledger.memory.silentCpuDelay = 0;
        ledger.memory.beganBefore |= ledger.silence() > 0 && task.waiting != Waiting.NOTHING;
        ledger.beginAt(ledger.toldUntil);
    }

    /** Where nothing may be left to tell: which part of the interval it was is not known, so it is no record of its own. */
    private void tellHeldBackAsWaiting(Task.IntervalState ledger) {
        ledger.memory.beganBefore |= reconciliation.heldBack > 0;
        reconciliation.heldBack = 0;
    }

    private static boolean neverSlept(Task task, Task.IntervalState ledger) {
        return ledger.onQueue && !moved(task, ledger, Quantity.VOLUNTARY_SWITCHES);
    }

    /**
     * Found waiting for a CPU at the look before, and not run since: so it waited until its counters were read, whatever
     * its state shows, which is read a moment later.
     */
    private static boolean waitsOn(Task task, Task.IntervalState ledger) {
        return ledger.memory.shownCpuDelay > 0 && !moved(task, ledger, Quantity.ON_CPU) && neverSlept(task, ledger);
    }

    private boolean isKnown(Task task, Task.IntervalState ledger) {
        return blockIoKnown && watch.isKnown(task, ledger.silentFrom);
    }

    private boolean isComplete(Task task, Task.IntervalState ledger) {
        return !blockIoKnown || isKnown(task, ledger);
    }

    private void reconcile(Task task, Task.IntervalState ledger, boolean ran) {
        Reconciliation r = reconciliation;
        r.silence = ledger.silence();
        // Who waits no more has been credited with all of it, and may have waited until a moment ago.
        r.silenceFirst = ledger.silenceEndsWaiting && task.waiting != Waiting.NOTHING;
        r.length = task.nowTime - ledger.toldUntil;
        r.onCpuChange = change(task, ledger, Quantity.ON_CPU);
        r.cpuDelayChange = change(task, ledger, Quantity.CPU_DELAY);
        r.ran = ran;
        r.neverSlept = neverSlept(task, ledger);
        r.onQueue = task.onQueue || waitsOn(task, ledger);
        r.waiting = task.waiting;
        r.blockIoChange = 0;
        r.blockIoBound = Reconciliation.UNBOUNDED;
        complete = isComplete(task, ledger);
        long distrusted = 0;
        if (isKnown(task, ledger)) {
            r.blockIoChange = change(task, ledger, Quantity.BLOCK_IO_DELAY);
            r.blockIoBound = trust.bound(task, ledger, r);
            if (r.blockIoBound == BlockIoPlausibility.UNKNOWN) {
                distrusted = r.blockIoChange;
                r.blockIoChange = 0;
                complete = false;
            }
        }
        if (!complete && r.waiting == Waiting.DISK) {
            r.waiting = Waiting.NOTHING; // what is unknown stands in the wait time
        }
        r.reconcile(ledger.memory);
        r.discarded += distrusted;
    }

    /** The next interval begins with the present counters, where this one ended. */
    private void settleActivity(Task task, Task.IntervalState ledger) {
        Reconciliation r = reconciliation;
        long from = ledger.silentFrom;
        long until = ledger.silentUntil;
        if (r.heldBack < task.nowTime - ledger.toldUntil) {
            settle(task, ledger);
        } else {
            // Nothing was told, but where the time went is settled; what else changed is told with the next interval.
            for (Quantity quantity : TIMES) {
                ledger.before[quantity.ordinal()] = task.now(quantity);
            }
            ledger.beginAt(task.nowTime);
            ledger.onQueue = task.onQueue;
            ledger.memory.discardedUntold = r.discarded;
        }
        if (r.holdsSilence) {
            ledger.silentFrom = from;
            ledger.silentUntil = until;
            ledger.silenceEndsWaiting = true;
        } else {
            ledger.silentFrom = task.nowTime - r.heldBack;
            ledger.silenceEndsWaiting = r.heldBack > 0;
        }
        ledger.before[Quantity.ON_CPU.ordinal()] -= r.onCpuLeft;
        ledger.before[Quantity.CPU_DELAY.ordinal()] -= r.cpuDelayLeft;
    }

    private static boolean moved(Task task, Task.IntervalState ledger, Quantity quantity) {
        return task.now(quantity) != ledger.before[quantity.ordinal()];
    }

    private void tellSilence(
            Task task, Task.IntervalState ledger, long cpuDelay, long blockIoDelay, IntervalSink sink) {
        if (ledger.silence() == 0) {
            return;
        }
        interval.clear();
        interval.begin = ledger.silentFrom;
        interval.length = ledger.silence();
        interval.cpuDelay = cpuDelay;
        interval.blockIoDelay = blockIoDelay;
        interval.complete = complete && !watch.isDiminished();
        sink.accept(task, interval);
    }

    private void tellActivity(Task task, Task.IntervalState ledger, IntervalSink sink) {
        Reconciliation r = reconciliation;
        if (r.heldBack == task.nowTime - ledger.toldUntil) {
            return;
        }
        interval.clear();
        interval.begin = ledger.toldUntil;
        interval.length = task.nowTime - ledger.toldUntil - r.heldBack;
        splitOnCpu(task, ledger, r.onCpu);
        interval.cpuDelay = r.cpuDelay;
        interval.blockIoDelay = r.blockIoDelay;
        interval.pendingCpuDelay = r.pendingCpuDelay;
        interval.pendingBlockIoDelay = r.pendingBlockIoDelay;
        interval.discarded = r.discarded;
        interval.complete = complete && !watch.isDiminished();
        for (Quantity quantity : PLAIN) {
            interval.change[quantity.ordinal()] = change(task, ledger, quantity);
        }
        sink.accept(task, interval);
    }

    /** User and system time as they changed, scaled where not all of the time on CPU fits the interval. */
    private void splitOnCpu(Task task, Task.IntervalState ledger, long onCpu) {
        long user = change(task, ledger, Quantity.USER_TIME);
        long system = change(task, ledger, Quantity.SYSTEM_TIME);
        interval.system = user + system == onCpu || user + system == 0
                ? system
                : Math.min(onCpu, Math.round((double) onCpu * system / ((double) user + system)));
        interval.user = onCpu - interval.system;
    }
}
