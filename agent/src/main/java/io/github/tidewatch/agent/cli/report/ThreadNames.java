package io.github.tidewatch.agent.cli.report;

import java.util.regex.Pattern;

/** Names of threads: their patterns, and how they can be shown. */
final class ThreadNames {
    private static final Pattern DIGITS = Pattern.compile("\\d+");
    private static final Pattern UNPRINTABLE =
            Pattern.compile("[\\p{Cntrl}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");
    private static final Pattern WILDCARD = Pattern.compile("[*?]");
    private static final String CUT = "...";

    private ThreadNames() {}

    /** The group of a thread: its name with each run of digits folded, {@code pool-*-thread-*}. */
    static String group(String name) {
        return DIGITS.matcher(name).replaceAll("*");
    }

    /** What {@code *} (any text) and {@code ?} (one character) match, in a whole name; case counts. */
    static Pattern glob(String pattern) {
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

    /** The name without what a terminal would obey or what would turn the line around. */
    static String printable(String name) {
        return UNPRINTABLE.matcher(name).replaceAll(" ");
    }

    /** The printable name, cut to a number of characters. */
    static String bounded(String name, int width) {
        String printable = printable(name);
        return printable.length() <= width ? printable : printable.substring(0, width - CUT.length()) + CUT;
    }
}
