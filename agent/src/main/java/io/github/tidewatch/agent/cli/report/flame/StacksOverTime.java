package io.github.tidewatch.agent.cli.report.flame;

import io.github.tidewatch.timeline.Coverage;
import java.util.HashMap;
import java.util.Map;

/**
 * How the time of each stack is distributed over equal stretches of the recorded time, in which gaps do not count: how much
 * these differ says what is chance. Bounded in bytes: stacks beyond have none. For one thread at a time.
 */
final class StacksOverTime {
    static final int STRETCHES = 16;

    private static final int BYTES_OF_STACK = 140;

    /** Of one part of a stack's time. */
    private static final int BYTES_OF_PART = 80;

    private final Map<String, Map<Integer, float[][]>> groups = new HashMap<>();
    private Coverage coverage;
    private long begin;
    private double width;
    private long bytesLeft;

    /** Of a recording that is to {@link #begin}. */
    StacksOverTime(long mostBytes) {
        bytesLeft = mostBytes;
    }

    /**
     * To be called before something is added, when it is known what is recorded.
     *
     * @param from what was asked for, nanoseconds since 1970
     * @param to its end
     */
    void begin(Coverage recorded, long from, long to) {
        coverage = recorded;
        begin = Math.max(from, recorded.begin());
        width = Math.max(1, recorded.length(begin, Math.min(to, recorded.end())) / (double) STRETCHES);
    }

    /** Of a stretch, in nanoseconds. */
    double width() {
        return width;
    }

    /** Where a time is, in stretches. */
    double place(long time) {
        return coverage.length(begin, Math.max(begin, time)) / width;
    }

    /** Adds what a stack of the group has of an interval, of which the {@linkplain #place places} are given. */
    void add(String group, int stack, FlamePart part, long nanos, double from, double to) {
        float[] stretches = stretches(group, stack, part);
        if (stretches != null) {
            divide(nanos, from, to, stretches);
        }
    }

    /** Null where there is no room for more. */
    private float[] stretches(String group, int stack, FlamePart part) {
        Map<Integer, float[][]> stacks = groups.computeIfAbsent(group, any -> new HashMap<>());
        float[][] parts = stacks.get(stack);
        if (parts == null) {
            bytesLeft -= BYTES_OF_STACK;
            if (bytesLeft < 0) {
                return null;
            }
            parts = new float[FlamePart.values().length][];
            stacks.put(stack, parts);
        }
        if (parts[part.ordinal()] == null) {
            bytesLeft -= BYTES_OF_PART;
            parts[part.ordinal()] = bytesLeft < 0 ? null : new float[STRETCHES];
        }
        return parts[part.ordinal()];
    }

    /** In proportion to how much of the interval lies in each stretch. */
    private static void divide(long nanos, double from, double to, float[] stretches) {
        int first = index(from);
        int last = Math.max(first, index(Math.nextDown(to)));
        for (int i = first; i <= last; i++) {
            double overlap = Math.min(to, i + 1) - Math.max(from, i);
            stretches[i] += (float) (first == last ? nanos : nanos * Math.max(0, overlap) / (to - from));
        }
    }

    private static int index(double stretch) {
        return (int) Math.max(0, Math.min(STRETCHES - 1, stretch));
    }

    /** Nanoseconds in each stretch; null where they are not known. */
    float[] of(String group, int stack, FlamePart part) {
        float[][] parts = groups.getOrDefault(group, Map.of()).get(stack);
        return parts == null ? null : parts[part.ordinal()];
    }
}
