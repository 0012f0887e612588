package io.github.tidewatch.agent.cli.attach;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Checks the agent's options before they are sent: the agent itself can only complain on the application's stderr. It
 * reads them by {@code AgentOptions}, which stands on the class-loader level of the application.
 */
final class AgentArguments {
    private static final Map<String, Long> UNITS =
            Map.of("ms", 1L, "s", 1000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L, "mb", 1L, "gb", 1024L);
    private static final Map<String, String> ALLOWED = new LinkedHashMap<>();

    static {
        ALLOWED.put("interval", "\\d{1,8}(ms|s|m)");
        ALLOWED.put("source", "auto|taskstats|procfs");
        ALLOWED.put("exits", "hook|listener|off");
        ALLOWED.put("budget", "off|0*(100(\\.0{1,2})?|(?!0+(\\.0{1,2})?%)\\d{1,2}(\\.\\d{1,2})?)%");
        ALLOWED.put("record", "(?s).+");
        ALLOWED.put("max-size", "\\d{1,8}(m|g)");
        ALLOWED.put("max-age", "\\d{1,8}(s|m|h|d)");
        ALLOWED.put("log", "off|error|warn|info|debug");
    }

    private AgentArguments() {}

    /** What is wrong with them; empty if nothing is. */
    static Optional<String> problem(String options) {
        for (String part : options.split(",", -1)) {
            String option = part.trim();
            if (option.isEmpty()) {
                continue;
            }
            int equals = option.indexOf('=');
            String format = equals < 0 ? null : ALLOWED.get(option.substring(0, equals));
            if (format == null
                    || !option.substring(equals + 1).matches(format)
                    || !isWithinBounds(option.substring(0, equals), option.substring(equals + 1))) {
                return Optional.of(
                        "'" + option + "' is no option of the agent: allowed are interval=10ms to 60m,"
                                + " source=auto|taskstats|procfs, exits=hook|listener|off, budget=off or 0.01% to 100%,"
                                + " record=FILE, max-size=1m to 1000g, max-age=1s to 365d, log=off|error|warn|info|debug, separated by commas");
            }
        }
        return Optional.empty();
    }

    private static boolean isWithinBounds(String option, String value) {
        switch (option) {
            case "interval":
                return isWithin(value, "", "10ms", "60m");
            case "max-size":
                return isWithin(value, "b", "1m", "1000g");
            case "max-age":
                return isWithin(value, "", "1s", "365d");
            default:
                return true;
        }
    }

    private static boolean isWithin(String value, String suffix, String least, String most) {
        long amount = amount(value + suffix);
        return amount >= amount(least + suffix) && amount <= amount(most + suffix);
    }

    private static long amount(String value) {
        return Long.parseLong(value.replaceAll("\\D", "")) * UNITS.get(value.replaceAll("\\d", ""));
    }
}
