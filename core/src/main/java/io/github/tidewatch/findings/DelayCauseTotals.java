package io.github.tidewatch.findings;

import io.github.tidewatch.metrics.CpuDelayCause;
import io.github.tidewatch.metrics.ThreadGroups;
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

    /** Of the groups that used most CPU time, for each group that waited. */
    private static final int MOST_USERS = 16;

    /** A longer wait, in sum over all threads of a group, is none of one record: ten years. */
    private static final long LONGEST = 315_360_000_000_000_000L;

    /** The parts of a record are rounded each. */
    private static final long ROUNDING = 1000;

    private final Map<String, Sums> groups = new LinkedHashMap<>();

    private static final class Sums {
        private final long[] parts = new long[CpuDelayCause.values().length];
        private final boolean[] unknown = new boolean[parts.length];
        private final Map<String, Long> users = new HashMap<>();
        private long cpuDelay;

        void add(Sums other) {
            cpuDelay = sum(cpuDelay, other.cpuDelay);
            Arrays.setAll(parts, i -> sum(parts[i], other.parts[i]));
            for (int i = 0; i < parts.length; i++) {
                unknown[i] |= other.unknown[i];
            }
            other.users.forEach((user, weight) -> use(user, weight));
        }

        void use(String user, long weight) {
            if (users.size() < MOST_USERS || users.containsKey(user)) {
                users.merge(user, weight, Sums::sum);
            }
        }

        /** Of numbers that are not negative. */
        static long sum(long one, long other) {
            long sum = one + other;
            return sum < 0 ? Long.MAX_VALUE : sum;
        }
    }

    /** Whether a record can be so: a damaged recording may say anything. */
    public static boolean isSensible(String threadGroup, long cpuDelay, ToLongFunction<CpuDelayCause> part) {
        if (threadGroup == null || cpuDelay < 0 || cpuDelay > LONGEST) {
            return false;
        }
        for (CpuDelayCause cause : CpuDelayCause.values()) {
            long value = part.applyAsLong(cause);
            if (value != UNKNOWN && (value < 0 || value > cpuDelay + ROUNDING)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Adds one record, if it {@linkplain #isSensible can be so}.
     *
     * @param mostCpuGroup the group of the process that used most CPU time meanwhile; empty or null if it is unknown
     * @param part what the record says of each cause, or {@link #UNKNOWN}
     */
    public void add(String threadGroup, long cpuDelay, String mostCpuGroup, ToLongFunction<CpuDelayCause> part) {
        if (isSensible(threadGroup, cpuDelay, part)) {
            add(threadGroup, cpuDelay, mostCpuGroup, part, 1);
        }
    }

    /** Adds a fraction of a record that can be so, from 0 to 1. */
    public void add(
            String threadGroup,
            long cpuDelay,
            String mostCpuGroup,
            ToLongFunction<CpuDelayCause> part,
            double fraction) {
        Sums sums = sums(threadGroup);
        long delay = Math.round(cpuDelay * fraction);
        sums.cpuDelay = Sums.sum(sums.cpuDelay, delay);
        for (CpuDelayCause cause : CpuDelayCause.values()) {
            long value = part.applyAsLong(cause);
            int i = cause.ordinal();
            if (value == UNKNOWN) {
                sums.unknown[i] = true;
            } else {
                sums.parts[i] = Sums.sum(sums.parts[i], Math.round(value * fraction));
            }
        }
        if (mostCpuGroup != null && !mostCpuGroup.isEmpty()) {
            sums.use(mostCpuGroup, delay);
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
                : groups.computeIfAbsent(groups.size() < MOST_GROUPS ? group : ThreadGroups.OTHERS, any -> new Sums());
    }

    /** Whether no record was added. */
    public boolean isEmpty() {
        return groups.isEmpty();
    }

    /** How many groups there are. */
    public int groups() {
        return groups.size();
    }

    /** What these groups alone lost. */
    public DelayCauseTotals only(Predicate<String> which) {
        DelayCauseTotals some = new DelayCauseTotals();
        groups.forEach((group, sums) -> {
            if (which.test(group)) {
                some.sums(group).add(sums);
            }
        });
        return some;
    }

    /** Each group with what it lost to which cause. */
    public Map<String, DelayCauses> byGroup() {
        Map<String, DelayCauses> all = new LinkedHashMap<>();
        groups.keySet().forEach(group -> all.put(group, of(group::equals)));
        return all;
    }

    /** The sum over these groups; without a record of any, no part is known. */
    public DelayCauses of(Predicate<String> which) {
        Sums sum = new Sums();
        groups.forEach((group, sums) -> {
            if (which.test(group)) {
                sum.add(sums);
            }
        });
        boolean any = groups.keySet().stream().anyMatch(which);
        Map<CpuDelayCause, Long> parts = new EnumMap<>(CpuDelayCause.class);
        for (CpuDelayCause cause : CpuDelayCause.values()) {
            if (any && !sum.unknown[cause.ordinal()]) {
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
