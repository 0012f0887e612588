package io.github.tidewatch.agent;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The agent's options, {@code OPTION=VALUE[,OPTION=VALUE]…}: {@code interval}, {@code source}, {@code record},
 * {@code log}, {@code exits}, {@code budget}. Of an option given twice the last holds. What is wrong becomes a
 * {@linkplain #problems() problem} and leaves the default in force; parsing never throws. A value cannot contain a comma.
 * Immutable.
 */
final class AgentOptions {

    private static final List<String> SOURCES = List.of("auto", "taskstats", "procfs");
    private static final List<String> EXITS = List.of("hook", "listener", "off");
    private static final List<String> LEVELS = List.of("off", "error", "warn", "info", "debug");
    private static final long MIN_INTERVAL = 10_000_000L;
    private static final long MAX_INTERVAL = 3_600_000_000_000L;
    private static final int MAX_BUDGET = 10_000;

    private long interval;
    private String source = "auto";
    private String exits = "hook";
    private int budget = 100;
    private String record;
    private String log = "warn";
    private final List<String> problems = new ArrayList<>();

    private AgentOptions() {}

    /** Reads the text after {@code -javaagent:tidewatch.jar=}; null and "" mean no options. */
    static AgentOptions parse(String arguments) {
        AgentOptions options = new AgentOptions();
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

    /** The sampling interval in nanoseconds, or 0 where none was asked for. */
    long interval() {
        return interval;
    }

    String source() {
        return source;
    }

    /** What passes may take of one CPU, in ten-thousandths; 0 where it does not matter. */
    int budget() {
        return budget;
    }

    /** The file to record to, or null. */
    String record() {
        return record;
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
     * What the isolated part is told: {@code source}, {@code exits}, {@code log}, {@code budget} in ten-thousandths, and
     * where given {@code interval} in nanoseconds.
     */
    Map<String, String> values() {
        Map<String, String> values = new ConcurrentHashMap<>();
        if (interval != 0) {
            values.put("interval", Long.toString(interval));
        }
        values.put("source", source);
        values.put("exits", exits);
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
                long nanos = nanos(value);
                if (nanos < MIN_INTERVAL || nanos > MAX_INTERVAL) {
                    problem(
                            option,
                            "allowed is a whole number with the unit ms, s or m, from 10ms to 60m",
                            interval == 0 ? "each recording's own period, by default 1 s" : interval + " ns");
                } else {
                    interval = nanos;
                }
                break;
            case "source":
                source = oneOf(SOURCES, option, value, source);
                break;
            case "exits":
                exits = oneOf(EXITS, option, value, exits);
                break;
            case "budget":
                int parts = value.equals("off") ? 0 : parts(value);
                if (parts < 0) {
                    problem(
                            option,
                            "allowed are off and a share of one CPU, from 0.01% to 100%",
                            budget == 0
                                    ? "off"
                                    : BigDecimal.valueOf(budget, 2)
                                                    .stripTrailingZeros()
                                                    .toPlainString() + "%");
                } else {
                    budget = parts;
                }
                break;
            case "log":
                log = oneOf(LEVELS, option, value, log);
                break;
            case "record":
                if (value.isEmpty()) {
                    problem(
                            option,
                            "allowed is the name of a file to write, without a comma",
                            record == null ? "no recording" : record);
                } else {
                    record = value;
                }
                break;
            default:
                problems.add(option + ": no such option, it is ignored; allowed are interval, source, exits,"
                        + " budget, record and log (a value cannot contain a comma)");
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
        problems.add(option + ": " + allowed + "; what holds is " + holds);
    }

    /** The percentage in ten-thousandths, or -1 where it is none of 0.01 to 100. */
    private static int parts(String value) {
        int end = value.length() - 1;
        int parts = 0;
        int decimals = -1;
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            if (c == '.' && i > 0 && i < end - 1 && decimals < 0) {
                decimals = 0;
            } else if (c >= '0' && c <= '9' && decimals < 2 && parts <= MAX_BUDGET) {
                parts = 10 * parts + c - '0';
                decimals += decimals < 0 ? 0 : 1;
            } else {
                return -1;
            }
        }
        for (int i = Math.max(0, decimals); i < 2; i++) {
            parts *= 10;
        }
        return value.endsWith("%") && parts >= 1 && parts <= MAX_BUDGET ? parts : -1;
    }

    /** The value in nanoseconds, or -1 where it is none. */
    private static long nanos(String value) {
        int digits = 0;
        while (digits < value.length() && value.charAt(digits) >= '0' && value.charAt(digits) <= '9') {
            digits++;
        }
        // 99 999 999 minutes fit in a long of nanoseconds: nothing below overflows.
        if (digits == 0 || digits > 8) {
            return -1;
        }
        long number = Long.parseLong(value.substring(0, digits));
        switch (value.substring(digits)) {
            case "ms":
                return number * 1_000_000L;
            case "s":
                return number * 1_000_000_000L;
            case "m":
                return number * 60_000_000_000L;
            default:
                return -1;
        }
    }
}
