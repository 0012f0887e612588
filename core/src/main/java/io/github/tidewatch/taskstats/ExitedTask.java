package io.github.tidewatch.taskstats;

import java.util.List;
import java.util.Optional;

/** What the kernel says when a task has exited. An immutable value. */
public final class ExitedTask {
    private final TaskStats thread;
    private final TaskStats group;
    private final long lostBefore;

    ExitedTask(TaskStats thread, TaskStats group, long lostBefore) {
        this.thread = thread;
        this.group = group;
        this.lostBefore = lostBefore;
    }

    /** The accounting of the task over its life. */
    public TaskStats thread() {
        return thread;
    }

    /**
     * That of its thread group, if it was the last of several tasks; a process that only ever had one thread has none.
     */
    public Optional<TaskStats> group() {
        return Optional.ofNullable(group);
    }

    /** {@link #thread()}, and {@link #group()} if there is one. */
    public List<TaskStats> records() {
        return group == null ? List.of(thread) : List.of(thread, group);
    }

    /** How many tasks are known to have ended unseen since the one before this was returned. */
    public long lostBefore() {
        return lostBefore;
    }

    @Override
    public String toString() {
        String lost = lostBefore == 0 ? "" : ", after " + lostBefore + " that were lost";
        return "ExitedTask " + records() + lost;
    }
}
