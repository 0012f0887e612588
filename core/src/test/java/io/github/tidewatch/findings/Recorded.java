package io.github.tidewatch.findings;

import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.ThreadKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds the rule input of a recording of ten seconds, thread by thread. */
final class Recorded {
    static final long SECOND = 1_000_000_000L;
    static final long SPAN = 10 * SECOND;

    private final List<ThreadTotals> threads = new ArrayList<>();
    private StatusFacts status = StatusFacts.of("taskstats", true, true, "", "");
    private OverheadFacts overhead;

    /** A thread that is there for all ten seconds; parts in percent, the rest is voluntary wait. */
    Recorded thread(String name, ThreadKind kind, double onCpu, double cpuDelay, double blockIo) {
        threads.add(totals(name, kind, onCpu, cpuDelay, blockIo).build());
        return this;
    }

    Recorded with(ThreadTotals.Builder totals) {
        threads.add(totals.build());
        return this;
    }

    Recorded status(StatusFacts facts) {
        status = facts;
        return this;
    }

    Recorded overhead(OverheadFacts facts) {
        overhead = facts;
        return this;
    }

    ThreadTotals.Builder totals(String name, ThreadKind kind, double onCpu, double cpuDelay, double blockIo) {
        return ThreadTotals.of(name, 100 + threads.size(), kind)
                .interval(SPAN, true)
                .add(Metric.USER_TIME, percent(onCpu))
                .add(Metric.SYSTEM_TIME, 0)
                .add(Metric.CPU_DELAY, percent(cpuDelay))
                .add(Metric.BLOCK_IO_DELAY, percent(blockIo))
                .add(Metric.WAIT_TIME, SPAN - percent(onCpu) - percent(cpuDelay) - percent(blockIo))
                .add(Metric.SWAP_IN_DELAY, 0)
                .add(Metric.RECLAIM_DELAY, 0)
                .add(Metric.THRASHING_DELAY, 0)
                .add(Metric.COMPACTION_DELAY, 0)
                .add(Metric.MAJOR_FAULTS, 0)
                .add(Metric.INVOLUNTARY_SWITCHES, 0);
    }

    RuleInput input() {
        return RuleInput.ofSpan(SPAN)
                .threads(threads)
                .status(status)
                .overhead(overhead)
                .build();
    }

    Finding evaluate(Check check) {
        return Findings.of(check, input(), Thresholds.DEFAULTS);
    }

    static long percent(double ofTheSpan) {
        return Math.round(SPAN * ofTheSpan / 100);
    }

    static List<String> names(Finding finding) {
        return Arrays.asList(
                finding.threads().stream().map(thread -> thread.thread().name()).toArray(String[]::new));
    }
}
