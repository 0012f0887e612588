package io.github.tidewatch.jmc.rules;

import io.github.tidewatch.findings.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A finding's texts in the form of JMC's own results, which it shows in a narrow view: a line that says what was found, three
 * at most that explain it, and the ways out by number. Why a limit is sound stands in the rule's page of the documentation.
 */
final class ResultTexts {
    private static final int MOST_EXPLAINING = 3;

    private ResultTexts() {}

    /** What was found of the worst thread. */
    static String summary(Finding finding) {
        return sentences(finding.summary()).get(0);
    }

    /** What else was found, and what it was compared with; or one line for each thing that is missing. */
    static String explanation(Finding finding, String when) {
        List<String> found = sentences(finding.summary());
        List<String> lines = new ArrayList<>(found.subList(1, found.size()));
        if (!when.isEmpty()) {
            lines.add(0, when);
        }
        List<String> compared = finding.explanation().lines().toList();
        if (compared.size() > 1) {
            // The first of these lines says the same of every recording.
            lines.addAll(compared.subList(1, compared.size()));
            return String.join("\n", lines);
        }
        if (!finding.explanation().isEmpty()) {
            lines.add(sentences(finding.explanation()).get(0));
        }
        return lines.stream().limit(MOST_EXPLAINING).collect(Collectors.joining("\n"));
    }

    static String solution(Finding finding) {
        List<String> ways = finding.remedy().lines().toList();
        return ways.size() < 2
                ? finding.remedy()
                : IntStream.range(0, ways.size())
                        .mapToObj(i -> (i + 1) + ". " + ways.get(i))
                        .collect(Collectors.joining("\n"));
    }

    /** One at least. A point within a number or a name is followed by no blank and capital letter. */
    private static List<String> sentences(String text) {
        return List.of(text.split("(?<=[.]) (?=\\p{Lu})", -1));
    }
}
