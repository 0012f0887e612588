package io.github.tidewatch.agent;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The agent's options, {@code OPTION=VALUE[,OPTION=VALUE]…}: {@code interval}, {@code source}, {@code exits},
 * {@code waits}, {@code spans}, {@code virtual}, {@code budget}, {@code record}, {@code max-size}, {@code max-age}, {@code log}. Of an option given twice the last holds. What is wrong becomes a
 * {@linkplain #problems() problem} and leaves the default in force; parsing never throws. A value cannot contain a comma.
 * Immutable. Of Java 8's class format.
 */
final class AgentOptions {

    private static final List<String> SOURCES = Arrays.asList("auto", "taskstats", "procfs");
    private static final List<String> EXITS = Arrays.asList("hook", "listener", "off");
    private static final List<String> WAITS = Arrays.asList("kinds", "details", "off");
    private static final List<String> VIRTUAL = Arrays.asList("off", "on");
    private static final List<String> LEVELS = Arrays.asList("off", "error", "warn", "info", "debug");
    private static final long MIN_INTERVAL = 10_000_000L;
    private static final long MAX_INTERVAL = 3_600_000_000_000L;
    private static final long MIN_SIZE = 1L << 20;
    private static final long MAX_SIZE = 1000L << 30;
    private static final long DEFAULT_SIZE = 250L << 20;
    private static final long MIN_AGE = 1_000_000_000L;
    private static final long MAX_AGE = 365 * 86_400_000_000_000L;

    private long interval;
    private String source = "auto";
    private String exits = "hook";
    private String waits = "kinds";
    private String spans;
    private String virtual = "off";
    private int budget = 100;
    private String record;
    private long maxSize = DEFAULT_SIZE;
    private long maxAge;
    private String log = "warn";
    private final List<String> problems = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    /** Whether this is the JVM that the options are for. */
    private final boolean here;

    private AgentOptions(boolean here) {
        this.here = here;
    }

    /** Reads the text after {@code -javaagent:tidewatch.jar=}; null and "" mean no options. */
    static AgentOptions parse(String arguments) {
        return parse(arguments, true);
    }

    private static AgentOptions parse(String arguments, boolean here) {
        AgentOptions options = new AgentOptions(here);
        int length = arguments == null ? 0 : arguments.length();
        for (int from = 0; from < length; ) {
            int comma = arguments.indexOf(',', from);
            int to = comma < 0 ? length : comma;
            String option = arguments.substring(from, to).trim();
            if (!option.isEmpty()) {
                options.accept(option);
            }
            from = to + 1;
        }
        return options;
    }

    /** Of the first option of this text that another JVM would not accept, which it is and what is allowed; empty if it would all. */
    static Optional<String> firstRefused(String arguments) {
        return parse(arguments, false).refused.stream().findFirst();
    }

    /** The sampling interval in nanoseconds, or 0 where none was asked for. */
    long interval() {
        return interval;
    }

    String source() {
        return source;
    }

    String waits() {
        return waits;
    }

    /** The filters of methods that are spans, separated by semicolons, or "" for none; null where the option is not given. */
    String spans() {
        return spans;
    }

    /** What passes may take of one CPU, in ten-thousandths; 0 where it does not matter. */
    int budget() {
        return budget;
    }

    /** The file to record to, or null. */
    String record() {
        return record;
    }

    /** How many bytes the recording may keep at most. */
    long maxSize() {
        return maxSize;
    }

    /** How long the recording keeps its data, in nanoseconds; 0 for as long as there is room. */
    long maxAge() {
        return maxAge;
    }

    String log() {
        return log;
    }

    /** Whether lines of this level are to be printed. */
    boolean logs(String level) {
        return LEVELS.indexOf(level) <= LEVELS.indexOf(log);
    }

    /** One line for each option that was not accepted. */
    List<String> problems() {
        return Collections.unmodifiableList(problems);
    }

    /**
     * What the isolated part gets: {@code source}, {@code exits}, {@code waits}, {@code log}, {@code budget} in ten-thousandths, and
     * where given {@code interval} in nanoseconds, {@code spans} and {@code virtual} ("on").
     */
    Map<String, String> values() {
        Map<String, String> values = new ConcurrentHashMap<>();
        if (interval != 0) {
            values.put("interval", Long.toString(interval));
        }
        if (spans != null) {
            values.put("spans", spans);
        }
        if (virtual.equals("on")) {
            values.put("virtual", virtual);
        }
        values.put("source", source);
        values.put("exits", exits);
        values.put("waits", waits);
        values.put("budget", Integer.toString(budget));
        values.put("log", log);
        return values;
    }

    private void accept(String option) {
        int equals = option.indexOf('=');
        String name = equals < 0 ? option : option.substring(0, equals);
        String value = equals < 0 ? "" : option.substring(equals + 1);
        switch (name) {
            case "interval":
                acceptInterval(option, value);
                break;
            case "source":
                source = oneOf(SOURCES, option, value, source);
                break;
            case "exits":
                exits = oneOf(EXITS, option, value, exits);
                break;
            case "waits":
                waits = oneOf(WAITS, option, value, waits);
                break;
            case "spans":
                acceptSpans(option, value);
                break;
            case "virtual":
                virtual = oneOf(VIRTUAL, option, value, virtual);
                break;
            case "budget":
                acceptBudget(option, value);
                break;
            case "log":
                log = oneOf(LEVELS, option, value, log);
                break;
            default:
                acceptOfFile(name, option, value);
        }
    }

    private void acceptOfFile(String name, String option, String value) {
        switch (name) {
            case "record":
                acceptRecord(option, value);
                break;
            case "max-size":
                acceptMaxSize(option, value);
                break;
            case "max-age":
                acceptMaxAge(option, value);
                break;
            default:
                refuseUnknown(option);
        }
    }

    private void refuseUnknown(String option) {
        refuse(
                option,
                "there is no such option; allowed are interval, source, exits, waits, spans, virtual, budget, record,"
                        + " max-size, max-age and log (a value cannot contain a comma)",
                "it is ignored");
    }

    private void acceptInterval(String option, String value) {
        long nanos = OptionValues.nanos(value, "ms", "s", "m");
        if (nanos < MIN_INTERVAL || nanos > MAX_INTERVAL) {
            problem(
                    option,
                    "allowed is a whole number with the unit ms, s or m, from 10ms to 60m",
                    interval == 0 ? "each recording's own period, by default 1 s" : interval + " ns");
        } else {
            interval = nanos;
        }
    }

    private void acceptSpans(String option, String value) {
        SpanOption given = SpanOption.parse(value, here);
        if (given.problem() == null) {
            spans = given.filters();
        } else {
            problem(
                    option,
                    SpanOption.ALLOWED + "; " + given.problem(),
                    spans == null || spans.isEmpty() ? "no spans but those that the application opens" : spans);
        }
    }

    private void acceptBudget(String option, String value) {
        int parts = value.equals("off") ? 0 : OptionValues.parts(value);
        if (parts < 0) {
            String percent = BigDecimal.valueOf(budget, 2).stripTrailingZeros().toPlainString() + "%";
            problem(
                    option,
                    "allowed are off and a share of one CPU, from 0.01% to 100%",
                    budget == 0 ? "off" : percent);
        } else {
            budget = parts;
        }
    }

    private void acceptRecord(String option, String value) {
        if (value.isEmpty()) {
            problem(
                    option,
                    "allowed is the name of a file to write, without a comma",
                    record == null ? "no recording" : record);
        } else {
            record = value;
        }
    }

    private void acceptMaxSize(String option, String value) {
        long bytes = OptionValues.bytes(value);
        if (bytes < MIN_SIZE || bytes > MAX_SIZE) {
            problem(option, "allowed is a whole number with the unit m or g, from 1m to 1000g", (maxSize >> 20) + "m");
        } else {
            maxSize = bytes;
        }
    }

    private void acceptMaxAge(String option, String value) {
        long nanos = OptionValues.nanos(value, "s", "m", "h", "d");
        if (nanos < MIN_AGE || nanos > MAX_AGE) {
            problem(
                    option,
                    "allowed is a whole number with the unit s, m, h or d, from 1s to 365d",
                    maxAge == 0 ? "no limit of age" : maxAge / 1_000_000_000L + "s");
        } else {
            maxAge = nanos;
        }
    }

    private String oneOf(List<String> allowed, String option, String value, String otherwise) {
        if (allowed.contains(value)) {
            return value;
        }
        problem(option, "allowed are " + String.join(", ", allowed), otherwise);
        return otherwise;
    }

    private void problem(String option, String allowed, String holds) {
        refuse(option, allowed, "using " + holds);
    }

    private void refuse(String option, String why, String instead) {
        refused.add(option + ": " + why);
        problems.add(option + ": " + why + "; " + instead);
    }
}
