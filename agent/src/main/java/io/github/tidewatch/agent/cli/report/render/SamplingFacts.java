package io.github.tidewatch.agent.cli.report.render;

import io.github.tidewatch.agent.cli.report.model.ProcessSums;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.ThreadKind;
import io.github.tidewatch.text.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Sentences about what sampling cost and lost. */
final class SamplingFacts {
    /** What the sampler waited for a CPU is said from this part of the recorded time on, and from so many nanoseconds on. */
    private static final int SHARE = 10;

    private static final long LEAST_WAIT = 100_000_000;

    private static final int BYTES_PER_FILE = 4096;

    private SamplingFacts() {}

    static List<String> of(Summary summary) {
        ProcessSums overhead = summary.overhead();
        OptionalLong discarded = summary.totals().get(Metric.DISCARDED_DELAY);
        List<String> facts = new ArrayList<>();
        long waited = overhead.get("cpuDelay").orElse(0);
        // Status says the same of the JVM's whole life, in more words.
        boolean said = summary.status().notSampled().stream().anyMatch(line -> line.contains("sampling waited"));
        if (!said && waited >= LEAST_WAIT && waited >= summary.length() / SHARE) {
            facts.add("the sampler itself waited " + Durations.text(waited)
                    + " for a CPU: samples were late, and intervals are longer for it, not wrong");
        }
        long lost = overhead.get("repliesLost").orElse(0)
                + overhead.get("queriesFailed").orElse(0);
        if (lost > 0) {
            facts.add("samples lost: " + lost + " of "
                    + overhead.get("threadsSampled").orElse(0));
        }
        long stretch = overhead.get("stretch").orElse(1);
        if (stretch > 1) {
            facts.add("intervals are longer than the period, up to " + stretch
                    + " times, where sampling took more than the"
                    + " agent's option budget allows; their sums are exact all the same");
        }
        if (discarded.orElse(0) > 0) {
            facts.add("discarded as implausible: " + Durations.text(discarded.getAsLong())
                    + " of delay that the kernel counted beyond the time that had passed; no number here contains it");
        }
        overhead.get("cpuTime").ifPresent(time -> facts.add(cost(summary, time, overhead.get("keptFiles"))));
        return facts;
    }

    /** Sampling, and what the agent's threads used beside it: mostly its start. */
    private static String cost(Summary summary, long sampling, OptionalLong keptFiles) {
        long all = summary.threads().stream()
                .filter(thread -> thread.kind() == ThreadKind.TIDEWATCH)
                .mapToLong(thread -> thread.totals().onCpu())
                .sum();
        String cost = "cost of recording this: sampling took " + Durations.text(sampling) + " of CPU time";
        if (summary.options().threads == null && all > sampling) {
            boolean withStart = summary.options().from <= summary.recordedFrom();
            cost += ", Tidewatch's threads " + Durations.text(all) + " in all"
                    + (withStart ? " with the agent's start" : "");
        }
        return keptFiles.isEmpty()
                ? cost
                : cost
                        + String.format(
                                Locale.ROOT,
                                ", %d open files of /proc (%.1f MB of kernel memory)",
                                keptFiles.getAsLong(),
                                keptFiles.getAsLong() * BYTES_PER_FILE / 1e6);
    }
}
