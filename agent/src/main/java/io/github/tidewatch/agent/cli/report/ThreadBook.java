package io.github.tidewatch.agent.cli.report;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sums records by thread, in bounded memory. The kernel gives a tid anew after a thread's end and Java code renames
 * threads, so neither tells a thread; the Java thread's id does. Records without one (JVM-internal threads, and threads
 * that had ended when JFR wrote the chunk) go by tid and name. A thread's own account of its life, which it gives as it
 * ends, says again what its records say in pieces: it counts only where there is no record of it. For one thread at a time.
 */
final class ThreadBook {
    /** Ends are settled this much later, or this many ends: JFR does not write events in the order of time. */
    private static final long END_PENDING = 2_000_000_000;

    private static final int ENDS_PENDING = 2000;

    /** By how much times of events of one thread may contradict each other. */
    private static final long CLOCK_SLACK = 50_000_000;

    private final TimeGrid grid = new TimeGrid();
    private final Map<Long, List<ThreadTally>> byTid = new HashMap<>();
    private final Deque<ThreadRecord> ends = new ArrayDeque<>();
    private final Groups folded = new Groups();
    private final Groups ended = new Groups();
    private final Series foldedSeries = new Series(grid);
    private final int most;
    private final long from;
    private final long to;
    private final Coverage coverage;
    private final long[] firstLengths = new long[TimeGrid.WIDTHS];
    private final long[] laterLengths = new long[TimeGrid.WIDTHS];
    private int count;

    /** Of what was so between two times, with this many threads kept apart at most. */
    ThreadBook(int most, long from, long to, Coverage coverage) {
        this.most = most;
        this.from = from;
        this.to = to;
        this.coverage = coverage;
    }

    void add(ThreadRecord record) {
        if (record.kind == ThreadRecord.Kind.END) {
            if (record.end >= from && record.end <= to) {
                ended.add(record.name, record.time, record.measures, 1);
            }
            ends.add(record.copy());
            if (ends.size() > ENDS_PENDING) {
                settle(ends.remove());
            }
        } else if (record.clip(from, to)) {
            while (!ends.isEmpty() && ends.peek().end + END_PENDING < record.begin) {
                settle(ends.remove());
            }
            ThreadTally tally = tally(record);
            if (tally.isConcluded()) {
                return; // a late record of a life that was told as a whole
            }
            if (record.kind == ThreadRecord.Kind.DELAY) {
                // The first record of a thread may be as short as its life.
                (tally.hasRecords() ? laterLengths : firstLengths)[TimeGrid.nearestWidth(record.length())]++;
                tally.add(record);
            } else {
                tally.addUsage(record);
            }
        }
    }

    private ThreadTally tally(ThreadRecord record) {
        List<ThreadTally> sameTid = byTid.computeIfAbsent(record.tid, tid -> new ArrayList<>(1));
        for (int i = sameTid.size() - 1; i >= 0; i--) {
            ThreadTally tally = sameTid.get(i);
            boolean alive = record.end < tally.endOfLife() || record.end - tally.endOfLife() < CLOCK_SLACK;
            boolean same = tally.javaId() == record.javaId && (record.javaId > 0 || tally.wasNamed(record.name));
            if (alive && (same || tally.isConcluded())) {
                return tally;
            }
        }
        ThreadTally tally = new ThreadTally(record, grid);
        sameTid.add(tally);
        if (++count > most) {
            fold(tally);
        }
        return tally;
    }

    /** A tid is one thread's at a time: what was recorded of it during this life is of this thread. */
    private void settle(ThreadRecord life) {
        List<ThreadTally> sameTid = byTid.computeIfAbsent(life.tid, tid -> new ArrayList<>(1));
        boolean known = false;
        for (ThreadTally tally : sameTid) {
            if (!tally.ended() && tally.overlaps(life.begin, life.end + CLOCK_SLACK)) {
                tally.markEnded(life.end);
                known = true;
            }
        }
        boolean recorded = coverage.holds(life.begin, life.end) && life.begin >= from && life.end <= to;
        if (!known && life.isOwnWord && recorded) {
            ThreadTally thread = new ThreadTally(life, grid);
            thread.conclude(life);
            sameTid.add(thread);
            if (++count > most) {
                fold(thread);
            }
        } else if (sameTid.isEmpty()) {
            byTid.remove(life.tid);
        }
    }

    /** Adds up half of the threads by group: first those that ended, then those not heard of for longest, little lost first. */
    private void fold(ThreadTally spared) {
        List<ThreadTally> all = new ArrayList<>(count);
        byTid.values().forEach(all::addAll);
        all.remove(spared);
        all.sort(Comparator.comparing((ThreadTally tally) -> !tally.ended()).thenComparingLong(ThreadTally::end));
        List<ThreadTally> candidates = all.subList(0, Math.min(all.size(), most * 3 / 4));
        candidates.sort(Comparator.comparingLong(tally -> tally.time().lost()));
        for (ThreadTally tally : candidates.subList(0, Math.min(candidates.size(), most / 2))) {
            folded.add(tally.name(), tally.time(), tally.measures(), 1);
            foldedSeries.add(tally.series());
            List<ThreadTally> sameTid = byTid.get(tally.tid());
            sameTid.remove(tally);
            if (sameTid.isEmpty()) {
                byTid.remove(tally.tid());
            }
            count--;
        }
    }

    /** Makes the grid's buckets as wide as most records are long, which is about the period. */
    void widenToPeriod() {
        int first = mostFrequent(firstLengths);
        int later = mostFrequent(laterLengths);
        grid.widenTo(laterLengths[later] > 0 ? later : first);
    }

    private static int mostFrequent(long[] counts) {
        int most = 0;
        for (int i = 0; i < counts.length; i++) {
            most = counts[i] > counts[most] ? i : most;
        }
        return most;
    }

    /** To be called once, when all records are added: no more can be after it. */
    void close() {
        ends.forEach(this::settle);
        ends.clear();
        widenToPeriod();
        byTid.values().forEach(this::joinDivided);
        byTid.values().forEach(sameTid -> sameTid.removeIf(tally -> tally.time().wall() <= 0));
    }

    /** A thread that ends keeps its Java id in the chunks before and loses it in its last. */
    private void joinDivided(List<ThreadTally> sameTid) {
        if (sameTid.size() < 2) {
            return;
        }
        for (ThreadTally nameless : new ArrayList<>(sameTid)) {
            if (nameless.javaId() == 0) {
                Optional<ThreadTally> earlierSelf = sameTid.stream()
                        .filter(tally -> tally.javaId() > 0 && !tally.isConcluded() && tally.wasNamed(nameless.name()))
                        .filter(tally -> tally.precedes(nameless))
                        .max(Comparator.comparingLong(ThreadTally::end));
                earlierSelf.ifPresent(tally -> {
                    tally.add(nameless);
                    sameTid.remove(nameless);
                });
            }
        }
    }

    /** The threads kept apart, in no order. */
    Collection<ThreadTally> threads() {
        List<ThreadTally> threads = new ArrayList<>();
        byTid.values().forEach(threads::addAll);
        return threads;
    }

    /** The threads that were too many to be kept apart, by group. */
    Groups folded() {
        return folded;
    }

    Series foldedSeries() {
        return foldedSeries;
    }

    /** The whole lives of the threads that ended, by group; parts of them may lie before the recording. */
    Groups ended() {
        return ended;
    }

    TimeGrid grid() {
        return grid;
    }
}
