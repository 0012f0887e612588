package io.github.tidewatch.accounting;

import io.github.tidewatch.counters.CounterSource;
import io.github.tidewatch.counters.TaskCounters;
import io.github.tidewatch.intervals.BlockIoPlausibility;
import io.github.tidewatch.intervals.Task;
import java.util.Arrays;
import java.util.function.Predicate;

/** Reads the few tasks again, between samples, of which the kernel's block-I/O delay is doubtful. */
final class SuspectTasks {
    private final Task[] tasks = new Task[BlockIoPlausibility.MOST_WATCHED];
    private final TaskCounters[] counters = new TaskCounters[BlockIoPlausibility.MOST_WATCHED];
    private final CounterSource source;
    private final BlockIoPlausibility plausibility;
    private final Predicate<Task> waitsForDisk;

    SuspectTasks(CounterSource source, BlockIoPlausibility plausibility, Predicate<Task> waitsForDisk) {
        this.source = source;
        this.plausibility = plausibility;
        this.waitsForDisk = waitsForDisk;
    }

    /** Reads those among {@code count} tasks. */
    void recheck(Task[] all, int count) {
        int size = 0;
        for (int i = 0; i < count && size < tasks.length; i++) {
            if (all[i].observer().isWatching() && !all[i].counters().isGone()) {
                tasks[size] = all[i];
                counters[size++] = all[i].counters();
            }
        }
        source.read(counters, size);
        for (int i = 0; i < size; i++) {
            if (counters[i].lastReadOk()) {
                source.readRest(counters[i]);
                tasks[i].forgetState();
            }
        }
        plausibility.observe(tasks, size, waitsForDisk);
        Arrays.fill(tasks, 0, size, null);
        Arrays.fill(counters, 0, size, null);
    }
}
