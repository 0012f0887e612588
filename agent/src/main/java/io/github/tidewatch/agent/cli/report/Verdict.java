package io.github.tidewatch.agent.cli.report;

import io.github.tidewatch.agent.cli.console.Text;
import io.github.tidewatch.findings.AffectedThread;
import io.github.tidewatch.findings.Check;
import io.github.tidewatch.findings.Finding;
import io.github.tidewatch.findings.ThreadGroups;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Who lost time and to what, in one sentence: the worst of what the findings name. */
final class Verdict {
    /** A sentence of more would not be read. */
    private static final int MOST_LOSSES = 3;

    private static final int NAME_WIDTH = 60;
    private static final Map<Check, String> LOSSES = new EnumMap<>(Check.class);

    static {
        LOSSES.put(Check.APPLICATION_CPU_DELAY, Part.CPU_DELAY.doing());
        LOSSES.put(Check.JVM_CPU_DELAY, Part.CPU_DELAY.doing());
        LOSSES.put(Check.BLOCK_IO_DELAY, Part.BLOCK_IO.doing());
        LOSSES.put(Check.THRASHING, "waiting for memory that had been swapped out or evicted");
        LOSSES.put(Check.RECLAIM, "freeing or compacting memory");
    }

    private Verdict() {}

    static String of(Summary summary) {
        List<String> losses = new ArrayList<>();
        for (Finding finding : Judged.worthKnowing(summary.findings())) {
            String doing = LOSSES.get(finding.check());
            if (doing != null && losses.size() < MOST_LOSSES) {
                losses.add(finding.threads().isEmpty() ? withoutStop(finding.summary()) : loss(finding, doing));
            }
        }
        String unknown = unknown(summary.time());
        if (losses.isEmpty()) {
            return "No thread lost much of its time (" + String.join(", ", known(summary.time())) + ")" + unknown + ".";
        }
        return String.join("; ", losses) + unknown + ".";
    }

    private static List<String> known(TimeSplit time) {
        List<String> parts = new ArrayList<>();
        for (Part part : Part.values()) {
            if (part.isLoss() && time.isKnown(part)) {
                parts.add(Format.percent(time, part) + " " + part.doing());
            }
        }
        return parts;
    }

    /** Of the threads that the finding names the group that lost most. */
    private static String loss(Finding finding, String doing) {
        Map<String, List<AffectedThread>> groups = new LinkedHashMap<>();
        for (AffectedThread thread : finding.threads()) {
            groups.computeIfAbsent(ThreadGroups.of(thread.thread().name()), group -> new ArrayList<>())
                    .add(thread);
        }
        Map.Entry<String, List<AffectedThread>> worst = groups.entrySet().stream()
                .max(Comparator.comparingLong(group -> lost(group.getValue())))
                .orElseThrow();
        List<AffectedThread> threads = worst.getValue();
        boolean one = threads.size() == 1;
        String who = one
                ? Text.fit(threads.get(0).thread().name(), NAME_WIDTH)
                : Text.fit(worst.getKey(), NAME_WIDTH) + " (" + threads.size() + " threads)";
        long wall = threads.stream().mapToLong(thread -> thread.thread().wall()).sum();
        long incomplete = threads.stream()
                .mapToLong(thread -> thread.thread().incompleteWall())
                .sum();
        boolean atLeast = finding.check() == Check.BLOCK_IO_DELAY && incomplete > 0;
        OptionalDouble percent = OptionalDouble.of(100.0 * lost(threads) / Math.max(1, wall));
        return who + " lost " + (atLeast ? "at least " : "") + Format.percent(percent) + " of "
                + (one ? "its" : "their") + " time, " + Format.seconds(lost(threads)) + ", " + doing;
    }

    private static long lost(List<AffectedThread> threads) {
        return threads.stream().mapToLong(AffectedThread::amount).sum();
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private static String unknown(TimeSplit time) {
        List<String> parts = new ArrayList<>();
        for (Part part : Part.values()) {
            if (part.isLoss() && time.wall() > 0 && !time.isKnown(part)) {
                parts.add(part == Part.CPU_DELAY ? "CPU delay" : "block I/O");
            }
        }
        return parts.isEmpty() ? "" : "; " + String.join(" and ", parts) + " is unknown here";
    }
}
