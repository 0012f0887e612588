package io.github.tidewatch.taskstats;

/**
 * Takes the answers to {@link TaskstatsClient#pidStats(int[], int, int, StatsReceiver)}, in the order in which they
 * arrive, on the asking thread. Must not call the client. What it throws ends the query.
 */
public interface StatsReceiver {
    /**
     * The statistics of one task.
     *
     * @param index where in the array of tids the task stands
     * @param view the statistics; valid during this call only
     */
    void stats(int index, TaskStatsView view);

    /**
     * There are no statistics of a task.
     *
     * @param index where in the array of tids the task stands
     * @param outcome why
     */
    void missing(int index, Outcome outcome);
}
