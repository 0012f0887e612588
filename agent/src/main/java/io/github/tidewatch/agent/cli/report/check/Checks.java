package io.github.tidewatch.agent.cli.report.check;

import io.github.tidewatch.agent.cli.report.model.ReadOptions;
import io.github.tidewatch.agent.cli.report.model.RecordedSums;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.agent.cli.report.recording.ReadingProgress;
import io.github.tidewatch.agent.cli.report.recording.RecordingReader;
import io.github.tidewatch.agent.cli.report.recording.SourceFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Assertions, and what recordings say of them. */
public final class Checks {
    private static final int MOST = 200;

    private final List<Assertion> assertions = new ArrayList<>();

    /**
     * Understands assertions.
     *
     * @throws IllegalArgumentException if one is none; the message names it and says what is allowed
     */
    public Checks(List<String> texts) {
        if (texts.size() > MOST) {
            throw new IllegalArgumentException(
                    "--assert is given " + texts.size() + " times; allowed are " + MOST + ".");
        }
        texts.forEach(text -> assertions.add(Assertion.parse(text)));
    }

    /** What came of them, and what the recordings say else. */
    public static final class Checked {
        private final Summary summary;
        private final Map<Assertion, SpanDurations> spans;

        private Checked(Summary summary, Map<Assertion, SpanDurations> spans) {
            this.summary = summary;
            this.spans = spans;
        }

        /** All that the recordings say. */
        public Summary summary() {
            return summary;
        }

        /** One for each assertion, in their order. */
        public List<Outcome> outcomes() {
            Evaluator evaluator = new Evaluator(summary);
            List<Outcome> outcomes = new ArrayList<>();
            spans.forEach((assertion, of) -> outcomes.add(evaluator.evaluate(assertion, of)));
            return outcomes;
        }
    }

    /**
     * Reads files that are open.
     *
     * @throws IOException as {@link RecordingReader#read}
     */
    public Checked read(SourceFiles sources, ReadOptions options, ReadingProgress progress) throws IOException {
        Map<Assertion, SpanDurations> spans = new LinkedHashMap<>();
        assertions.forEach(assertion -> spans.put(assertion, new SpanDurations(assertion, options, assertions.size())));
        Summary summary = RecordingReader.read(
                sources,
                new RecordedSums(options, sources.coverage()),
                event -> spans.forEach((assertion, of) -> {
                    if (assertion.measure().isOfSpans()) {
                        of.take(event);
                    }
                }),
                progress);
        return new Checked(summary, spans);
    }
}
