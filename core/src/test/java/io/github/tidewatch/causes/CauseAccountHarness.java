package io.github.tidewatch.causes;

import static io.github.tidewatch.causes.HostFiles.MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.intervals.BlockIoPlausibility;
import io.github.tidewatch.intervals.CauseTracker;
import io.github.tidewatch.intervals.DelayAccountingState;
import io.github.tidewatch.intervals.KernelRelease;
import io.github.tidewatch.intervals.Task;
import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.procfs.DescriptorBudget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A process with threads, below the files of a host: what they did, and the records of their causes. Times in milliseconds. */
abstract class CauseAccountHarness {
    static final Offset<Long> CLOSE = within(30 * MS);

    @TempDir
    Path root;

    private final CauseTracker tracker = new CauseTracker(
            new DelayAccountingState(DelayAccounting.ON, 0), new BlockIoPlausibility(KernelRelease.of("6.1.0")));
    final List<Task> tasks = new ArrayList<>();
    final Map<String, Map<String, Long>> records = new HashMap<>();
    int recordCount;
    private HostFiles files;
    CauseAccount account;

    void begin(HostFiles host) {
        files = host;
        account = new CauseAccount(host.counters(), host.threadCpus());
        tracker.open(1, 0, tasks.toArray(new Task[0]), tasks.size());
        account.begin();
    }

    Task thread(String name) throws Exception {
        int tid = tasks.size() + 1;
        Task task = new Task(root.resolve("proc/self/task/" + tid).toString(), tid, DescriptorBudget.of(0), 1);
        task.rename(name);
        task.counters().setStart(0, 0);
        task.counters().readOk();
        task.counters().readOk();
        tasks.add(task);
        return task;
    }

    private static void add(Task task, Quantity quantity, long value) {
        task.counters().set(quantity, task.counters().get(quantity) + value);
    }

    static void did(Task task, long onCpu, long delay, long switches) {
        add(task, Quantity.ON_CPU, onCpu * MS);
        add(task, Quantity.USER_TIME, onCpu * MS);
        add(task, Quantity.CPU_DELAY, delay * MS);
        add(task, Quantity.CPU_DELAY_COUNT, switches);
        add(task, Quantity.VOLUNTARY_SWITCHES, 1);
    }

    void sampleAfter(long millis) {
        files.now += millis;
        tasks.forEach(task -> task.counters().setTime(files.now * MS));
        account.sampled();
    }

    void emit() {
        records.clear();
        recordCount = 0;
        tracker.emit(tasks.toArray(new Task[0]), tasks.size(), false, false, account);
        account.emit(this::take);
    }

    private void take(DelayCauses causes) {
        recordCount++;
        long sum = causes.quotaDelay()
                + causes.ownThreadsDelay()
                + causes.neighborDelay()
                + causes.stealDelay()
                + causes.placementDelay()
                + causes.unexplainedDelay();
        assertThat(sum).isEqualTo(causes.cpuDelay());
        records.put(
                causes.threadGroup(),
                Map.of(
                        "threads", (long) causes.threads(),
                        "delay", causes.cpuDelay(),
                        "quota", causes.quotaDelay(),
                        "own", causes.ownThreadsDelay(),
                        "unexplained", causes.unexplainedDelay()));
    }

    long of(String group, String part) {
        return records.get(group).get(part);
    }

    @AfterEach
    void close() {
        account.close();
    }
}
