package io.github.tidewatch.fleet.query;

import java.time.LocalDateTime;

/**
 * Answers to the usual questions, as SQL over the views. Sums leave out what is not known, and say of how much of the time
 * it is known; of nothing known they are NULL.
 */
public final class Canned {
    private static final String JVMS = "count(DISTINCT (host, pod, jvm)) AS jvms";
    private static final String DEMAND = "(user_time_ns + system_time_ns + cpu_delay_ns)";
    private static final String BLOCK_IO_KNOWN =
            "round(100.0 * coalesce(sum(interval_ns) FILTER (WHERE block_io_delay_ns"
                    + " IS NOT NULL), 0) / nullif(sum(interval_ns), 0), 1) AS block_io_known_pct";

    private Canned() {}

    /** The thread groups of all services that lost most time, most first. */
    public static String worst(int limit) {
        return """
                SELECT service, thread_group, %s, %s, %s, %s, %s,
                  round(100.0 * (sum(cpu_delay_ns) + coalesce(sum(block_io_delay_ns), 0)) / nullif(sum(interval_ns), 0), 1)
                    AS lost_at_least_pct
                FROM "interval" GROUP BY service, thread_group
                ORDER BY sum(cpu_delay_ns) + coalesce(sum(block_io_delay_ns), 0) DESC NULLS LAST, service, thread_group
                LIMIT %d""".formatted(
                        JVMS,
                        seconds("interval_ns", "thread_s"),
                        seconds("cpu_delay_ns", "cpu_delay_s"),
                        seconds("block_io_delay_ns", "block_io_delay_s"),
                        BLOCK_IO_KNOWN,
                        limit);
    }

    /** Each service, the one with most CPU delay first, and the part of it that a CPU quota made. */
    public static String byService() {
        return by("service", "count(DISTINCT host) AS hosts", "quota_delay_ns", "own_threads_delay_ns");
    }

    /** Each host, the one with most CPU delay first, and the part that others on it and the hypervisor made. */
    public static String hosts() {
        return by("host", "count(DISTINCT service) AS services", "neighbor_delay_ns", "steal_delay_ns");
    }

    private static String by(String key, String count, String firstCause, String secondCause) {
        return """
                WITH times AS (SELECT %1$s, %2$s, %3$s, %4$s, %5$s, %6$s,
                    round(100.0 * sum(cpu_delay_ns) / nullif(sum(%7$s), 0), 1) AS cpu_delay_of_demand_pct, %8$s, %9$s
                  FROM "interval" GROUP BY %1$s),
                causes AS (SELECT %1$s, %10$s, %11$s FROM cause GROUP BY %1$s)
                SELECT times.*, causes.* EXCLUDE (%1$s)
                FROM times LEFT JOIN causes ON times.%1$s IS NOT DISTINCT FROM causes.%1$s
                ORDER BY cpu_delay_s DESC NULLS LAST, times.%1$s""".formatted(
                        key,
                        JVMS,
                        count,
                        seconds("interval_ns", "thread_s"),
                        seconds("user_time_ns + system_time_ns", "on_cpu_s"),
                        seconds("cpu_delay_ns", "cpu_delay_s"),
                        DEMAND,
                        seconds("block_io_delay_ns", "block_io_delay_s"),
                        BLOCK_IO_KNOWN,
                        seconds(firstCause, firstCause.replace("_ns", "_s")),
                        seconds(secondCause, secondCause.replace("_ns", "_s")));
    }

    /** Each service before and since a time of UTC, the one whose wait for CPUs grew most first. */
    public static String since(LocalDateTime time) {
        String before = "FILTER (WHERE begin_time < TIMESTAMP '" + time + "')";
        String since = "FILTER (WHERE begin_time >= TIMESTAMP '" + time + "')";
        return """
                WITH sums AS (SELECT service,
                    string_agg(DISTINCT version, ', ' ORDER BY version) %1$s AS versions_before,
                    string_agg(DISTINCT version, ', ' ORDER BY version) %2$s AS versions_since,
                    100.0 * sum(cpu_delay_ns) %1$s / nullif(sum(%3$s) %1$s, 0) AS b,
                    100.0 * sum(cpu_delay_ns) %2$s / nullif(sum(%3$s) %2$s, 0) AS s,
                    round(sum(cpu_delay_ns) %1$s / 1e9, 3) AS cpu_delay_before_s,
                    round(sum(cpu_delay_ns) %2$s / 1e9, 3) AS cpu_delay_since_s
                  FROM "interval" GROUP BY service)
                SELECT service, versions_before, versions_since, cpu_delay_before_s, cpu_delay_since_s,
                  round(b, 1) AS of_demand_before_pct, round(s, 1) AS of_demand_since_pct, round(s - b, 1) AS change_points
                FROM sums ORDER BY s - b DESC NULLS LAST, service""".formatted(before, since, DEMAND);
    }

    private static String seconds(String nanos, String name) {
        return "round(sum(" + nanos + ") / 1e9, 3) AS " + name;
    }
}
