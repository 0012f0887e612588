package io.github.tidewatch.live;

import io.github.tidewatch.metrics.ThreadGroups;
import io.github.tidewatch.text.PrintableText;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Bounds what spans are called: each has a histogram. One thread uses it. */
final class SpanNames {
    /** Combinations of name and error. */
    static final int MOST = 20;

    private static final int LONGEST = 100;

    private final Set<Map<String, String>> known = new HashSet<>();
    private final Consumer<FinishedSpan> to;

    SpanNames(Consumer<FinishedSpan> to) {
        this.to = to;
    }

    void take(String name, Optional<String> error, Duration duration) {
        Map<String, String> attributes = attributes(name, error);
        if (!known.contains(attributes) && known.size() >= MOST) {
            attributes = attributes(ThreadGroups.OTHERS, error.map(type -> ThreadGroups.OTHERS));
        } else {
            known.add(attributes);
        }
        to.accept(new FinishedSpan(attributes, duration));
    }

    private static Map<String, String> attributes(String name, Optional<String> error) {
        String text = PrintableText.shortened(name, LONGEST);
        return error.isEmpty()
                ? Map.of(LiveMetric.SPAN_NAME, text)
                : Map.of(
                        LiveMetric.SPAN_NAME,
                        text,
                        LiveMetric.ERROR_TYPE,
                        PrintableText.shortened(error.get(), LONGEST));
    }
}
