package io.github.tidewatch.findings;

import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.text.Limitation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What {@code tidewatch.Status} says of the other events. Immutable. */
public final class StatusFacts {
    private final String source;
    private final Boolean delayAccountingAtStart;
    private final Boolean delayAccounting;
    private final List<Limitation> missing;
    private final String unreliable;

    /**
     * @param source {@code taskstats} or {@code procfs}
     * @param delayAccountingAtStart whether new threads got delay accounting when the agent was loaded; null if unknown
     * @param delayAccounting whether they do now; null if unknown
     * @param missing the lines of what cannot be known, as {@link Limitation} writes them
     * @param unreliable what the kernel was found to count wrongly; empty if nothing was
     */
    public StatusFacts(
            String source,
            Boolean delayAccountingAtStart,
            Boolean delayAccounting,
            List<String> missing,
            String unreliable) {
        this.source = source;
        this.delayAccountingAtStart = delayAccountingAtStart;
        this.delayAccounting = delayAccounting;
        this.missing = missing.stream()
                .filter(line -> !line.isBlank())
                .map(Limitation::parse)
                .collect(Collectors.toUnmodifiableList());
        this.unreliable = unreliable;
    }

    /** Of the fields of a record, its {@code missing} in one string with a line for each. */
    public static StatusFacts of(
            String source, Boolean delayAccountingAtStart, Boolean delayAccounting, String missing, String unreliable) {
        List<String> lines = missing == null || missing.isBlank() ? List.of() : List.of(missing.split("\\R", -1));
        return new StatusFacts(
                source, delayAccountingAtStart, delayAccounting, lines, unreliable == null ? "" : unreliable);
    }

    /** {@code taskstats} or {@code procfs}. */
    public String source() {
        return source;
    }

    /** Empty if unknown. */
    public Optional<Boolean> delayAccountingAtStart() {
        return Optional.ofNullable(delayAccountingAtStart);
    }

    /** Empty if unknown. */
    public Optional<Boolean> delayAccounting() {
        return Optional.ofNullable(delayAccounting);
    }

    /** What cannot be known, each with cause and remedy. Cannot be modified. */
    public List<Limitation> missing() {
        return missing;
    }

    /** What the kernel was found to count wrongly; empty if nothing was. */
    public String unreliable() {
        return unreliable;
    }

    /** Why this field is missing. */
    Optional<Limitation> whyMissing(Metric metric) {
        return missing.stream()
                .filter(one -> List.of(one.what().split("\\s+", -1)).contains(metric.field()))
                .findFirst();
    }
}
