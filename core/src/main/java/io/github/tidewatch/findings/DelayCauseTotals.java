package io.github.tidewatch.findings;

import io.github.tidewatch.metrics.CpuDelayCause;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * What all {@code tidewatch.DelayCause} say together, by thread group, in a bounded number of these. A part that one record
 * of a group lacks is unknown in its sum. Times are nanoseconds. For one thread at a time; a {@link RuleInput} that has it
 * wants it unchanged.
 */
public final class DelayCauseTotals {
    /** What stands for a part that a record does not have. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    private static final int MOST_GROUPS = 1000;
    private static final String OTHERS = "other";

    private final Map<String, Sums> groups = new LinkedHashMap<>();

    private static final class Sums {
        private final long[] parts = new long[CpuDelayCause.values().length];
        private final boolean[] unknown = new boolean[parts.length];
        private final Map<String, Long> users = new HashMap<>();
        private long cpuDelay;

        void add(Sums other) {
            cpuDelay += other.cpuDelay;
            Arrays.setAll(parts, i -> parts[i] + other.parts[i]);
            for (int i = 0; i < parts.length; i++) {
                unknown[i] |= other.unknown[i];
            }
            other.users.forEach((user, weight) -> use(user, weight));
        }

        void use(String user, long weight) {
            if (users.size() < MOST_GROUPS || users.containsKey(user)) {
                users.merge(user, weight, Long::sum);
            }
        }
    }

    /**
     * Adds one record.
     *
     * @param mostCpuGroup the group of the process that used most CPU time meanwhile; empty or null if it is unknown
     * @param part what the record says of each cause, or {@link #UNKNOWN}
     */
    public void add(String threadGroup, long cpuDelay, String mostCpuGroup, ToLongFunction<CpuDelayCause> part) {
        Sums sums = sums(threadGroup);
        sums.cpuDelay += cpuDelay;
        for (CpuDelayCause cause : CpuDelayCause.values()) {
            long value = part.applyAsLong(cause);
            if (value == UNKNOWN) {
                sums.unknown[cause.ordinal()] = true;
            } else {
                sums.parts[cause.ordinal()] += value;
            }
        }
        if (mostCpuGroup != null && !mostCpuGroup.isEmpty()) {
            sums.use(mostCpuGroup, cpuDelay);
        }
    }

    /** Adds all that another has summed up. */
    public void add(DelayCauseTotals other) {
        other.groups.forEach((group, sums) -> sums(group).add(sums));
    }

    private Sums sums(String group) {
        Sums known = groups.get(group);
        return known != null
                ? known
                : groups.computeIfAbsent(groups.size() < MOST_GROUPS ? group : OTHERS, any -> new Sums());
    }

    public boolean isEmpty() {
        return groups.isEmpty();
    }

    /** Each group with what it lost to which cause. */
    public Map<String, DelayCauses> byGroup() {
        Map<String, DelayCauses> all = new LinkedHashMap<>();
        groups.keySet().forEach(group -> all.put(group, of(group::equals)));
        return all;
    }

    /** The sum over these groups. */
    public DelayCauses of(Predicate<String> which) {
        Sums sum = new Sums();
        groups.forEach((group, sums) -> {
            if (which.test(group)) {
                sum.add(sums);
            }
        });
        Map<CpuDelayCause, Long> parts = new EnumMap<>(CpuDelayCause.class);
        for (CpuDelayCause cause : CpuDelayCause.values()) {
            if (!sum.unknown[cause.ordinal()]) {
                parts.put(cause, sum.parts[cause.ordinal()]);
            }
        }
        String user = sum.users.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse("");
        return new DelayCauses(sum.cpuDelay, parts, user);
    }
}
