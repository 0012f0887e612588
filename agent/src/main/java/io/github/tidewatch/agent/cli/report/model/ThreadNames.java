package io.github.tidewatch.agent.cli.report.model;

import java.util.regex.Pattern;

/** Patterns of threads' names, as users write them. */
public final class ThreadNames {
    private static final Pattern WILDCARD = Pattern.compile("[*?]");

    private ThreadNames() {}

    /** What {@code *} (any text) and {@code ?} (one character) match, in a whole name; case counts. */
    public static Pattern glob(String pattern) {
        StringBuilder regex = new StringBuilder();
        int from = 0;
        var wildcards = WILDCARD.matcher(pattern);
        while (wildcards.find()) {
            regex.append(Pattern.quote(pattern.substring(from, wildcards.start())));
            regex.append(wildcards.group().equals("*") ? ".*" : ".");
            from = wildcards.end();
        }
        regex.append(Pattern.quote(pattern.substring(from)));
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
