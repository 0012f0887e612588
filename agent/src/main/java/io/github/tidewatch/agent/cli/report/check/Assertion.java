package io.github.tidewatch.agent.cli.report.check;

import io.github.tidewatch.agent.cli.report.model.ThreadNames;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a recording has to keep to, as a user writes it: {@code cpuDelay(http-*) < 5 %}. Immutable. */
final class Assertion {
    static final String FORM = "METRIC(GROUP) < NUMBER UNIT, such as 'cpuDelay(http-*) < 5 %', or p50, p90, p99 or"
            + " max(SPAN), such as 'p99(checkout) < 200 ms'; also with <=, > and >=";

    private static final int LONGEST = 1000;
    private static final Pattern FORMAT = Pattern.compile(
            "\\s*(\\w+)\\s*\\((.*)\\)\\s*(<=|>=|<|>)\\s*(\\d{1,15}(?:\\.\\d{1,9})?)\\s*(\\S*)\\s*", Pattern.DOTALL);

    private final String text;
    private final Measure measure;
    private final String pattern;
    private final Pattern names;
    private final Bound bound;

    private Assertion(String text, Measure measure, String pattern, Bound bound) {
        this.text = text;
        this.measure = measure;
        this.pattern = pattern;
        this.names = ThreadNames.glob(pattern);
        this.bound = bound;
    }

    /**
     * Understands one.
     *
     * @throws IllegalArgumentException if it is none; the message names it and says what is allowed
     */
    static Assertion parse(String text) {
        Matcher matcher = FORMAT.matcher(text);
        if (text.length() > LONGEST || !matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no assertion: allowed is " + FORM + ".");
        }
        String name = matcher.group(1);
        Measure measure = Measure.of(name)
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "': there is no metric " + name
                        + ". Allowed are " + String.join(", ", Measure.names()) + "."));
        String pattern = matcher.group(2).strip();
        if (pattern.isEmpty()) {
            throw new IllegalArgumentException("'" + text + "': the name of a "
                    + (measure.isOfSpans() ? "span" : "group of threads") + " is missing; * stands for all.");
        }
        try {
            double number = Double.parseDouble(matcher.group(4));
            return new Assertion(
                    text.strip(), measure, pattern, Bound.of(measure, matcher.group(3), number, matcher.group(5)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "': " + e.getMessage(), e);
        }
    }

    /** As it was written. */
    String text() {
        return text;
    }

    Measure measure() {
        return measure;
    }

    /** Which groups or spans it is about, as it was written. */
    String pattern() {
        return pattern;
    }

    /** Whether it is about a group or span of this name. */
    boolean isAbout(String name) {
        return names.matcher(name).matches();
    }

    Bound bound() {
        return bound;
    }
}
