package io.github.tidewatch.findings;

import io.github.tidewatch.metrics.ThreadKind;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What rules evaluate: the totals of all threads over a recording or a part of it. Immutable. */
public final class RuleInput {
    private final long span;
    private final List<ThreadTotals> threads;
    private final StatusFacts status;
    private final OverheadFacts overhead;
    private final DelayCauseTotals causes;
    private final OptionalDouble cpuQuota;
    private final DiskTotals disks;
    private final List<GroupWaits> waits;
    private final StopTotals stops;

    private RuleInput(Builder builder) {
        this.span = builder.span;
        // By tid, so that the order of records has no influence on which of equal threads is named first.
        this.threads = builder.threads.stream()
                .sorted(Comparator.comparingLong(ThreadTotals::osThreadId))
                .collect(Collectors.toUnmodifiableList());
        this.status = builder.status;
        this.overhead = builder.overhead;
        this.causes = builder.causes;
        this.cpuQuota = builder.cpuQuota;
        this.disks = builder.disks;
        this.waits = builder.waits;
        this.stops = builder.stops;
    }

    /**
     * The input for a span of time.
     *
     * @param nanos its length, as far as it was recorded: without the gaps between recordings
     */
    public static Builder ofSpan(long nanos) {
        return new Builder(nanos);
    }

    /** Length of the evaluated time, in nanoseconds. */
    public long span() {
        return span;
    }

    /** All threads, by their kernel ids. */
    public List<ThreadTotals> threads() {
        return threads;
    }

    /** What the latest {@code tidewatch.Status} says; empty if there is none. */
    public Optional<StatusFacts> status() {
        return Optional.ofNullable(status);
    }

    /** What all {@code tidewatch.Overhead} say together; empty if there is none. */
    public Optional<OverheadFacts> overhead() {
        return Optional.ofNullable(overhead);
    }

    /** What all {@code tidewatch.DelayCause} say together; empty where there is none. */
    public DelayCauseTotals causes() {
        return causes;
    }

    /** The CPU quota in force, in CPUs; empty where there is none or it is unknown. */
    public OptionalDouble cpuQuota() {
        return cpuQuota;
    }

    /** What all {@code tidewatch.DiskUse} say together; empty where there is none. */
    DiskTotals disks() {
        return disks;
    }

    /** What groups of threads waited for; empty where nothing is known of that. */
    List<GroupWaits> waits() {
        return waits;
    }

    /** For how long the JVM stopped all Java threads; empty if it is not recorded. */
    Optional<StopTotals> stops() {
        return Optional.ofNullable(stops);
    }

    /** All but Tidewatch's own, which no rule reports. */
    List<ThreadTotals> othersThreads() {
        return threads(EnumSet.complementOf(EnumSet.of(ThreadKind.TIDEWATCH))).collect(Collectors.toList());
    }

    Stream<ThreadTotals> threads(Collection<ThreadKind> kinds) {
        return threads.stream().filter(thread -> kinds.contains(thread.kind()));
    }

    /** CPUs that the known threads used on average. */
    double cpusUsed() {
        long onCpu =
                threads.stream().mapToLong(thread -> thread.onCpu().orElse(0)).sum();
        return span > 0 ? (double) onCpu / span : 0;
    }

    /** Collects the input. For one thread at a time. */
    public static final class Builder {
        private final long span;
        private List<ThreadTotals> threads = List.of();
        private StatusFacts status;
        private OverheadFacts overhead;
        private DelayCauseTotals causes = new DelayCauseTotals();
        private OptionalDouble cpuQuota = OptionalDouble.empty();
        private DiskTotals disks = new DiskTotals();
        private List<GroupWaits> waits = List.of();
        private StopTotals stops;

        private Builder(long span) {
            if (span < 0) {
                throw new IllegalArgumentException("a span of " + span + " ns: it must not be negative");
            }
            this.span = span;
        }

        /** The threads, each with its sums over the span; none if this is not called. */
        public Builder threads(Collection<ThreadTotals> all) {
            this.threads = List.copyOf(all);
            return this;
        }

        /** What {@code tidewatch.Status} says; null or not called if there is none. */
        public Builder status(StatusFacts facts) {
            this.status = facts;
            return this;
        }

        /** What {@code tidewatch.Overhead} says; null or not called if there is none. */
        public Builder overhead(OverheadFacts facts) {
            this.overhead = facts;
            return this;
        }

        /** Why threads waited for a CPU. */
        public Builder causes(DelayCauseTotals totals) {
            this.causes = totals;
            return this;
        }

        /** The CPU quota in force, as a number of CPUs; empty if there is none or it is unknown. */
        public Builder cpuQuota(OptionalDouble cpus) {
            this.cpuQuota = cpus;
            return this;
        }

        /** What the disks did. */
        public Builder disks(DiskTotals totals) {
            this.disks = totals;
            return this;
        }

        /** What groups of threads waited for. */
        public Builder waits(Collection<GroupWaits> groups) {
            this.waits = List.copyOf(groups);
            return this;
        }

        /** For how long the JVM stopped all Java threads; null or not called if that is not recorded. */
        public Builder stops(StopTotals totals) {
            this.stops = totals;
            return this;
        }

        /** The input with all that was given. */
        public RuleInput build() {
            return new RuleInput(this);
        }
    }
}
