package io.github.tidewatch.agent.cli.report.model;

/**
 * What all threads lost in the first seconds of a recording, in buckets that stay fine however long the recording is: so that
 * the JVM's start can be kept apart from what follows. Times are nanoseconds since 1970. For one thread at a time.
 */
final class EarlySeries {
    private final Coverage coverage;
    private final TimeGrid grid = new TimeGrid();
    private final Series series = new Series(grid);

    EarlySeries(Coverage coverage) {
        this.coverage = coverage;
    }

    void add(ThreadRecord record) {
        long begin = coverage.begin();
        if (record.begin < begin + EvaluatedTime.START && record.totals.lost() > 0) {
            ThreadRecord part = record.copy();
            if (part.clip(begin, begin + EvaluatedTime.START)) {
                series.add(part.totals, part.begin, part.end);
            }
        }
    }

    /** What was lost until then, in nanoseconds. */
    double lost(long until) {
        double sum = 0;
        for (long bucket = grid.first(); bucket < grid.first() + grid.count() && grid.begin(bucket) < until; bucket++) {
            sum += series.lost(bucket);
        }
        return sum;
    }
}
