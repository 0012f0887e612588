package io.github.tidewatch.counters;

import io.github.tidewatch.linux.Errno;
import io.github.tidewatch.taskstats.Outcome;
import io.github.tidewatch.taskstats.StatsReceiver;
import io.github.tidewatch.taskstats.TaskStatsField;
import io.github.tidewatch.taskstats.TaskStatsView;
import io.github.tidewatch.taskstats.TaskstatsClient;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * {@link CounterSource} by taskstats: one query gives everything but the exact I/O counts.
 *
 * <p>Each reply dates itself by {@code ac_etime}, the task's age in microseconds, so that a pass
 * that is held up gives longer intervals and not wrong ones; and a reply whose task is of another age than the one
 * that had this tid is another task's.
 */
final class TaskstatsSource implements CounterSource, StatsReceiver {
    /** As many as travel in one datagram; the readings of the clock before and after are that close. */
    private static final int BATCH = 64;

    /** A batch of answers takes a fraction of this, unless this thread is kept from a CPU. */
    private static final long SHARP = 5_000_000;

    private static final int MOST_REPEATS = 8;

    private static final long NANOS_PER_MICRO = 1000;

    private final CpuClocks clocks;
    private final TaskstatsClient client;
    private final Set<Quantity> quantities;
    private final Quantity[] filled;
    private final int[] tids = new int[BATCH];
    private final boolean[] isNew = new boolean[BATCH];
    private int repeats;
    private TaskCounters[] tasks;
    private int from;
    private long sent;
    private long failed;
    private boolean answered;
    private Outcome outcome = Outcome.LOST;

    /**
     * A source on {@code client}, which it closes.
     *
     * @param sample a reply about any task: what it carries, all replies carry
     * @param delayAccounting whether the kernel keeps the delays that need it
     */
    TaskstatsSource(CpuClocks clocks, TaskstatsClient client, TaskStatsView sample, boolean delayAccounting) {
        this.clocks = clocks;
        this.client = client;
        this.quantities = quantitiesOf(sample, delayAccounting);
        this.filled = quantities.stream().filter(q -> q.field() != null).toArray(Quantity[]::new);
    }

    private static Set<Quantity> quantitiesOf(TaskStatsView sample, boolean delayAccounting) {
        Set<Quantity> quantities = EnumSet.of(Quantity.USER_TIME, Quantity.SYSTEM_TIME);
        for (Quantity quantity : Quantity.values()) {
            boolean counted = delayAccounting || !Quantity.BY_DELAY_ACCOUNTING.contains(quantity);
            if (quantity.field() != null && counted && sample.has(quantity.field())) {
                quantities.add(quantity);
            }
        }
        if (sample.get(TaskStatsField.CPU_COUNT) == 0) {
            // The task that is asked about ran to ask: the kernel is without CONFIG_SCHED_INFO.
            quantities.remove(Quantity.CPU_DELAY);
            quantities.remove(Quantity.CPU_DELAY_COUNT);
        }
        return Set.copyOf(quantities);
    }

    @Override
    public String name() {
        return "taskstats";
    }

    @Override
    public Set<Quantity> quantities() {
        return quantities;
    }

    @Override
    public void read(TaskCounters[] tasksToRead, int count) {
        tasks = tasksToRead;
        repeats = 0;
        for (from = 0; from < count; from += BATCH) {
            int size = Math.min(BATCH, count - from);
            for (int i = 0; i < size; i++) {
                TaskCounters task = tasks[from + i];
                task.readFailed();
                tids[i] = task.tid();
                if (task.isActive() || task.isOnQueue()) {
                    clocks.bringUpToDate(task);
                }
            }
            ask(size);
            if (!answered) {
                // A kernel that is silent costs the time of waiting for it: that once in a pass.
                markUnread(from + size, count);
                break;
            }
        }
        tasks = null;
    }

    /**
     * When a task began is known as sharply as it is known when the kernel was asked, the first time. So whoever was kept
     * from a CPU meanwhile asks again.
     */
    private void ask(int size) {
        boolean anyNew = false;
        for (int i = 0; i < size; i++) {
            isNew[i] = !tasks[from + i].everRead();
            anyNew |= isNew[i];
        }
        boolean blurred;
        do {
            sent = System.nanoTime();
            answered = false;
            client.pidStats(tids, 0, size, this);
            blurred = anyNew && answered && System.nanoTime() - sent > SHARP && repeats++ < MOST_REPEATS;
            for (int i = 0; i < size && blurred; i++) {
                if (isNew[i]) {
                    tasks[from + i].forgetRead();
                    tasks[from + i].readFailed();
                }
            }
        } while (blurred);
    }

    private void markUnread(int begin, int count) {
        for (int i = begin; i < count; i++) {
            tasks[i].readFailed();
        }
    }

    @Override
    public void stats(int index, TaskStatsView view) {
        answered = true;
        TaskCounters task = tasks[from + index];
        long received = System.nanoTime();
        long age = view.get(TaskStatsField.AC_ETIME) * NANOS_PER_MICRO;
        long earliest = sent - age - NANOS_PER_MICRO;
        long latest = received - age;
        if (task.everRead() && (earliest > task.latestStart() || latest < task.earliestStart())) {
            task.gone(); // another task has its tid
            return;
        }
        if (task.everRead()) {
            task.setStart(task.earliestStart(), Math.min(task.latestStart(), latest));
        } else {
            task.setStart(earliest, latest);
        }
        for (Quantity quantity : filled) {
            task.set(quantity, view.get(quantity.field()));
        }
        task.io().setStorage(view.get(TaskStatsField.READ_BYTES) + view.get(TaskStatsField.WRITE_BYTES));
        task.updateSplit(view.get(TaskStatsField.AC_UTIME), view.get(TaskStatsField.AC_STIME));
        // By the first estimate of its start, whatever is learnt later: intervals are differences of ages.
        task.setTime(task.earliestStart() + age);
        task.readOk();
    }

    @Override
    public void missing(int index, Outcome why) {
        switch (why) {
            case GONE:
                answered = true;
                tasks[from + index].gone();
                break;
            case LOST:
                outcome = why;
                break; // counted by the client
            default:
                outcome = why;
                failed++;
                break;
        }
    }

    @Override
    public void readRest(TaskCounters task) {}

    @Override
    public void readDelays(TaskCounters self) {}

    @Override
    public long queriesFailed() {
        return failed;
    }

    @Override
    public String failure() {
        switch (outcome) {
            case NOT_PERMITTED:
                return "EPERM";
            case LOST:
                return "the kernel does not answer";
            default:
                return Errno.symbol(client.lastError());
        }
    }

    @Override
    public long repliesLost() {
        return client.repliesLost();
    }

    @Override
    public void close() {
        Arrays.fill(tids, 0);
        client.close();
    }
}
