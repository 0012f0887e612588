package io.github.tidewatch.accounting.exit;

import io.github.tidewatch.counters.IoCounts;
import io.github.tidewatch.intervals.DelayAccountingState;
import io.github.tidewatch.intervals.DelayTracker;
import io.github.tidewatch.intervals.IntervalSink;
import io.github.tidewatch.intervals.Task;
import java.io.Closeable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Accounts for threads that end, from their first instruction on, however short they lived: each thread calls
 * {@link #account} itself, as the last thing that it does.
 *
 * <p>Reported are the delays, faults, context switches and whole blocks of I/O over the thread's life. The calls and bytes of
 * {@code /proc/thread-self/io} are not among it: to read that file costs a thread that nobody has sampled before more
 * than all else together.
 *
 * <p>Safe for use by any threads at once; none ever waits for another.
 */
public final class ThreadExitAccounting implements Closeable {
    private static final int MOST_IDLE = 8;

    private final Supplier<Account> accounts;
    private final DelayAccountingState accountingState;
    private final ExitQueue exitQueue;
    private final AtomicReferenceArray<Account> idle = new AtomicReferenceArray<>(MOST_IDLE);
    private final AtomicLong failed = new AtomicLong();
    private volatile boolean closed;

    /** Ends that are also handed to the sampler by {@code exitQueue}. */
    public ThreadExitAccounting(Supplier<Account> accounts, DelayAccountingState accountingState, ExitQueue exitQueue) {
        this.accounts = accounts;
        this.accountingState = accountingState;
        this.exitQueue = exitQueue;
    }

    /** What one thread at a time needs to report of its life. */
    public static final class Account {
        final LifetimeReader reader;
        final DelayTracker tracker;
        final IoCounts io;

        /** With {@code io} null where I/O is not counted per thread. */
        public Account(LifetimeReader reader, DelayTracker tracker, IoCounts io) {
            this.reader = reader;
            this.tracker = tracker;
            this.io = io;
        }
    }

    /** Whether {@link #account} is wanted though nobody wants the thread's life: its last counters are. */
    public boolean isWanted() {
        return exitQueue.isWanted();
    }

    /** Whether so many have ended since the last sample that they are to be reported before the next: {@code Sampler.emitExits}. */
    public boolean isCrowded() {
        return exitQueue.isCrowded();
    }

    /**
     * Accounts for the calling thread, which does no more after it.
     *
     * @param sink takes the thread's life as one interval; null if nobody wants it. The change of each of its counts is
     *     the task's own count ({@link Task#now}).
     */
    public void account(IntervalSink sink) {
        account(sink, true);
    }

    /**
     * Does most of what {@link #account} does, in a thread that goes on: loads what the first that ends would have to load.
     *
     * @param sink takes the calling thread's life so far; not to be reported
     */
    public void warmUp(IntervalSink sink) {
        account(sink, false);
    }

    /** Counts ends that could not be accounted for elsewhere. */
    public void addFailed(long exits) {
        failed.addAndGet(exits);
    }

    private void account(IntervalSink sink, boolean exits) {
        Account account;
        try {
            account = take();
        } catch (RuntimeException e) { // out of descriptors, most likely
            failed.incrementAndGet();
            return;
        }
        boolean works = false;
        try {
            Task task = account.reader.read();
            if (!task.counters().everRead()) {
                failed.incrementAndGet();
                return;
            }
            works = true;
            accountingState.update(task);
            if (sink != null) {
                account.tracker.emitLifetime(task, sink);
            }
            if (exits && (sink != null || exitQueue.isWanted())) {
                readIo(account, task);
                // Wanted or not: where the first sample finds its task still there, its end is not to be reported
                // again.
                exitQueue.add(task);
            }
        } finally {
            if (works) {
                giveBack(account);
            } else {
                account.reader.close(); // the next reads from the source that is in use by then
            }
        }
    }

    private void readIo(Account account, Task task) {
        if (account.io != null && exitQueue.isWanted() && exitQueue.wantsIo(task)) {
            task.counters().io().setRead(account.io.read(task.counters()));
            task.counters().files().close();
        }
    }

    private Account take() {
        for (int i = 0; i < MOST_IDLE; i++) {
            Account account = idle.get(i) == null ? null : idle.getAndSet(i, null);
            if (account != null) {
                return account;
            }
        }
        return accounts.get();
    }

    private void giveBack(Account account) {
        for (int i = 0; i < MOST_IDLE && !closed; i++) {
            if (idle.compareAndSet(i, null, account)) {
                return;
            }
        }
        account.reader.close();
    }

    /** How many ends could not be accounted for by the thread itself. */
    public long failed() {
        return failed.get();
    }

    @Override
    public void close() {
        closed = true;
        for (int i = 0; i < MOST_IDLE; i++) {
            Account account = idle.getAndSet(i, null);
            if (account != null) {
                account.reader.close();
            }
        }
    }
}
