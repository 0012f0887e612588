package io.github.tidewatch.agent.cli.report.render;

import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.agent.cli.report.model.ThreadSummary;
import io.github.tidewatch.findings.StopTotals;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.ThreadKind;
import io.github.tidewatch.metrics.Totals;
import io.github.tidewatch.text.Durations;
import io.github.tidewatch.timeline.StoppedTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** How long the JVM stopped all Java threads, in a sentence; or where the recording does not say, what bounds it. */
final class StopFacts {
    /** From this part of the time on, it is worth a clause of the headline. */
    private static final double CONSIDERABLE = 0.05;

    private static final String WITHOUT_PAUSES = "how long the JVM stopped all Java threads is not recorded"
            + " (jdk.GCPhasePause and jdk.ExecuteVMOperation say it)";

    private StopFacts() {}

    static List<String> of(Summary summary) {
        StoppedTime stops = summary.stops();
        if (stops.isEmpty()) {
            return stops.isRecorded() || !summary.groups().split().isKnown()
                    ? List.of()
                    : List.of(WITHOUT_PAUSES + bound(summary));
        }
        long stopped = stops.between(summary.begin(), summary.end());
        return stopped == 0 ? List.of() : List.of(sentence(stops, stopped, summary.length()));
    }

    /** Such as "the JVM stopped all Java threads for 9.60 s, 80.0 % of the time (294 pauses of garbage collections)". */
    private static String sentence(StoppedTime stops, long stopped, long length) {
        return "the JVM stopped all Java threads for " + (stops.isAtLeast() ? "at least " : "")
                + Durations.text(stopped)
                + ", " + Format.percent(OptionalDouble.of(100.0 * stopped / Math.max(1, length))) + " of the time"
                + (stops.pauses() == 0
                        ? ""
                        : " (" + stops.pauses()
                                + (stops.pauses() == 1
                                        ? " pause of a garbage collection"
                                        : " pauses of garbage collections")
                                + " in the whole recording)");
    }

    /** Of the time that is evaluated, where that is much. */
    static Optional<Loss> loss(Summary summary) {
        long begin = summary.evaluated().map(part -> part.begin()).orElse(summary.begin());
        long end = summary.evaluated().map(part -> part.end()).orElse(summary.end());
        StopTotals stops = summary.stops().totals(begin, end);
        long stopped = stops.nanos();
        long length = Math.max(1, summary.evaluatedLength());
        if (stopped < CONSIDERABLE * length) {
            return Optional.empty();
        }
        String clause = "The JVM stopped all Java threads for " + (stops.isAtLeast() ? "at least " : "")
                + Durations.text(stopped) + ", "
                + Format.percent(OptionalDouble.of(100.0 * stopped / length)) + " of the time"
                + (stops.isMostlyPauses() ? ", mostly for garbage collections" : "");
        long ofThreads = summary.evaluatedWaits().stream()
                .mapToLong(group -> group.split().stopped().orElse(0))
                .sum();
        // One thread at least lost all of it, even where it is not known of each for how long it was stopped.
        return Optional.of(new Loss(clause, () -> "", Math.max(stopped, ofThreads)));
    }

    /** While all threads are stopped, the VM's thread or one of the collector's runs, or waits for a CPU or a disk. */
    private static String bound(Summary summary) {
        long active = 0;
        boolean any = false;
        for (ThreadSummary thread : summary.threads()) {
            if (isOfVmOrCollector(thread)) {
                Totals totals = thread.totals();
                active += totals.wall() - totals.known(Metric.WAIT_TIME);
                any |= totals.isKnown(Metric.WAIT_TIME);
            }
        }
        return any
                ? "; the threads that do it were active for " + Durations.text(active)
                        + " in sum, and it was about so much at most"
                : "";
    }

    private static boolean isOfVmOrCollector(ThreadSummary thread) {
        return thread.kind() == ThreadKind.GARBAGE_COLLECTOR || thread.name().equals("VM Thread");
    }
}
