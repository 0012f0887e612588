package io.github.tidewatch.agent.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The time of which there are recordings: chunks that follow each other are one stretch. Times are nanoseconds since 1970. */
final class Coverage {
    /** Between the end of a chunk and the begin of the next one. */
    private static final long ROTATION = 1_000_000_000;

    private final List<long[]> stretches = new ArrayList<>();

    Coverage(List<Chunk> chunks) {
        List<Chunk> sorted = new ArrayList<>(chunks);
        sorted.sort(Comparator.comparingLong(Chunk::begin));
        long[] last = null;
        for (Chunk chunk : sorted) {
            if (last != null && chunk.begin() <= last[1] + ROTATION) {
                last[1] = Math.max(last[1], chunk.end());
            } else {
                last = new long[] {chunk.begin(), chunk.end()};
                stretches.add(last);
            }
        }
    }

    /** One stretch. */
    static Coverage of(long begin, long end) {
        Coverage coverage = new Coverage(List.of());
        coverage.stretches.add(new long[] {begin, end});
        return coverage;
    }

    /** Whether all of this time was recorded. */
    boolean holds(long begin, long end) {
        return stretches.stream().anyMatch(stretch -> begin >= stretch[0] && end <= stretch[1] + ROTATION);
    }

    /** The begin of the first chunk; 0 if there is none. */
    long begin() {
        return stretches.isEmpty() ? 0 : stretches.get(0)[0];
    }

    /** The end of the last chunk, as far as it is known. */
    long end() {
        return stretches.isEmpty() ? 0 : stretches.get(stretches.size() - 1)[1];
    }
}
