package io.github.tidewatch.accounting.exit;

import io.github.tidewatch.counters.AccountingException;
import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.intervals.ExitSource;
import io.github.tidewatch.intervals.Task;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.taskstats.Cpumask;
import io.github.tidewatch.taskstats.ExitedTask;
import io.github.tidewatch.taskstats.TaskStats;
import io.github.tidewatch.taskstats.TaskStatsField;
import io.github.tidewatch.taskstats.TaskstatsClient;
import io.github.tidewatch.taskstats.TaskstatsException;
import java.io.Closeable;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the kernel reports of each task of this process that ends, also of those that run no Java code at their end. It
 * reports it of all tasks on the machine, so it is asked to only while that is wanted.
 */
public final class KernelExitListener implements Closeable {
    private static final int BUFFER = 4 << 20;
    private static final long NANOS_PER_MICRO = 1000;

    /** The first version of {@code struct taskstats} that says which process a task belonged to. */
    private static final int VERSION = 12;

    private final TaskstatsClient client;
    private final int tgid;
    private final String cpus = Cpumask.possible().toString();
    private boolean listening;

    /**
     * Makes sure that the kernel permits to listen.
     *
     * @throws TaskstatsException if it does not, with what would help
     * @throws AccountingException if the kernel does not say enough
     */
    public KernelExitListener(SystemCalls calls) {
        client = TaskstatsClient.open(calls);
        tgid = calls.getpid();
        try {
            if (client.version() < VERSION) {
                throw new AccountingException(
                        "taskstats version " + client.version() + " of this kernel does not say which process a task"
                                + " that ended belonged to; version " + VERSION + " does",
                        null);
            }
            client.setReceiveBufferSize(BUFFER);
            listen(true);
            listen(false);
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    void listen(boolean wanted) {
        if (wanted && !listening) {
            client.registerCpumask(cpus);
        } else if (!wanted && listening) {
            client.deregisterCpumask(cpus);
            Optional<ExitedTask> unwanted = next();
            while (unwanted.isPresent()) {
                unwanted = next();
            }
        }
        listening = wanted;
    }

    /**
     * Adds what has ended since the last call to {@code sink}.
     *
     * @param since the time of that call
     */
    void drainTo(Consumer<Task> sink, long since) {
        if (listening) {
            for (Optional<ExitedTask> exit = next(); exit.isPresent(); exit = next()) {
                TaskStats stats = exit.get().thread();
                if (stats.has(TaskStatsField.AC_TGID) && stats.get(TaskStatsField.AC_TGID) == tgid) {
                    sink.accept(taskOf(stats, since));
                }
            }
        }
    }

    private Optional<ExitedTask> next() {
        try {
            return client.pollRegistered();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Task taskOf(TaskStats stats, long since) {
        Task task = Task.ofExited(stats.id());
        long age = stats.get(TaskStatsField.AC_ETIME) * NANOS_PER_MICRO;
        task.counters().setTime(System.nanoTime());
        task.counters().setAge(age);
        task.counters().setStart(since - age, task.counters().time() - age);
        for (Quantity quantity : Quantity.values()) {
            if (quantity.field() != null && stats.has(quantity.field())) {
                task.counters().set(quantity, stats.get(quantity.field()));
            }
        }
        task.counters().updateSplit(stats.get(TaskStatsField.AC_UTIME), stats.get(TaskStatsField.AC_STIME));
        task.counters().takeSplit();
        stats.identity().comm().ifPresent(task::rename);
        task.setExitSource(ExitSource.KERNEL);
        task.counters().readOk();
        return task;
    }

    /** How many ends were lost, of whichever process. */
    public long lost() {
        return client.exitsLost();
    }

    @Override
    public void close() {
        client.close();
    }
}
