package io.github.tidewatch.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The threads that had one tid, one after the other, and the records of each, as {@link ThreadIdentity} says. For who has all
 * records; {@link ThreadIdentity} alone serves who reads them one by one. For one thread at a time.
 *
 * @param <R> a record
 */
public final class ThreadsOfTid<R extends ThreadsOfTid.Record> {
    /** What a record says of its thread. Times are nanoseconds on one clock. */
    public interface Record {
        /** The Java thread's id; 0 or less if the record does not have it. */
        long javaId();

        /** The thread's name in this record. */
        String name();

        /** Of a whole life, that of the thread. */
        long begin();

        /** When it ended. */
        long end();
    }

    /**
     * A thread and its records.
     *
     * @param <R> a record
     */
    public static final class Owner<R extends Record> {
        private final ThreadIdentity identity;
        private final List<R> records = new ArrayList<>();

        private Owner(long tid, R first) {
            identity = new ThreadIdentity(tid, first.javaId(), first.name(), first.begin(), first.end());
        }

        /** Which thread it is. */
        public ThreadIdentity identity() {
            return identity;
        }

        /** In the order of time; those of its life, which it gave as it ended, among them. */
        public List<R> records() {
            return records;
        }

        private boolean mayHaveLived(R life) {
            return !identity.isAnother(life.javaId())
                    && !identity.hasEnded()
                    && identity.begin() < life.end() + ThreadIdentity.CLOCK_SLACK
                    && identity.end() > life.begin();
        }
    }

    private final long tid;
    private final List<Owner<R>> owners = new ArrayList<>(1);

    private ThreadsOfTid(long tid) {
        this.tid = tid;
    }

    /**
     * Divides the records of a tid among its threads.
     *
     * @param records in any order
     * @param lives those of whole lives, which threads gave as they ended; in any order
     */
    public static <R extends Record> List<Owner<R>> divide(long tid, List<R> records, List<R> lives) {
        List<R> ends = new ArrayList<>(lives);
        List<R> sorted = new ArrayList<>(records);
        ends.sort(Comparator.comparingLong(Record::end));
        sorted.sort(Comparator.comparingLong(Record::begin));
        ThreadsOfTid<R> threads = new ThreadsOfTid<>(tid);
        int ended = 0;
        for (R record : sorted) {
            while (ended < ends.size() && ends.get(ended).end() <= record.begin() && record.end() > record.begin()) {
                threads.end(ends.get(ended++));
            }
            threads.add(record);
        }
        ends.subList(ended, ends.size()).forEach(threads::end);
        return threads.owners;
    }

    private void add(R record) {
        Owner<R> owner = owner(record);
        owner.identity.extend(record.javaId(), record.name(), record.begin(), record.end());
        owner.records.add(record);
    }

    private Owner<R> owner(R record) {
        for (int i = owners.size() - 1; i >= 0; i--) {
            if (owners.get(i).identity.owns(record.javaId(), record.name(), record.begin(), record.end())) {
                return owners.get(i);
            }
        }
        return open(record);
    }

    private Owner<R> open(R record) {
        Owner<R> owner = new Owner<>(tid, record);
        owners.add(owner);
        return owner;
    }

    /** What was recorded of the tid during this life is of this thread. */
    private void end(R life) {
        Owner<R> its = null;
        for (Owner<R> owner : owners) {
            if (owner.mayHaveLived(life)) {
                owner.identity.lived(life.begin(), life.end());
                its = owner;
            }
        }
        if (its == null) {
            its = open(life);
            its.identity.lived(life.begin(), life.end());
        }
        its.records.add(life);
    }
}
