package io.github.tidewatch.agent.cli.report.flame;

import java.util.HashMap;
import java.util.Map;

/**
 * How the time of each stack is distributed over equal stretches of a recording: how much these differ says what is chance.
 * Bounded in bytes: stacks beyond have none. For one thread at a time.
 */
final class StacksOverTime {
    static final int STRETCHES = 16;

    /** Of one part of a stack's time. */
    private static final int BYTES = 160;

    private final long begin;
    private final double width;
    private final Map<String, Map<Integer, float[][]>> groups = new HashMap<>();
    private long bytesLeft;

    /** Of a recording of this time, in nanoseconds since 1970. */
    StacksOverTime(long begin, long end, long mostBytes) {
        this.begin = begin;
        this.width = Math.max(1, (end - begin) / (double) STRETCHES);
        this.bytesLeft = mostBytes;
    }

    /** Adds what a stack of the group has of an interval. */
    void add(String group, int stack, FlamePart part, long nanos, long from, long to) {
        float[][] parts = groups.computeIfAbsent(group, any -> new HashMap<>())
                .computeIfAbsent(stack, any -> new float[FlamePart.values().length][]);
        if (parts[part.ordinal()] == null) {
            bytesLeft -= BYTES;
            parts[part.ordinal()] = bytesLeft < 0 ? new float[0] : new float[STRETCHES];
        }
        float[] stretches = parts[part.ordinal()];
        if (stretches.length > 0) {
            divide(nanos, (from - begin) / width, (to - begin) / width, stretches);
        }
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
        float[] stretches = parts == null ? null : parts[part.ordinal()];
        return stretches == null || stretches.length == 0 ? null : stretches;
    }
}
