package io.github.tidewatch.agent.cli.report;

import io.github.tidewatch.findings.ThreadIdentity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Sums records by thread, in bounded memory; {@link ThreadIdentity} says which records are of one thread. Beyond a number
 * of threads some are folded: their sums go to those of their groups. A thread's own account of its life, which it gives as
 * it ends, says again what its records say in pieces: it counts only where there is no record of it. For one thread at a
 * time.
 */
final class ThreadBook {
    /** Ends are settled this much later, or this many ends: JFR does not write events in the order of time. */
    private static final long END_PENDING = 2_000_000_000;

    private static final int ENDS_PENDING = 2000;

    /** Folded threads of which is known whose records they are, for each thread kept apart. */
    private static final int FOLDED_PER_KEPT = 5;

    /** Threads of one tid among which the owner of a record is looked for. */
    private static final int MOST_PER_TID = 256;

    private static final Comparator<ThreadTally> ENDED_FIRST =
            Comparator.comparing((ThreadTally tally) -> !tally.ended()).thenComparingLong(ThreadTally::end);

    private final TimeGrid grid = new TimeGrid();
    private final Map<Long, List<ThreadTally>> byTid = new HashMap<>();
    private final Deque<ThreadRecord> ends = new ArrayDeque<>();
    private final Map<Long, List<ThreadRecord>> endsByTid = new HashMap<>();
    private final Groups folded = new Groups();
    private final Groups ended = new Groups();
    private final Series foldedSeries = new Series(grid);
    private final int most;
    private final long from;
    private final long to;
    private final Coverage coverage;
    private final long[] firstLengths = new long[TimeGrid.WIDTHS];
    private final long[] laterLengths = new long[TimeGrid.WIDTHS];
    private int kept;
    private int foldedKnown;
    private long forgottenUntil = Long.MIN_VALUE;
    private long unattributed;

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
            ThreadRecord end = record.copy();
            ends.add(end);
            endsByTid.computeIfAbsent(end.tid, tid -> new ArrayList<>(1)).add(end);
            if (ends.size() > ENDS_PENDING) {
                settleFirst();
            }
        } else if (record.clip(from, to)) {
            while (!ends.isEmpty() && ends.peek().end + END_PENDING < record.begin) {
                settleFirst();
            }
            settleBefore(record);
            ThreadTally tally = find(record);
            if (tally == null && record.end <= forgottenUntil) {
                unattributed++; // of a thread that is forgotten, perhaps told as a whole
            } else if (tally == null || !tally.isConcluded()) { // else a late record of a life that was told as a whole
                add(record, tally == null ? open(record) : tally);
            }
        }
    }

    /** A tid that has another thread since is that of one that has ended. */
    private void settleBefore(ThreadRecord record) {
        List<ThreadRecord> pending = endsByTid.get(record.tid);
        if (pending != null && record.end > record.begin) {
            pending.stream().filter(life -> life.end <= record.begin).forEach(this::settleOnce);
        }
    }

    private void add(ThreadRecord record, ThreadTally tally) {
        if (record.kind == ThreadRecord.Kind.DELAY) {
            // The first record of a thread may be as short as its life.
            (tally.hasRecords() ? laterLengths : firstLengths)[TimeGrid.nearestWidth(record.length())]++;
        }
        tally.identity().extend(record.javaId, record.name, record.begin, record.end);
        if (tally.isFolded()) {
            tally.addFolded(record, folded, foldedSeries);
        } else if (record.kind == ThreadRecord.Kind.DELAY) {
            tally.add(record);
        } else {
            tally.addUsage(record);
        }
    }

    private ThreadTally find(ThreadRecord record) {
        List<ThreadTally> sameTid = byTid.getOrDefault(record.tid, List.of());
        for (int i = sameTid.size() - 1; i >= 0; i--) {
            ThreadTally tally = sameTid.get(i);
            boolean told = tally.isConcluded() && tally.identity().isAlive(record.begin, record.end);
            if (told || tally.identity().owns(record.javaId, record.name, record.begin, record.end)) {
                return tally;
            }
        }
        return null;
    }

    private ThreadTally open(ThreadRecord record) {
        ThreadTally tally = new ThreadTally(record, grid);
        List<ThreadTally> sameTid = byTid.computeIfAbsent(record.tid, tid -> new ArrayList<>(1));
        if (sameTid.size() >= MOST_PER_TID) {
            new ArrayList<>(sameTid.subList(0, MOST_PER_TID / 2)).forEach(old -> {
                fold(old);
                forget(old);
            });
        }
        // The list may have gone with the last of its threads.
        byTid.computeIfAbsent(record.tid, tid -> new ArrayList<>(1)).add(tally);
        if (++kept > most) {
            foldHalf(tally);
        }
        return tally;
    }

    private void settleOnce(ThreadRecord life) {
        if (!life.isSettled) {
            life.isSettled = true;
            settle(life);
        }
    }

    /** A tid is one thread's at a time: what was recorded of it during this life is of this thread. */
    private void settle(ThreadRecord life) {
        boolean known = false;
        for (ThreadTally tally : byTid.getOrDefault(life.tid, List.of())) {
            if (!tally.ended() && tally.overlaps(life.begin, life.end + ThreadIdentity.CLOCK_SLACK)) {
                tally.identity().lived(life.begin, life.end);
                known = true;
            }
        }
        boolean recorded = coverage.holds(life.begin, life.end) && life.begin >= from && life.end <= to;
        if (!known && life.isOwnWord && recorded) {
            if (life.begin < forgottenUntil) {
                unattributed++; // its records may have been counted
            } else {
                open(life).conclude(life);
            }
        }
    }

    private void settleFirst() {
        ThreadRecord life = ends.remove();
        settleOnce(life);
        List<ThreadRecord> pending = endsByTid.get(life.tid);
        pending.remove(life);
        if (pending.isEmpty()) {
            endsByTid.remove(life.tid);
        }
    }

    /** Folds half of the threads: first those that ended, then those not heard of for longest, little lost first. */
    private void foldHalf(ThreadTally spared) {
        List<ThreadTally> all = all(tally -> !tally.isFolded() && tally != spared);
        all.sort(ENDED_FIRST);
        List<ThreadTally> candidates = all.subList(0, Math.min(all.size(), most * 3 / 4));
        candidates.sort(Comparator.comparingLong(tally -> tally.time().lost()));
        candidates.subList(0, Math.min(candidates.size(), most / 2)).forEach(this::fold);
        if (foldedKnown > FOLDED_PER_KEPT * (long) most) {
            List<ThreadTally> known = all(ThreadTally::isFolded);
            known.sort(ENDED_FIRST);
            for (ThreadTally tally : known.subList(0, known.size() / 2)) {
                forgottenUntil = Math.max(forgottenUntil, tally.end());
                forget(tally);
            }
        }
    }

    private List<ThreadTally> all(Predicate<ThreadTally> which) {
        List<ThreadTally> all = new ArrayList<>(kept);
        byTid.values().forEach(sameTid -> sameTid.stream().filter(which).forEach(all::add));
        return all;
    }

    private void fold(ThreadTally tally) {
        if (!tally.isFolded()) {
            tally.fold(folded, foldedSeries);
            kept--;
            foldedKnown++;
        }
    }

    private void forget(ThreadTally tally) {
        List<ThreadTally> sameTid = byTid.get(tally.tid());
        sameTid.remove(tally);
        if (sameTid.isEmpty()) {
            byTid.remove(tally.tid());
        }
        foldedKnown--;
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
        while (!ends.isEmpty()) {
            settleFirst();
        }
        widenToPeriod();
        byTid.values().forEach(this::joinDivided);
        byTid.values().forEach(sameTid -> sameTid.removeIf(tally -> tally.isFolded() || !tally.hasRecords()));
    }

    /** Records that came out of order may have been taken for those of two threads. */
    private void joinDivided(List<ThreadTally> sameTid) {
        sameTid.sort(Comparator.comparingLong(tally -> tally.identity().begin()));
        for (int i = 1; i < sameTid.size(); ) {
            ThreadTally earlier = sameTid.get(i - 1);
            ThreadTally later = sameTid.get(i);
            boolean divided = !earlier.isConcluded()
                    && !later.isConcluded()
                    && !earlier.isFolded()
                    && !later.isFolded()
                    && earlier.identity().continuesAs(later.identity());
            if (divided) {
                earlier.add(later);
                sameTid.remove(i);
            } else {
                i++;
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

    /** Records that were not counted, because threads that they may be of were too many to be remembered. */
    long unattributed() {
        return unattributed;
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
