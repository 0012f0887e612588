package io.github.tidewatch.findings;

import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.ThreadKind;
import io.github.tidewatch.text.Limitation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Reports what this recording cannot answer, so that a missing value is not taken for a good one. */
final class BlindSpotsRule implements Rule {
    private static final String SWITCH_ON =
            "Switch delay accounting on before the JVM starts: sysctl -w kernel.task_delayacct=1";
    private static final double NO_BLOCK_IO = 24;
    private static final double REDUCED = 12;
    private static final double INCOMPLETE_SHARE = 0.1;

    @Override
    public String description() {
        return "Reports which quantities this host, kernel or JVM does not provide, why, and how to get them. It is an information"
                + " and no trouble of the application, so it scores below 25: 24 where block-I/O delay is unknown, since then a"
                + " thread that waits for a disk seems to wait voluntarily; 12 where less is missing.";
    }

    @Override
    public List<Limit> limits() {
        return List.of();
    }

    @Override
    public RuleResult evaluate(RuleInput input, ToDoubleFunction<String> limits) {
        if (input.threads().isEmpty() && input.status().isEmpty()) {
            return RuleResult.noRecords();
        }
        List<Limitation> missing = input.status().map(StatusFacts::missing).orElse(List.of());
        boolean blockIoMissing = input.threads().stream()
                        .noneMatch(thread -> thread.get(Metric.BLOCK_IO_DELAY).isPresent())
                || input.status()
                        .flatMap(status -> status.whyMissing(Metric.BLOCK_IO_DELAY))
                        .isPresent();
        List<AffectedThread> incomplete = incomplete(input);
        boolean switchedOff = input.status()
                .flatMap(StatusFacts::delayAccounting)
                .map(on -> !on)
                .orElse(false);

        if (!blockIoMissing && missing.isEmpty() && incomplete.isEmpty() && !switchedOff) {
            return RuleResult.ok(0, "Everything that Tidewatch can measure is known here.", description());
        }
        double score = blockIoMissing ? NO_BLOCK_IO : REDUCED;
        return RuleResult.information(
                score,
                summary(input, blockIoMissing, switchedOff, incomplete),
                explanation(input, missing),
                remedies(input, missing, switchedOff, !incomplete.isEmpty()),
                incomplete);
    }

    /** Application threads of which block I/O is unknown for a tenth of their time or more, though others' is known. */
    private static List<AffectedThread> incomplete(RuleInput input) {
        return input.threads(List.of(ThreadKind.APPLICATION, ThreadKind.CARRIER))
                .filter(thread -> thread.wall() > 0 && thread.incompleteWall() >= INCOMPLETE_SHARE * thread.wall())
                .map(thread -> new AffectedThread(
                        thread, thread.incompleteWall(), (double) thread.incompleteWall() / thread.wall()))
                .collect(Collectors.toList());
    }

    private static String summary(
            RuleInput input, boolean blockIoMissing, boolean switchedOff, List<AffectedThread> incomplete) {
        if (blockIoMissing) {
            return "It is unknown how long threads waited for block I/O: that time stands in the wait time.";
        }
        if (switchedOff) {
            return "Delay accounting has been switched off: of threads made since then, block-I/O delay is unknown.";
        }
        boolean missing =
                input.status().map(status -> !status.missing().isEmpty()).orElse(false);
        if (missing) {
            String source = input.status().map(StatusFacts::source).orElse("");
            return "Some quantities are unknown here, and absent from the recording"
                    + (source == null || source.isEmpty()
                            ? "."
                            : "; the source is " + source.toLowerCase(Locale.ROOT) + ".");
        }
        return "Block-I/O delay is unknown for " + Texts.threads(incomplete.size()) + " of the application in part or"
                + " wholly: " + Texts.name(incomplete.get(0).thread())
                + (incomplete.size() > 1 ? " and " + (incomplete.size() - 1) + " more." : ".");
    }

    private static String explanation(RuleInput input, List<Limitation> missing) {
        List<String> text = new ArrayList<>();
        text.add("What is unknown is absent from the events, never 0.");
        missing.forEach(one -> text.add(one.description() + "."));
        input.status()
                .map(StatusFacts::unreliable)
                .filter(line -> !line.isEmpty())
                .ifPresent(line -> text.add(line + "."));
        return String.join("\n", text);
    }

    private static String remedies(RuleInput input, List<Limitation> missing, boolean switchedOff, boolean incomplete) {
        List<String> text = missing.stream()
                .map(Limitation::remedy)
                .filter(line -> !line.isEmpty())
                .distinct()
                .collect(Collectors.toCollection(ArrayList::new));
        boolean said = text.stream().anyMatch(line -> line.contains("task_delayacct"));
        if (!said && switchedOff) {
            text.add(SWITCH_ON);
        } else if (!said && incomplete) {
            remedyOfIncomplete(input).ifPresent(text::add);
        }
        return String.join("\n", text);
    }

    /** Where delay accounting is on, to switch it on is no help: the threads are older than that. */
    private static Optional<String> remedyOfIncomplete(RuleInput input) {
        Optional<StatusFacts> status = input.status();
        if (!status.flatMap(StatusFacts::delayAccounting).orElse(false)) {
            return Optional.of(SWITCH_ON);
        }
        boolean before = status.flatMap(StatusFacts::delayAccountingAtStart).orElse(false);
        return before
                ? Optional.empty()
                : Optional.of("Delay accounting is on now, but these threads began before: restart the JVM.");
    }
}
