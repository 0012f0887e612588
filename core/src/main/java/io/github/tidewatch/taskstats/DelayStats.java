package io.github.tidewatch.taskstats;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** One kind of delay over a task's whole life so far. An immutable value; a delay is counted when it ends. */
public final class DelayStats {
    private final TaskStatsView stats;
    private final DelayKind kind;

    DelayStats(TaskStatsView stats, DelayKind kind) {
        this.stats = stats;
        this.kind = kind;
    }

    /** What the task was delayed by. */
    public DelayKind kind() {
        return kind;
    }

    /** {@code *_count}: how many delays; of the CPU, how many times the task got one, with or without delay. */
    public long count() {
        return stats.get(kind.count);
    }

    /** {@code *_delay_total}, in nanoseconds. */
    public long totalNanos() {
        return stats.get(kind.total);
    }

    /** {@code *_delay_total}. */
    public Duration total() {
        return Duration.ofNanos(totalNanos());
    }

    /** The total by the count, in nanoseconds rounded down; absent if nothing was counted. */
    public OptionalLong averageNanos() {
        return count() == 0 ? OptionalLong.empty() : OptionalLong.of(totalNanos() / count());
    }

    /** The total by the count; absent if nothing was counted. */
    public Optional<Duration> average() {
        return duration(averageNanos());
    }

    /** {@code *_delay_max} (since version 15), in nanoseconds; absent if there was no delay, and of a group. */
    public OptionalLong maxNanos() {
        return unlessZero(kind.max);
    }

    /** {@code *_delay_max} (since version 15); absent if there was no delay, and of a group. */
    public Optional<Duration> max() {
        return duration(maxNanos());
    }

    /** {@code *_delay_min} (since version 15), in nanoseconds; absent if there was no delay, and of a group. */
    public OptionalLong minNanos() {
        return unlessZero(kind.min);
    }

    /** {@code *_delay_min} (since version 15); absent if there was no delay, and of a group. */
    public Optional<Duration> min() {
        return duration(minNanos());
    }

    /** {@code *_delay_max_ts} (since version 17): when the longest delay ended; absent as {@link #max()} is. */
    public Optional<Instant> maxTime() {
        OptionalLong nanos = unlessZero(kind.maxTime);
        return nanos.isPresent() ? Optional.of(Instant.ofEpochSecond(0, nanos.getAsLong())) : Optional.empty();
    }

    private OptionalLong unlessZero(TaskStatsField field) {
        OptionalLong value = stats.find(field);
        return value.isPresent() && value.getAsLong() == 0 ? OptionalLong.empty() : value;
    }

    private static Optional<Duration> duration(OptionalLong nanos) {
        return nanos.isPresent() ? Optional.of(Duration.ofNanos(nanos.getAsLong())) : Optional.empty();
    }

    static String text(long nanos) {
        return String.format(Locale.ROOT, "%.6f ms", nanos / 1e6);
    }

    /** Such as {@code "block I/O 12.345678 ms in 9"}. */
    @Override
    public String toString() {
        return kind.label + " " + text(totalNanos()) + " in " + count();
    }
}
