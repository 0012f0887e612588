package io.github.tidewatch.agent.cli.report.render;

import io.github.tidewatch.agent.cli.console.Text;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.findings.AffectedThread;
import io.github.tidewatch.findings.Check;
import io.github.tidewatch.findings.Finding;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.ThreadGroups;
import io.github.tidewatch.metrics.ThreadKind;
import io.github.tidewatch.metrics.Totals;
import io.github.tidewatch.text.Durations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Who lost time and to what, in one sentence: those who lost most of what the findings name. */
public final class Headline {
    /** A sentence of more would not be read. */
    private static final int MOST_LOSSES = 3;

    private static final int NAME_WIDTH = 60;
    private static final Map<Check, String> LOSSES = new EnumMap<>(Check.class);

    static {
        LOSSES.put(Check.APPLICATION_CPU_DELAY, PartStyle.doing(Metric.CPU_DELAY));
        LOSSES.put(Check.JVM_CPU_DELAY, PartStyle.doing(Metric.CPU_DELAY));
        LOSSES.put(Check.BLOCK_IO_DELAY, PartStyle.doing(Metric.BLOCK_IO_DELAY));
        LOSSES.put(Check.THRASHING, "waiting for memory that had been swapped out or evicted");
        LOSSES.put(Check.RECLAIM, "freeing or compacting memory");
    }

    private Headline() {}

    /** Threads of one group that lost time to one cause, or a whole finding that names no thread. */
    private static final class Loss {
        final String sentence;
        final String group;
        final long nanos;

        Loss(String sentence, String group, long nanos) {
            this.sentence = sentence;
            this.group = group;
            this.nanos = nanos;
        }
    }

    public static String of(Summary summary) {
        List<Loss> losses = new ArrayList<>();
        for (Finding finding : summary.worthKnowing()) {
            String doing = LOSSES.get(finding.check());
            if (doing != null && finding.threads().isEmpty()) {
                losses.add(new Loss(withoutStop(finding.summary()), "", Long.MAX_VALUE));
            } else if (doing != null) {
                addGroups(finding, doing, losses);
            }
        }
        String unknown = unknown(summary.totals());
        if (losses.isEmpty()) {
            return "No thread lost much of its time (" + String.join(", ", known(summary.totals())) + ")" + unknown
                    + ".";
        }
        unnamed(summary, losses).ifPresent(losses::add);
        losses.sort(Comparator.comparingLong((Loss loss) -> -loss.nanos));
        return losses.stream().limit(MOST_LOSSES).map(loss -> loss.sentence).collect(Collectors.joining("; ")) + unknown
                + ".";
    }

    /** The thread that lost more than any that a finding names, though a smaller part of its time. */
    private static Optional<Loss> unnamed(Summary summary, List<Loss> named) {
        long most = named.stream().mapToLong(loss -> loss.nanos).max().orElse(0);
        return summary.threads().stream()
                .limit(1)
                .filter(thread -> thread.totals().lost() > most)
                .filter(thread -> named.stream().noneMatch(loss -> loss.group.equals(ThreadGroups.of(thread.name()))))
                .filter(thread -> ThreadKind.of(thread.name(), thread.javaId() > 0) != ThreadKind.TIDEWATCH)
                .map(thread -> new Loss(
                        loss(
                                Text.fit(Format.name(thread.name()), NAME_WIDTH),
                                "its",
                                thread.totals().lost(),
                                thread.totals().wall(),
                                doing(thread.totals()),
                                thread.totals().isAtLeast(Metric.BLOCK_IO_DELAY)),
                        thread.name(),
                        thread.totals().lost()))
                .findFirst();
    }

    private static List<String> known(Totals time) {
        List<String> parts = new ArrayList<>();
        for (Metric part : Metric.PARTS) {
            if (part.isLoss() && time.isKnown(part)) {
                parts.add(Format.percent(time, part) + " " + PartStyle.doing(part));
            }
        }
        return parts;
    }

    private static String doing(Totals time) {
        if (time.get(Metric.BLOCK_IO_DELAY).orElse(0) == 0) {
            return PartStyle.doing(Metric.CPU_DELAY);
        }
        return time.get(Metric.CPU_DELAY).orElse(0) == 0
                ? PartStyle.doing(Metric.BLOCK_IO_DELAY)
                : PartStyle.doing(Metric.CPU_DELAY) + " or " + PartStyle.doing(Metric.BLOCK_IO_DELAY);
    }

    private static void addGroups(Finding finding, String doing, List<Loss> losses) {
        Map<String, List<AffectedThread>> groups = new LinkedHashMap<>();
        for (AffectedThread thread : finding.threads()) {
            groups.computeIfAbsent(ThreadGroups.of(thread.thread().name()), group -> new ArrayList<>())
                    .add(thread);
        }
        groups.forEach((group, threads) -> {
            boolean one = threads.size() == 1;
            String who = one
                    ? Text.fit(Format.name(threads.get(0).thread().name()), NAME_WIDTH)
                    : Text.fit(Format.name(group), NAME_WIDTH) + " (" + threads.size() + " threads)";
            long wall =
                    threads.stream().mapToLong(thread -> thread.thread().wall()).sum();
            boolean atLeast = finding.check() == Check.BLOCK_IO_DELAY
                    && threads.stream().anyMatch(thread -> thread.thread().incompleteWall() > 0);
            String sentence = loss(who, one ? "its" : "their", lost(threads), wall, doing, atLeast);
            losses.add(new Loss(sentence, group, lost(threads)));
        });
    }

    private static String loss(String who, String whose, long lost, long wall, String doing, boolean atLeast) {
        OptionalDouble percent = OptionalDouble.of(100.0 * lost / Math.max(1, wall));
        return who + " lost " + (atLeast ? "at least " : "") + Format.percent(percent) + " of " + whose + " time, "
                + Durations.text(lost) + ", " + doing;
    }

    private static long lost(List<AffectedThread> threads) {
        return threads.stream().mapToLong(AffectedThread::amount).sum();
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private static String unknown(Totals time) {
        List<String> parts = new ArrayList<>();
        for (Metric part : Metric.PARTS) {
            if (part.isLoss() && time.wall() > 0 && !time.isKnown(part)) {
                parts.add(part == Metric.CPU_DELAY ? "CPU delay" : "block I/O");
            }
        }
        return parts.isEmpty() ? "" : "; " + String.join(" and ", parts) + " is unknown here";
    }
}
