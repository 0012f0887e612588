package io.github.tidewatch.agent.cli.report.model;

import io.github.tidewatch.metrics.ThreadIdentity;
import io.github.tidewatch.timeline.Coverage;
import io.github.tidewatch.timeline.EarlySeries;
import io.github.tidewatch.timeline.RecordLengths;
import io.github.tidewatch.timeline.TimeGrid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Sums records by thread, in bounded memory; {@link ThreadIdentity} says which records are of one thread. Beyond a number
 * of threads some are folded: their sums go to those of their groups. A thread's own account of its life, which it gives as
 * it ends, says again what its records say in pieces: it counts only where there is no record of it. For one thread at a
 * time.
 */
final class ThreadAggregator {
    /** Ends are resolved this much later, or this many ends: JFR does not write events in the order of time. */
    private static final long END_PENDING = 2_000_000_000;

    private static final int ENDS_PENDING = 2000;

    /** Folded threads of which is known whose records they are, for each thread kept apart. */
    private static final int FOLDED_PER_KEPT = 5;

    /** Threads of one tid among which the owner of a record is searched. */
    private static final int MOST_PER_TID = 256;

    private static final Comparator<ThreadSummary> ENDED_FIRST =
            Comparator.comparing((ThreadSummary thread) -> !thread.ended()).thenComparingLong(ThreadSummary::end);

    private final TimeGrid grid = new TimeGrid();
    private final Map<Long, List<ThreadSummary>> byTid = new HashMap<>();
    private final Deque<ThreadRecord> ends = new ArrayDeque<>();
    private final Map<Long, List<ThreadRecord>> endsByTid = new HashMap<>();
    private final Groups folded = new Groups(grid);
    private final Groups ended = new Groups();
    private final EarlySeries early;
    private final int most;
    private final long from;
    private final long to;
    private final Coverage coverage;
    private final Consumer<ThreadRecord> counted;
    private final RecordLengths lengths = new RecordLengths();
    private int kept;
    private int foldedKnown;
    private long forgottenUntil = Long.MIN_VALUE;
    private long unattributed;

    /** Of what was so between two times, with this many threads kept apart at most; tells of each record that counts. */
    ThreadAggregator(int most, long from, long to, Coverage coverage, Consumer<ThreadRecord> counted) {
        this.most = most;
        this.from = from;
        this.to = to;
        this.coverage = coverage;
        this.counted = counted;
        this.early = new EarlySeries(coverage);
    }

    void add(ThreadRecord record) {
        if (record.kind == ThreadRecord.Kind.END) {
            if (record.end >= from && record.end <= to) {
                ended.add(record.name, record.threadKind(), record.totals, 1);
            }
            ThreadRecord end = record.copy();
            ends.add(end);
            endsByTid.computeIfAbsent(end.tid, tid -> new ArrayList<>(1)).add(end);
            if (ends.size() > ENDS_PENDING) {
                resolveFirst();
            }
        } else if (record.clip(from, to)) {
            while (!ends.isEmpty() && ends.peek().end + END_PENDING < record.begin) {
                resolveFirst();
            }
            resolveBefore(record);
            ThreadSummary thread = find(record);
            if (thread == null && record.end <= forgottenUntil) {
                unattributed += record.kind == ThreadRecord.Kind.WAIT
                        ? 0
                        : 1; // of a thread that is forgotten, perhaps reported as a whole
            } else if (thread == null
                    || !thread.isLifetime()) { // else a late record of a life that was reported as a whole
                add(record, thread == null ? open(record) : thread);
            }
        }
    }

    /** A tid that has another thread since is that of one that has ended. */
    private void resolveBefore(ThreadRecord record) {
        List<ThreadRecord> pending = endsByTid.get(record.tid);
        if (pending != null && record.end > record.begin) {
            pending.stream().filter(life -> life.end <= record.begin).forEach(this::resolveOnce);
        }
    }

    private void add(ThreadRecord record, ThreadSummary thread) {
        if (record.kind == ThreadRecord.Kind.DELAY) {
            lengths.add(record.length(), !thread.hasRecords());
            early.add(record.totals, record.begin, record.end);
        }
        if (record.kind != ThreadRecord.Kind.USAGE) {
            counted.accept(record);
        }
        thread.identify(record);
        if (thread.isFolded()) {
            thread.addFolded(record, folded);
        } else if (record.kind == ThreadRecord.Kind.DELAY) {
            thread.add(record);
        } else if (record.kind == ThreadRecord.Kind.WAIT) {
            thread.addWait(record);
        } else {
            thread.addUsage(record);
        }
    }

    private ThreadSummary find(ThreadRecord record) {
        List<ThreadSummary> sameTid = byTid.getOrDefault(record.tid, List.of());
        for (int i = sameTid.size() - 1; i >= 0; i--) {
            ThreadSummary thread = sameTid.get(i);
            boolean reported = thread.isLifetime() && thread.identity().isAlive(record.begin, record.end);
            if (reported || thread.identity().owns(record.javaId, record.name, record.begin, record.end)) {
                return thread;
            }
        }
        return null;
    }

    private ThreadSummary open(ThreadRecord record) {
        ThreadSummary thread = new ThreadSummary(record, grid);
        List<ThreadSummary> sameTid = byTid.computeIfAbsent(record.tid, tid -> new ArrayList<>(1));
        if (sameTid.size() >= MOST_PER_TID) {
            new ArrayList<>(sameTid.subList(0, MOST_PER_TID / 2)).forEach(old -> {
                fold(old);
                forget(old);
            });
        }
        // The list may have gone with the last of its threads.
        byTid.computeIfAbsent(record.tid, tid -> new ArrayList<>(1)).add(thread);
        if (++kept > most) {
            foldHalf(thread);
        }
        return thread;
    }

    private void resolveOnce(ThreadRecord life) {
        if (!life.isResolved) {
            life.isResolved = true;
            resolve(life);
        }
    }

    /** A tid is one thread's at a time: what was recorded of it during this life is of this thread. */
    private void resolve(ThreadRecord life) {
        boolean known = false;
        ThreadSummary unrecorded = null; // of which only is known what it waited for, or what it used
        for (ThreadSummary thread : byTid.getOrDefault(life.tid, List.of())) {
            if (!thread.identity().isAnother(life.javaId)
                    && !thread.ended()
                    && thread.overlaps(life.begin, life.end + ThreadIdentity.CLOCK_SLACK)) {
                thread.identity().lived(life.begin, life.end);
                known |= thread.hasRecords();
                unrecorded = thread.hasRecords() || thread.isFolded() ? unrecorded : thread;
            }
        }
        boolean recorded = coverage.holds(life.begin, life.end) && life.begin >= from && life.end <= to;
        if (!known && life.isSelfReported && recorded) {
            if (life.begin < forgottenUntil) {
                unattributed++; // its records may have been counted
            } else {
                (unrecorded == null ? open(life) : unrecorded).takeLifetime(life);
                early.add(life.totals, life.begin, life.end);
                counted.accept(life);
            }
        }
    }

    private void resolveFirst() {
        ThreadRecord life = ends.remove();
        resolveOnce(life);
        List<ThreadRecord> pending = endsByTid.get(life.tid);
        pending.remove(life);
        if (pending.isEmpty()) {
            endsByTid.remove(life.tid);
        }
    }

    /** Folds half of the threads: first those that ended, then those not heard of for longest, little lost first. */
    private void foldHalf(ThreadSummary spared) {
        List<ThreadSummary> all = all(thread -> !thread.isFolded() && thread != spared);
        all.sort(ENDED_FIRST);
        List<ThreadSummary> candidates = all.subList(0, Math.min(all.size(), most * 3 / 4));
        candidates.sort(Comparator.comparingLong(thread -> thread.totals().lost()));
        candidates.subList(0, Math.min(candidates.size(), most / 2)).forEach(this::fold);
        if (foldedKnown > FOLDED_PER_KEPT * (long) most) {
            List<ThreadSummary> known = all(ThreadSummary::isFolded);
            known.sort(ENDED_FIRST);
            for (ThreadSummary thread : known.subList(0, known.size() / 2)) {
                forgottenUntil = Math.max(forgottenUntil, thread.end());
                forget(thread);
            }
        }
    }

    private List<ThreadSummary> all(Predicate<ThreadSummary> which) {
        List<ThreadSummary> all = new ArrayList<>(kept);
        byTid.values().forEach(sameTid -> sameTid.stream().filter(which).forEach(all::add));
        return all;
    }

    private void fold(ThreadSummary thread) {
        if (!thread.isFolded()) {
            thread.fold(folded);
            kept--;
            foldedKnown++;
        }
    }

    private void forget(ThreadSummary thread) {
        List<ThreadSummary> sameTid = byTid.get(thread.tid());
        sameTid.remove(thread);
        if (sameTid.isEmpty()) {
            byTid.remove(thread.tid());
        }
        foldedKnown--;
    }

    /** Makes the grid's buckets as wide as most records are long, which is about the period. */
    void widenToPeriod() {
        lengths.widen(grid);
    }

    /** To be called once, when all records are added: no more can be after it. */
    void close() {
        while (!ends.isEmpty()) {
            resolveFirst();
        }
        widenToPeriod();
        byTid.values().forEach(this::joinDivided);
        byTid.values().forEach(sameTid -> sameTid.removeIf(thread -> thread.isFolded() || !thread.hasRecords()));
    }

    /** Records that came out of order may have been taken for those of two threads. */
    private void joinDivided(List<ThreadSummary> sameTid) {
        sameTid.sort(Comparator.comparingLong(thread -> thread.identity().begin()));
        for (int i = 1; i < sameTid.size(); ) {
            ThreadSummary earlier = sameTid.get(i - 1);
            ThreadSummary later = sameTid.get(i);
            boolean divided = !earlier.isLifetime()
                    && !later.isLifetime()
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
    Collection<ThreadSummary> threads() {
        List<ThreadSummary> threads = new ArrayList<>();
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

    /** What all threads lost in the first seconds. */
    EarlySeries early() {
        return early;
    }

    /** The whole lives of the threads that ended, by group; parts of them may lie before the recording. */
    Groups ended() {
        return ended;
    }

    TimeGrid grid() {
        return grid;
    }
}
