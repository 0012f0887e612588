package io.github.tidewatch.intervals;

import io.github.tidewatch.counters.Quantity;

/** Reports where the time of each thread went: the five parts, with the kernel's claims reconciled. */
public class DelayTracker extends IntervalTracker {
    private static final Quantity[] USAGE = UsageTracker.QUANTITIES.toArray(new Quantity[0]);

    private static final Quantity[] TIMES = {
        Quantity.ON_CPU,
        Quantity.USER_TIME,
        Quantity.SYSTEM_TIME,
        Quantity.CPU_DELAY,
        Quantity.BLOCK_IO_DELAY,
        Quantity.VOLUNTARY_SWITCHES
    };

    private final DelayAccountingState accountingState;
    private final boolean blockIoKnown;
    private final BlockIoPlausibility plausibility;
    private final Reconciliation reconciliation = new Reconciliation();
    private final ReconciliationInput input = new ReconciliationInput();
    private final ReconciliationResult result = new ReconciliationResult();
    private final DelayRecord record = new DelayRecord();
    private final IntervalState life = new IntervalState();
    private IntervalSink lifetimeSink;
    private final IntervalSink withUsage = this::addUsage;

    /** Whether the block-I/O delay of what is being reported is known, as far as this host can report it. */
    private boolean complete;

    /**
     * An empty tracker.
     *
     * @param blockIoKnown whether the source gives block-I/O delay at all
     */
    public DelayTracker(DelayAccountingState accountingState, boolean blockIoKnown, BlockIoPlausibility plausibility) {
        this.accountingState = accountingState;
        this.blockIoKnown = blockIoKnown;
        this.plausibility = plausibility;
    }

    @Override
    public IntervalState state(Task task) {
        return task.delays;
    }

    @Override
    public final void emit(Task task, IntervalState state, boolean all, IntervalSink sink) {
        if (task.counters.time() <= state.emittedUntil) { // sampled twice within a microsecond, or ended unseen
            if (all) {
                emitUnresolvedIdleGap(task, state, sink);
            }
            return;
        }
        switch (classify(task, state, all)) {
            case ACTIVE:
                emitActive(task, state, all, sink);
                break;
            case WAIT_CONTINUES:
                emitContinuedWait(task, state, sink);
                break;
            case HOLD:
                return;
            default:
                extendIdleGap(task, state, sink);
                break;
        }
        if (all) {
            emitUnresolvedIdleGap(task, state, sink);
        }
    }

    private Activity classify(Task task, IntervalState state, boolean all) {
        if (moved(task, state, Quantity.ON_CPU)
                || moved(task, state, Quantity.CPU_DELAY)
                || moved(task, state, Quantity.BLOCK_IO_DELAY)) {
            return Activity.ACTIVE;
        }
        if ((task.counters.isOnQueue() && neverSlept(task, state))
                || (task.waiting == Waiting.DISK && isKnown(task, state))
                || (all && waitsOn(task, state))) {
            return Activity.WAIT_CONTINUES;
        }
        return !all && task.waiting == Waiting.NOTHING && state.awaitsCredit() ? Activity.HOLD : Activity.IDLE;
    }

    private void emitActive(Task task, IntervalState state, boolean all, IntervalSink sink) {
        catchUpWaits(task, state);
        reconcile(task, state, moved(task, state, Quantity.ON_CPU));
        if (all) {
            emitHeldBackAsWaiting(state);
        }
        if (!result.holdsIdle) {
            emitIdleGap(task, state, result.idleCpuDelay, result.idleBlockIoDelay, sink);
        }
        emitActivity(task, state, sink);
        if (state == task.delays) {
            task.waits.emitted(result.heldBack > 0, result.holdsIdle);
        }
        advanceActivity(task, state);
        consume(task, result.blockIoDelay + result.idleBlockIoDelay);
    }

    /** When the wait began within the idle gap, if there is one, shows when it ends. */
    private void emitContinuedWait(Task task, IntervalState state, IntervalSink sink) {
        catchUpWaits(task, state);
        reconcile(task, state, false);
        emitActivity(task, state, sink);
        if (state == task.delays) {
            task.waits.emitted(false, true);
        }
        state.emittedUntil = task.counters.time();
        consume(task, result.blockIoDelay);
    }

    private static void catchUpWaits(Task task, IntervalState state) {
        if (state == task.delays) {
            task.waits.catchUp();
        }
    }

    /** Of a task's delay records only one uses up what was observed of its block I/O. */
    private void consume(Task task, long blockIoDelay) {
        if (blockIoKnown) {
            plausibility.consume(task, blockIoDelay);
        }
    }

    private void extendIdleGap(Task task, IntervalState state, IntervalSink sink) {
        // Woken, it has been waiting for a CPU for some part of the time since the last sample: only that is open.
        boolean woken = task.waiting == Waiting.CPU;
        boolean apart = state.idleUntil != state.emittedUntil; // a wait that was reported lies between
        if (woken || apart || state.idleEndsWaiting) {
            emitUnresolvedIdleGap(task, state, sink);
        }
        state.extendIdleUntil(task.counters.time());
        if (state == task.delays) {
            task.waits.extendIdleGap();
        }
        state.idleEndsWaiting = woken;
        // From now on it counts whether it sleeps again.
        state.before[Quantity.VOLUNTARY_SWITCHES.ordinal()] = task.now(Quantity.VOLUNTARY_SWITCHES);
        state.onQueue = task.counters.isOnQueue();
    }

    /** Reports the whole life of a task up to its present counters as one interval, whatever was reported of it before. */
    public final void emitLifetime(Task task, IntervalSink sink) {
        life.beginWithLifetime(task.counters);
        lifetimeSink = sink;
        emit(task, life, true, withUsage);
        lifetimeSink = null;
    }

    private void addUsage(Interval lifetime) {
        for (Quantity quantity : USAGE) {
            lifetime.change[quantity.ordinal()] = lifetime.total(quantity);
        }
        lifetimeSink.accept(lifetime);
    }

    /** Reports the idle gap without what may have been waited in it, of which the kernel has not said anything yet. */
    private void emitUnresolvedIdleGap(Task task, IntervalState state, IntervalSink sink) {
        catchUpWaits(task, state);
        complete = isComplete(task, state);
        emitIdleGap(task, state, state.memory.idleCpuDelay, 0, sink);
        state.memory.idleCpuDelay = 0;
        state.memory.beganBefore |= state.idleGap() > 0 && task.waiting != Waiting.NOTHING;
        state.beginAt(state.emittedUntil);
    }

    /** Where nothing may be left to report: which part of the interval it was is not known, so it is no record of its own. */
    private void emitHeldBackAsWaiting(IntervalState state) {
        state.memory.beganBefore |= result.heldBack > 0;
        result.heldBack = 0;
    }

    private static boolean neverSlept(Task task, IntervalState state) {
        return state.onQueue && !moved(task, state, Quantity.VOLUNTARY_SWITCHES);
    }

    /**
     * Found waiting for a CPU at the sample before, and not run since: so it waited until its counters were read, whatever
     * its state shows, which is read a moment later.
     */
    private static boolean waitsOn(Task task, IntervalState state) {
        return state.memory.shownCpuDelay > 0 && !moved(task, state, Quantity.ON_CPU) && neverSlept(task, state);
    }

    private boolean isKnown(Task task, IntervalState state) {
        return blockIoKnown && accountingState.isKnown(task, state.idleFrom);
    }

    private boolean isComplete(Task task, IntervalState state) {
        return !blockIoKnown || isKnown(task, state);
    }

    private void reconcile(Task task, IntervalState state, boolean ran) {
        ReconciliationInput in = input;
        in.idleGap = state.idleGap();
        // Who waits no more has been credited with all of it, and may have waited until a moment ago.
        in.idleFirst = state.idleEndsWaiting && task.waiting != Waiting.NOTHING;
        in.length = task.counters.time() - state.emittedUntil;
        in.onCpuChange = change(task, state, Quantity.ON_CPU);
        in.cpuDelayChange = change(task, state, Quantity.CPU_DELAY);
        in.ran = ran;
        in.neverSlept = neverSlept(task, state);
        in.onQueue = task.counters.isOnQueue() || waitsOn(task, state);
        in.waiting = task.waiting;
        in.blockIoChange = 0;
        in.blockIoBound = Reconciliation.UNBOUNDED;
        complete = isComplete(task, state);
        long distrusted = 0;
        if (isKnown(task, state)) {
            in.blockIoChange = change(task, state, Quantity.BLOCK_IO_DELAY);
            in.blockIoBound = plausibility.bound(task, state, in);
            if (in.blockIoBound == BlockIoPlausibility.UNKNOWN) {
                distrusted = in.blockIoChange;
                in.blockIoChange = 0;
                complete = false;
            }
        }
        if (!complete && in.waiting == Waiting.DISK) {
            in.waiting = Waiting.NOTHING; // what is unknown stands in the wait time
        }
        reconciliation.reconcile(in, state.memory, result);
        result.discarded += distrusted;
    }

    /** The next interval begins with the present counters, where this one ended. */
    private void advanceActivity(Task task, IntervalState state) {
        ReconciliationResult r = result;
        long from = state.idleFrom;
        long until = state.idleUntil;
        if (r.heldBack < task.counters.time() - state.emittedUntil) {
            advance(task, state);
        } else {
            // Nothing was reported, but where the time went is known; what else changed is reported with the next
            // interval.
            for (Quantity quantity : TIMES) {
                state.before[quantity.ordinal()] = task.now(quantity);
            }
            state.beginAt(task.counters.time());
            state.onQueue = task.counters.isOnQueue();
            state.memory.discardedPending = r.discarded;
        }
        if (r.holdsIdle) {
            state.idleFrom = from;
            state.idleUntil = until;
            state.idleEndsWaiting = true;
        } else {
            state.idleFrom = task.counters.time() - r.heldBack;
            state.idleEndsWaiting = r.heldBack > 0;
        }
        state.before[Quantity.ON_CPU.ordinal()] -= r.onCpuLeft;
        state.before[Quantity.CPU_DELAY.ordinal()] -= r.cpuDelayLeft;
    }

    private static boolean moved(Task task, IntervalState state, Quantity quantity) {
        return task.now(quantity) != state.before[quantity.ordinal()];
    }

    private void emitIdleGap(Task task, IntervalState state, long cpuDelay, long blockIoDelay, IntervalSink sink) {
        if (state.idleGap() != 0) {
            record.idleGap(task, state, cpuDelay, blockIoDelay);
            record.emit(complete && !accountingState.isDegraded(), sink);
        }
    }

    private void emitActivity(Task task, IntervalState state, IntervalSink sink) {
        if (result.heldBack != task.counters.time() - state.emittedUntil) {
            record.activity(task, state, result);
            record.emit(complete && !accountingState.isDegraded(), sink);
        }
    }
}
