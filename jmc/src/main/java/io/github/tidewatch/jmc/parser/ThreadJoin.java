package io.github.tidewatch.jmc.parser;

import io.github.tidewatch.metrics.ThreadsOfTid;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.openjdk.jmc.common.IMCThread;

/**
 * Keeps the records about threads of one recording until all are read, and then finds out which are of one thread, as
 * {@link ThreadsOfTid} says and the command {@code report} does. Each goes on with the thread that JFR knows as its event
 * thread, whether or not that record itself had it.
 *
 * <p>Several threads may add records, each its own; {@link #handOn} is for one.
 */
final class ThreadJoin {
    /** Linux cuts the name of a thread to so many bytes. */
    private static final int MOST_OF_COMM = 15;

    private final KnownThreads known;
    private final Queue<Records> all = new ConcurrentLinkedQueue<>();

    ThreadJoin(KnownThreads known) {
        this.known = known;
    }

    /**
     * Takes the records of one thread, in the order of time. Each thread has its own: JMC looks for a place for an event that
     * begins before the sink's latest has ended, and slowly if the sink has those of many threads.
     */
    interface Next {
        /**
         * Takes a record that has its thread, with its begin and end in nanoseconds since 1970, and whether a record of that
         * thread has a Java thread.
         */
        void accept(Object[] values, long begin, long end, boolean isJava);

        /** After the last. */
        default void end() {}
    }

    /** Records of one event type and chunk, for one thread at a time. */
    static final class Records {
        private final ThreadFields fields;
        private final boolean isEnd;
        private final Shares shares;
        private final Supplier<Next> next;
        private final Map<Long, List<Object[]>> byTid = new LinkedHashMap<>();

        private Records(ThreadFields fields, boolean isEnd, Shares shares, Supplier<Next> next) {
            this.fields = fields;
            this.isEnd = isEnd;
            this.shares = shares;
            this.next = next;
        }

        /** Keeps the record, and later gives it to the consumer. */
        void add(Object[] values) {
            byTid.computeIfAbsent(fields.tid(values), tid -> new ArrayList<>()).add(values);
        }
    }

    /** One record, by its begin and end in nanoseconds since 1970. Made when its turn has come: there are many. */
    private static final class Entry implements ThreadsOfTid.Record {
        final Object[] values;
        final Records from;
        final long begin;
        final long end;

        Entry(Object[] values, Records from) {
            this.values = values;
            this.from = from;
            this.begin = from.fields.begin(values);
            this.end = from.fields.end(values);
        }

        @Override
        public long javaId() {
            return from.fields.javaId(values);
        }

        @Override
        public String name() {
            return from.fields.name(values);
        }

        @Override
        public long begin() {
            return begin;
        }

        @Override
        public long end() {
            return end;
        }
    }

    /**
     * A place for records, which later go to the consumer.
     *
     * @param isEnd whether they are of whole lives, at their end
     * @param shares null if they have none
     * @param next gives the consumer of a thread; records of the same object have the same
     */
    Records records(ThreadFields fields, boolean isEnd, Shares shares, Supplier<Next> next) {
        Records records = new Records(fields, isEnd, shares, next);
        all.add(records);
        return records;
    }

    /** Gives all records to their consumers, those of one thread in the order of time. */
    void handOn() {
        Set<Long> tids = new LinkedHashSet<>();
        all.forEach(records -> tids.addAll(records.byTid.keySet()));
        tids.forEach(this::handOn);
        all.clear();
    }

    private void handOn(long tid) {
        List<Entry> ends = new ArrayList<>();
        List<Entry> intervals = new ArrayList<>();
        for (Records records : all) {
            List<Object[]> ofTid = records.byTid.remove(tid);
            if (ofTid != null) {
                List<Entry> entries = records.isEnd ? ends : intervals;
                ofTid.forEach(values -> entries.add(new Entry(values, records)));
            }
        }
        List<ThreadsOfTid.Owner<Entry>> owners = ThreadsOfTid.divide(tid, intervals, ends);
        List<IMCThread> threads = new ArrayList<>(owners.size());
        // JMC's threads are equal by tid: of a tid that was given again it makes one row.
        Map<IMCThread, Double> walls = new HashMap<>();
        for (ThreadsOfTid.Owner<Entry> owner : owners) {
            IMCThread thread = thread(owner, owners.size() == 1);
            threads.add(thread);
            walls.merge(thread, wall(owner), Double::sum);
        }
        for (int i = 0; i < threads.size(); i++) {
            IMCThread thread = threads.get(i);
            double wall = walls.get(thread);
            boolean isJava = owners.get(i).identity().javaId() > 0;
            IdentityHashMap<Supplier<Next>, Next> consumers = new IdentityHashMap<>();
            for (Entry entry : owners.get(i).records()) {
                Next next = consumers.computeIfAbsent(entry.from.next, Supplier::get);
                handOn(entry, next, thread, wall, isJava);
            }
            consumers.values().forEach(Next::end);
        }
    }

    /** Nanoseconds that its records account for. */
    private static double wall(ThreadsOfTid.Owner<Entry> owner) {
        double wall = 0;
        for (Entry entry : owner.records()) {
            wall += entry.from.shares == null ? 0 : entry.from.shares.interval(entry.values);
        }
        return wall;
    }

    private static void handOn(Entry entry, Next next, IMCThread thread, double wall, boolean isJava) {
        Records from = entry.from;
        if (from.shares != null) {
            from.shares.put(entry.values, wall);
        }
        from.fields.putEventThread(entry.values, thread);
        next.accept(entry.values, entry.begin, entry.end, isJava);
    }

    private IMCThread thread(ThreadsOfTid.Owner<Entry> owner, boolean alone) {
        List<Entry> records = owner.records();
        for (int i = records.size() - 1; i >= 0; i--) {
            Entry entry = records.get(i);
            IMCThread own = entry.from.fields.javaThread(entry.values);
            if (own != null) {
                return own;
            }
        }
        List<IMCThread> ofTid = known.of(owner.identity().tid());
        String name = owner.identity().name();
        for (IMCThread candidate : ofTid) {
            if (isNamed(candidate, name)) {
                return candidate;
            }
        }
        // JMC has one row for each tid, so another name is that of the same thread.
        return alone && !ofTid.isEmpty() ? ofTid.get(ofTid.size() - 1) : new OsThread(name);
    }

    /** Whether the kernel's name, which may be cut, is this thread's. */
    private static boolean isNamed(IMCThread thread, String name) {
        boolean cut = name.getBytes(StandardCharsets.UTF_8).length >= MOST_OF_COMM;
        return thread.getThreadName().equals(name)
                || (cut && thread.getThreadName().startsWith(name));
    }
}
