package io.github.tidewatch.findings;

import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.ThreadGroups;
import io.github.tidewatch.metrics.ThreadKind;
import io.github.tidewatch.text.Durations;
import io.github.tidewatch.text.Limitation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Compares the part of a thread's wall-clock time that it lost to one cause, and takes into account how many threads did.
 * Threads that each live or want to run for a short time only do not stand out by that; therefore the threads together are
 * compared too, by what they lost of the time in which they did not wait voluntarily.
 */
final class LossRule implements Rule {
    /** A thread that lost less of the whole span is not named, however short it lived. */
    private static final double LEAST_OF_SPAN = 0.01;

    private static final int MOST_NAMED = 3;

    private final Loss loss;

    LossRule(Loss loss) {
        this.loss = loss;
    }

    /** What distinguishes one loss from another. */
    static final class Loss {
        Set<ThreadKind> kinds;
        /** As in "application threads". */
        String whose;
        /** As in "spinner-1 waited for a CPU for 50 % of its time". */
        String did;
        /** What has to be known, in the order in which its absence is reported. */
        List<Metric> needs;

        Function<ThreadTotals, OptionalLong> lost;
        double information;
        double warning;
        /** The least that the threads must have lost together, as part of the span, to be compared together. */
        double leastTogether;

        String whySound;
        Function<RuleInput, String> remark = input -> "";
        Function<RuleInput, String> remedy;
        /** What to do whatever the causes: empty, or lines after a line's end. */
        String inAnyCase = "";
        /** Whether {@code tidewatch.DelayCause} says why. */
        boolean hasCauses;
    }

    @Override
    public String description() {
        return "Compares, for each of the " + loss.whose + ", the part of its recorded time in which it " + loss.did
                + " with the limits, and with twice the limits what they lost together of the time in which they did not"
                + " wait voluntarily. " + loss.whySound;
    }

    @Override
    public List<Limit> limits() {
        return Limit.both(
                "The part of a thread's time lost", Threshold.Unit.PERCENT, 100 * loss.information, 100 * loss.warning);
    }

    @Override
    public RuleResult evaluate(RuleInput input, ToDoubleFunction<String> limits) {
        List<ThreadTotals> known = input.threads(loss.kinds)
                .filter(thread -> thread.wall() > 0)
                .filter(thread -> loss.lost.apply(thread).isPresent())
                .collect(Collectors.toList());
        if (known.isEmpty()) {
            return notApplicable(input);
        }
        double information = limits.applyAsDouble(Limit.INFORMATION) / 100;
        double warning = Math.max(information, limits.applyAsDouble(Limit.WARNING) / 100);

        List<AffectedThread> byShare = byShare(known, input);
        List<AffectedThread> affected =
                byShare.stream().filter(thread -> thread.share() >= information).collect(Collectors.toList());

        double single = byShare.isEmpty() ? 0 : Scale.score(byShare.get(0).share(), information, warning, 1);
        Together together = new Together(known, loss, input);
        double all = together.isConsiderable() ? Scale.score(together.share(), 2 * information, 2 * warning, 1) : 0;
        double score = Scale.spread(Math.max(single, all), affected.size());

        String explanation = explanation(input, together, information, warning);
        if (score < Scale.INFORMATION) {
            return RuleResult.ok(score, nothing(byShare, information), explanation);
        }
        String summary = affected.isEmpty() ? summary(together, information) : summary(affected, information);
        long lost = affected.isEmpty()
                ? together.lost()
                : affected.stream().mapToLong(AffectedThread::amount).sum();
        Optional<DelayCauses> causes = causes(input, affected);
        String why = causes.map(some -> some.inPercent(lost, input.cpuQuota())).orElse("");
        String said = why.isEmpty() ? summary : summary + " Of this wait, " + why + ".";
        String disks =
                loss.needs.contains(Metric.BLOCK_IO_DELAY) ? input.disks().sentence() : "";
        said += disks.isEmpty() ? "" : " " + disks;
        return RuleResult.of(score, said, explanation, remedy(input, causes, lost), affected)
                .ofLost(lost);
    }

    /** What follows from the causes, where these are of most of what was lost. */
    private String remedy(RuleInput input, Optional<DelayCauses> causes, long lost) {
        List<String> disks = input.disks().remedyLines();
        if (loss.needs.contains(Metric.BLOCK_IO_DELAY) && !disks.isEmpty()) {
            return String.join("\n", disks) + "\n" + loss.remedy.apply(input) + loss.inAnyCase;
        }
        return causes.filter(some -> some.coversMostOf(lost))
                        .map(some -> String.join("\n", some.remedies()))
                        .orElseGet(() -> loss.remedy.apply(input))
                + loss.inAnyCase;
    }

    /** Those that lost enough to be named, the largest share first. */
    private List<AffectedThread> byShare(List<ThreadTotals> known, RuleInput input) {
        List<AffectedThread> byShare = new ArrayList<>();
        for (ThreadTotals thread : known) {
            long lost = loss.lost.apply(thread).orElse(0);
            if (lost >= LEAST_OF_SPAN * input.span()) {
                byShare.add(new AffectedThread(thread, lost, (double) lost / thread.wall()));
            }
        }
        byShare.sort(Comparator.comparingDouble((AffectedThread thread) -> -thread.share())
                .thenComparingLong(thread -> thread.thread().osThreadId()));
        return byShare;
    }

    /** Of the affected threads' groups, or of all of the kind where none stands out. */
    private Optional<DelayCauses> causes(RuleInput input, List<AffectedThread> affected) {
        if (!loss.hasCauses) {
            return Optional.empty();
        }
        Set<String> groups = (affected.isEmpty()
                        ? input.threads(loss.kinds)
                        : affected.stream().map(AffectedThread::thread))
                .map(thread -> ThreadGroups.of(thread.name(), thread.kind()))
                .collect(Collectors.toSet());
        return Optional.of(input.causes().of(groups::contains))
                .filter(some -> !some.worthNaming().isEmpty());
    }

    private RuleResult notApplicable(RuleInput input) {
        if (input.threads().isEmpty()) {
            return RuleResult.noRecords();
        }
        boolean anyThread = input.threads(loss.kinds).anyMatch(thread -> thread.wall() > 0);
        if (!anyThread) {
            return RuleResult.notApplicable("None of the " + loss.whose + " has a record.", "");
        }
        Optional<Limitation> why = input.status().flatMap(status -> loss.needs.stream()
                .flatMap(metric -> status.whyMissing(metric).stream())
                .findFirst());
        String fields = loss.needs.stream().map(Metric::field).collect(Collectors.joining(", "));
        return RuleResult.notApplicable(
                "It is unknown how long " + loss.whose + " " + loss.did + ": "
                        + why.map(reason -> reason.cause() + ".")
                                .orElse("the recording has no value of " + fields + " for them."),
                why.map(Limitation::remedy).orElse(""));
    }

    private String nothing(List<AffectedThread> byShare, double information) {
        String none = "None of the " + loss.whose + " " + loss.did + " for " + Texts.percent(information)
                + " of its time or more";
        if (byShare.isEmpty()) {
            return none + ".";
        }
        AffectedThread most = byShare.get(0);
        return none + "; the most was " + Texts.percent(most.share()) + " (" + Texts.name(most.thread()) + ").";
    }

    private String summary(List<AffectedThread> affected, double information) {
        StringBuilder text = new StringBuilder();
        AffectedThread worst = affected.get(0);
        ThreadTotals thread = worst.thread();
        text.append(Texts.name(thread)).append(' ').append(loss.did).append(" for ");
        if (loss.needs.contains(Metric.BLOCK_IO_DELAY) && thread.incompleteWall() > 0) {
            text.append("at least ");
        }
        text.append(Texts.percent(worst.share())).append(" of its time (").append(Durations.text(worst.amount()));
        text.append(" of ").append(Durations.text(thread.wall())).append(").");
        if (affected.size() > 1) {
            text.append(' ')
                    .append(Texts.threads(affected.size()))
                    .append(" lost ")
                    .append(Texts.percent(information));
            text.append(" or more in this way: ").append(names(affected)).append('.');
        }
        return text.toString();
    }

    private String summary(Together together, double information) {
        return Texts.capitalized(loss.whose) + " together " + loss.did + " for " + Durations.text(together.lost())
                + ", "
                + Texts.percent(together.share()) + " of the " + Durations.text(together.wanted())
                + " in which they did not wait voluntarily. Each of them alone lost less than "
                + Texts.percent(information) + " of its time, or was there for a moment only.";
    }

    private static String names(List<AffectedThread> affected) {
        String named = affected.stream()
                .limit(MOST_NAMED)
                .map(thread -> Texts.name(thread.thread()) + " " + Texts.percent(thread.share()))
                .collect(Collectors.joining(", "));
        return affected.size() > MOST_NAMED ? named + " and " + (affected.size() - MOST_NAMED) + " more" : named;
    }

    private String explanation(RuleInput input, Together together, double information, double warning) {
        String text = "A thread's time in which it " + loss.did + " is compared with its recorded time: "
                + Texts.percent(information) + " is worth knowing, " + Texts.percent(warning) + " a warning. "
                + loss.whySound + " Threads that lost less than " + Texts.percent(LEAST_OF_SPAN) + " of the "
                + Durations.text(input.span()) + " evaluated are not named. The " + loss.whose + " together lost "
                + Durations.text(together.lost()) + " of the " + Durations.text(together.wanted())
                + " in which they did not wait voluntarily; limits for that are twice as high.";
        String remark = loss.remark.apply(input);
        return remark.isEmpty() ? text : text + " " + remark;
    }

    /** All threads as one. */
    private static final class Together {
        private final long lost;
        private final long wanted;
        private final boolean considerable;

        Together(List<ThreadTotals> threads, Loss loss, RuleInput input) {
            long sum = 0;
            long rest = 0;
            for (ThreadTotals thread : threads) {
                OptionalLong wait = thread.get(Metric.WAIT_TIME);
                if (wait.isPresent()) {
                    sum += loss.lost.apply(thread).orElse(0);
                    rest += thread.wall() - wait.getAsLong();
                }
            }
            this.lost = sum;
            this.wanted = rest;
            this.considerable = sum > 0 && sum >= loss.leastTogether * input.span();
        }

        long lost() {
            return lost;
        }

        long wanted() {
            return wanted;
        }

        boolean isConsiderable() {
            return considerable;
        }

        double share() {
            return wanted > 0 ? Math.min(1, (double) lost / wanted) : 0;
        }
    }
}
