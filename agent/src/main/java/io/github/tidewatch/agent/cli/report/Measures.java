package io.github.tidewatch.agent.cli.report;

import java.util.Arrays;
import java.util.OptionalLong;

/** Sums of {@link Measure}s. One that no record has is unknown; so is one that some records lack. For one thread at a time. */
final class Measures {
    private final long[] values = new long[Measure.count()];
    private int present;
    private int absent;

    void clear() {
        Arrays.fill(values, 0);
        present = 0;
        absent = 0;
    }

    void set(Measure measure, long value) {
        values[measure.ordinal()] = value;
        present |= 1 << measure.ordinal();
    }

    void setAbsent(Measure measure) {
        absent |= 1 << measure.ordinal();
    }

    void add(Measures other) {
        for (int i = 0; i < values.length; i++) {
            values[i] += other.values[i];
        }
        present |= other.present;
        absent |= other.absent;
    }

    /** Multiplies by the fraction, from 0 to 1. */
    void scale(double fraction) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.round(values[i] * fraction);
        }
    }

    /** The sum, empty when it is unknown. */
    OptionalLong get(Measure measure) {
        int bit = 1 << measure.ordinal();
        return (present & bit) != 0 && (absent & bit) == 0
                ? OptionalLong.of(values[measure.ordinal()])
                : OptionalLong.empty();
    }
}
