package io.github.tidewatch.agent.cli.report.compare;

import io.github.tidewatch.agent.cli.report.ChosenRecording;
import io.github.tidewatch.agent.cli.report.model.ReadOptions;
import io.github.tidewatch.metrics.CpuDelayCause;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A recording of chosen numbers with chance in them, and what differs between two runs. */
final class ComparedRun {
    static final int SECONDS = 60;
    private static final long SECOND = ChosenRecording.SECOND;

    private final Random random;
    final ChosenRecording recording = new ChosenRecording(SECONDS);
    final SpanSeries spans = new SpanSeries(ReadOptions.everything());
    private double delay = 0.3;
    private double byOthers;
    double blockIo = 0.4;
    double length = 0.1;
    boolean complete = true;
    boolean isCpuDelayOfSpansKnown = true;
    private Set<CpuDelayCause> causes = EnumSet.allOf(CpuDelayCause.class);
    private double recordedPart = 1;

    ComparedRun(long seed) {
        random = new Random(seed);
    }

    ComparedRun delay(double of, double others) {
        delay = of;
        byOthers = others;
        return this;
    }

    /** Only these causes are known, and of a part of the CPU delay alone. */
    ComparedRun causes(double part, Set<CpuDelayCause> known) {
        recordedPart = part;
        causes = known;
        return this;
    }

    private double about(double mean) {
        return Math.max(0, mean * (1 + 0.2 * random.nextGaussian()));
    }

    /** Two threads that compete for CPUs, one that reads, and JVM threads that work now and then. */
    ComparedRecording recorded() {
        for (int second = 0; second < SECONDS; second++) {
            double others = Math.min(0.8, about(byOthers));
            double sum = 0;
            for (int tid = 11; tid <= 12; tid++) {
                double own = Math.min(0.8 - others / 2, about(delay));
                sum += own;
                recording.add("http-" + tid, tid, second, 1, 0.15, own + others / 2, 0);
            }
            cause(second, sum, others);
            if (complete) {
                recording.add("reader", 20, second, 1, 0.05, 0.01, Math.min(0.9, about(blockIo)));
            } else {
                recording.incomplete("reader", 20, second, 1, 0.05, 0.01);
            }
            boolean collects = random.nextInt(5) == 0;
            recording.add(
                    "GC Thread#0", 30, second, 1, collects ? 0.3 : 0, collects ? 0.2 * random.nextDouble() : 0, 0);
            double compiles = Math.exp(-second / 8.0);
            recording.add("compiler", 31, second, 1, 0.6 * compiles, 0.3 * compiles * random.nextDouble(), 0);
            for (int i = 0; i < 10; i++) {
                double nanos = about(length) * SECOND;
                spans.add(
                        "checkout",
                        nanos,
                        nanos * 0.5,
                        0,
                        isCpuDelayOfSpansKnown ? nanos * 0.2 : Double.NaN,
                        Double.NaN,
                        nanos * 0.3);
            }
        }
        spans.threshold().set(0);
        return new ComparedRecording(recording.summary(), spans);
    }

    private void cause(int second, double own, double others) {
        Map<CpuDelayCause, Double> parts = new EnumMap<>(CpuDelayCause.class);
        for (CpuDelayCause cause : causes) {
            double time = cause == CpuDelayCause.OWN_THREADS ? own : cause == CpuDelayCause.NEIGHBOR ? others : 0;
            parts.put(cause, recordedPart * time);
        }
        if (recordedPart > 0) {
            recording.cause("http-*", second, 1, recordedPart * (own + others), parts);
        }
    }
}
