package io.github.tidewatch.timeline;

import io.github.tidewatch.findings.CoveredTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The time of which there are recordings: chunks that follow each other are one stretch. Times are nanoseconds since 1970.
 * For one thread at a time.
 */
public final class Coverage {
    /** Between the end of a chunk and the begin of the next one. */
    private static final long ROTATION = 1_000_000_000;

    private final Map<RecordedSpan, Long> ends = new LinkedHashMap<>();
    private CoveredTime covered = new CoveredTime(ROTATION);
    private long begin = Long.MAX_VALUE;
    private long end = Long.MIN_VALUE;
    private boolean stale;

    /** The time of these chunks; a gap between two of at most a second is covered, since JFR begins a new one in it. */
    public Coverage(Collection<? extends RecordedSpan> chunks) {
        chunks.forEach(chunk -> ends.put(chunk, chunk.end()));
        stale = true;
    }

    /** One stretch. */
    public static Coverage of(long begin, long end) {
        Coverage coverage = new Coverage(List.of());
        coverage.stale = false;
        coverage.include(begin, end);
        return coverage;
    }

    /** Notes that a record of the chunk is of a time until then: the header of an unfinished one may not know. */
    public void reach(RecordedSpan chunk, long time) {
        Long known = ends.get(chunk);
        if (known != null && time > known) {
            ends.put(chunk, time);
            stale = true;
        }
    }

    /** Notes that nothing after this time could be read of the chunk. */
    public void cut(RecordedSpan chunk, long time) {
        ends.put(chunk, Math.max(chunk.begin(), time));
        stale = true;
    }

    private void refresh() {
        if (stale) {
            stale = false;
            covered = new CoveredTime(ROTATION);
            begin = Long.MAX_VALUE;
            end = Long.MIN_VALUE;
            ends.forEach((chunk, until) -> include(chunk.begin(), until));
        }
    }

    private void include(long from, long to) {
        covered.add(from, to);
        begin = Math.min(begin, from);
        end = Math.max(end, to);
    }

    /** Whether all of this time was recorded. */
    public boolean holds(long from, long to) {
        refresh();
        return covered.holds(from, to);
    }

    /** How much was recorded between these times, in nanoseconds. */
    public long length(long from, long to) {
        refresh();
        return covered.length(from, to);
    }

    /** The begin of the first chunk; 0 if there is none. */
    public long begin() {
        refresh();
        return begin == Long.MAX_VALUE ? 0 : begin;
    }

    /** The end of the last chunk, as far as it is known. */
    public long end() {
        refresh();
        return end == Long.MIN_VALUE ? 0 : end;
    }
}
