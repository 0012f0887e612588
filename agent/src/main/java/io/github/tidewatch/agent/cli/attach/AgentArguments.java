package io.github.tidewatch.agent.cli.attach;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Checks the agent's options before they are sent: the agent itself can only complain on the application's stderr. It
 * reads them by {@code AgentOptions}, which stands on the application's floor of the jar.
 */
final class AgentArguments {
    private static final long SHORTEST_MILLIS = 10;
    private static final long LONGEST_MILLIS = 3_600_000;
    private static final Map<String, String> ALLOWED = new LinkedHashMap<>();

    static {
        ALLOWED.put("interval", "\\d{1,8}(ms|s|m)");
        ALLOWED.put("source", "auto|taskstats|procfs");
        ALLOWED.put("exits", "hook|listener|off");
        ALLOWED.put("budget", "off|0*(100(\\.0{1,2})?|(?!0+(\\.0{1,2})?%)\\d{1,2}(\\.\\d{1,2})?)%");
        ALLOWED.put("record", "(?s).+");
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
                    || (option.startsWith("interval=") && !isWithinBounds(option.substring(equals + 1)))) {
                return Optional.of("'" + option + "' is no option of the agent: allowed are interval=10ms to 60m,"
                        + " source=auto|taskstats|procfs, exits=hook|listener|off, budget=off or 0.01% to 100%,"
                        + " record=FILE, log=off|error|warn|info|debug, separated by commas");
            }
        }
        return Optional.empty();
    }

    private static boolean isWithinBounds(String interval) {
        long number = Long.parseLong(interval.replaceAll("\\D", ""));
        long unit = interval.endsWith("ms") ? 1 : interval.endsWith("s") ? 1000 : 60_000;
        return number * unit >= SHORTEST_MILLIS && number * unit <= LONGEST_MILLIS;
    }
}
