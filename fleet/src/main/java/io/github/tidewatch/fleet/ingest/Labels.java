package io.github.tidewatch.fleet.ingest;

import java.util.Map;
import java.util.Optional;

/** What a user says of recordings, as {@code --label KEY=VALUE}. */
public final class Labels {
    private static final int LONGEST = 200;

    private Labels() {}

    /** What is wrong with them, in words for the user; empty if nothing is. */
    public static Optional<String> problem(Map<String, String> labels) {
        return labels.entrySet().stream()
                .filter(label -> !isName(label.getKey()) || !isName(label.getValue()))
                .findFirst()
                .map(label -> "--label " + label.getKey() + "=" + label.getValue() + ": key and value have 1 to "
                        + LONGEST + " characters each");
    }

    private static boolean isName(String text) {
        return !text.isBlank() && text.length() <= LONGEST;
    }
}
