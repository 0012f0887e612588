package io.github.tidewatch.findings;

import io.github.tidewatch.findings.waits.WaitPlace;
import io.github.tidewatch.findings.waits.WaitTarget;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.text.Durations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Compares for how much of the time in which they wanted something groups of threads waited for others: for a lock, for what a
 * pool lends, for a peer's answer, for a file. To be idle, to sleep, or to wait for what is not known is none of these.
 */
final class WaitRule implements Rule {
    private static final double INFORMATION = 0.25;
    private static final double WARNING = 0.75;

    /** A group that was held up for less of the span is not named, however little it wanted. */
    private static final double LEAST_OF_SPAN = 0.05;

    /** To wait for a peer or a file may be all that a thread is for, so that is never a warning. */
    private static final double MOST_OF_PEERS = Scale.WARNING - 1;

    /** From here on the kernel gives ports to clients. */
    private static final int FIRST_OF_CLIENTS = 32_768;

    private static final int MOST_NAMED = 3;

    private static final String WHY_SOUND =
            "A thread that enters a monitor, waits for a lock, or in a task for what a pool lends, does nothing useful until"
                    + " another thread gives it up; one that waits for a peer is as fast as that. A thread without a task waits"
                    + " too, and is well: what shows that it was idle is left out, and so is what shows neither.";

    /** A group, and for how long it waited for others. */
    private static final class HeldUp {
        final GroupWaits group;
        final long byThreads;
        final long byOthers;

        HeldUp(GroupWaits group) {
            this.group = group;
            long inTasks = group.split().get(Metric.MONITOR_WAIT).orElse(0);
            long forPeers = group.split().get(Metric.FILE_WAIT).orElse(0);
            for (Map.Entry<WaitTarget, Long> target : group.longestFirst().entrySet()) {
                inTasks += isHeldUpInTask(target.getKey()) ? target.getValue() : 0;
                forPeers += isPeer(target.getKey()) ? target.getValue() : 0;
            }
            this.byThreads = inTasks;
            this.byOthers = forPeers;
        }

        long nanos() {
            return byThreads + byOthers;
        }

        double share(long nanos) {
            return Math.min(1, (double) nanos / Math.max(1, group.wanted()));
        }

        double score(double information, double warning) {
            return Math.max(
                    Scale.score(share(byThreads), information, warning, 1),
                    Math.min(MOST_OF_PEERS, Scale.score(share(nanos()), information, warning, 1)));
        }
    }

    @Override
    public String description() {
        return "Compares, for each group of the application's threads, the part of the time in which they were not idle that they"
                + " waited for locks, for what pools lend, for peers or for files. " + WHY_SOUND;
    }

    @Override
    public List<Limit> limits() {
        return Limit.both(
                "The part of a group's time, without idle time, that it waited for these",
                Threshold.Unit.PERCENT,
                100 * INFORMATION,
                100 * WARNING);
    }

    @Override
    public RuleResult evaluate(RuleInput input, ToDoubleFunction<String> limits) {
        if (input.threads().isEmpty()) {
            return RuleResult.noRecords();
        }
        List<HeldUp> groups = input.waits().stream()
                .filter(group -> group.kind().isOfApplication() && group.isKnown() && group.wanted() > 0)
                .map(HeldUp::new)
                .collect(Collectors.toList());
        if (groups.isEmpty()) {
            return RuleResult.notApplicable(
                    "The recording does not say what the application's threads waited for.",
                    "Leave the agent's option waits at kinds, or set it to details.");
        }
        double low = limits.applyAsDouble(Limit.INFORMATION) / 100;
        double high = Math.max(low, limits.applyAsDouble(Limit.WARNING) / 100);
        List<HeldUp> affected = new ArrayList<>(groups);
        affected.removeIf(group -> group.nanos() < LEAST_OF_SPAN * input.span());
        affected.sort(Comparator.comparingDouble((HeldUp group) -> -group.score(low, high))
                .thenComparingLong(group -> -group.nanos())
                .thenComparing(group -> group.group.name()));
        double score = affected.isEmpty() ? 0 : affected.get(0).score(low, high);
        String explanation = explanation(low, high);
        if (score < Scale.INFORMATION) {
            return RuleResult.ok(score, nothing(affected, low), explanation);
        }
        affected.removeIf(group -> group.score(low, high) < Scale.INFORMATION);
        return RuleResult.of(score, summary(affected), explanation, remedy(affected), List.of())
                .ofLost(affected.stream()
                        .mapToLong(group -> group.byThreads)
                        .sum()); // to wait for a peer may be no loss
    }

    private static boolean isHeldUpInTask(WaitTarget target) {
        boolean isWait = target.kind() == Metric.PARK_WAIT || target.kind() == Metric.OBJECT_WAIT;
        return isWait && (target.isInTask() || WaitPlace.isLock(target.object()));
    }

    /** Whether it is a server: who reads from a client may wait for its next request. */
    private static boolean isPeer(WaitTarget target) {
        if (target.kind() != Metric.NETWORK_WAIT || target.object() == null) {
            return false;
        }
        String port = target.object().substring(target.object().lastIndexOf(':') + 1);
        return !port.matches("\\d{1,5}") || Integer.parseInt(port) < FIRST_OF_CLIENTS;
    }

    private static String explanation(double low, double high) {
        return "The time that a group of threads waited for locks, pools, peers and files is compared with the time in which it was"
                + " not idle: " + Texts.percent(low) + " is worth knowing, " + Texts.percent(high)
                + " a warning, of peers"
                + " and files worth knowing. " + WHY_SOUND;
    }

    private static String nothing(List<HeldUp> byScore, double low) {
        String none = "No group of the application's threads waited for locks, pools, peers or files for "
                + Texts.percent(low) + " or more of the time in which it was not idle";
        if (byScore.isEmpty()) {
            return none + ".";
        }
        HeldUp most = byScore.get(0);
        return none + "; the most was " + Texts.percent(most.share(most.nanos())) + " (" + WaitTexts.name(most.group)
                + ").";
    }

    private static String summary(List<HeldUp> affected) {
        HeldUp worst = affected.get(0);
        String text = WaitTexts.sentence(worst.group) + ".";
        if (affected.size() == 1) {
            return text;
        }
        String named = affected.stream()
                .skip(1)
                .limit(MOST_NAMED)
                .map(one -> WaitTexts.name(one.group) + " " + Texts.percent(one.share(one.nanos())) + ", "
                        + Durations.text(one.nanos()))
                .collect(Collectors.joining("; "));
        int more = affected.size() - 1 - MOST_NAMED;
        return text + " Held up in this way too: " + named + (more > 0 ? "; and " + more + " more" : "") + ".";
    }

    /** A line for each way that is worth it, of the groups that are held up. */
    private static String remedy(List<HeldUp> affected) {
        List<String> lines = new ArrayList<>();
        affected.stream().limit(MOST_NAMED).forEach(one -> addPlaces(one, lines));
        boolean monitors = affected.stream()
                .anyMatch(one -> isWorthLine(
                        one, one.group.split().get(Metric.MONITOR_WAIT).orElse(0)));
        if (monitors) {
            lines.add(
                    "Monitors: do less while they are held; jdk.JavaMonitorEnter has the place and who had it before.");
        }
        if (lines.isEmpty()) {
            lines.add(
                    "jdk.FileForce, jdk.FileRead and jdk.FileWrite in the same recording have the files and the places.");
        }
        return lines.stream().distinct().collect(Collectors.joining("\n"));
    }

    private static void addPlaces(HeldUp one, List<String> lines) {
        one.group.longestFirst().forEach((target, nanos) -> {
            if (!isWorthLine(one, nanos)) {
                return;
            }
            if (isHeldUpInTask(target) && target.kind() == Metric.PARK_WAIT) {
                String place = target.frame() == null ? WaitTexts.words(target) : WaitTexts.place(target);
                lines.add("Waiting " + place + ": what is lent or locked there is too little for so many threads, or is"
                        + " held for too long. See how long who has it keeps it; only then make a pool larger.");
            } else if (isPeer(target)) {
                lines.add("Waiting " + WaitTexts.words(target)
                        + ": its answers are late, or asked for one after the other."
                        + " jdk.SocketRead has the places; measure there too.");
            }
        });
    }

    private static boolean isWorthLine(HeldUp one, long nanos) {
        return 4 * nanos >= one.nanos() && nanos > 0;
    }
}
