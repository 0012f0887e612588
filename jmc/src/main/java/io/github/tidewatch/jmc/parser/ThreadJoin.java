package io.github.tidewatch.jmc.parser;

import io.github.tidewatch.metrics.ThreadIdentity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.openjdk.jmc.common.IMCThread;

/**
 * Keeps the records about threads of one recording until all are read, and then finds out which are of one thread, as
 * {@link ThreadIdentity} says and the command {@code report} does. Each goes on with the thread that JFR knows as its event
 * thread, whether or not that record itself had it.
 *
 * <p>Records may come from several threads at a time; {@link #handOn} is for one.
 */
final class ThreadJoin {
    /** Linux cuts the name of a thread to so many bytes. */
    private static final int MOST_OF_COMM = 15;

    private final KnownThreads known;
    private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();

    ThreadJoin(KnownThreads known) {
        this.known = known;
    }

    /** Takes a record that has its thread, with its begin and end in nanoseconds since 1970. */
    interface Next {
        void accept(Object[] values, long begin, long end);
    }

    /** One record, by its begin and end in nanoseconds since 1970. */
    private static final class Entry {
        final Object[] values;
        final ThreadFields fields;
        /** Null where the record has none. */
        final Shares shares;

        final Next next;
        final boolean isEnd;
        final long begin;
        final long end;

        Entry(Object[] values, ThreadFields fields, boolean isEnd, Shares shares, Next next) {
            this.values = values;
            this.fields = fields;
            this.isEnd = isEnd;
            this.shares = shares;
            this.next = next;
            this.begin = fields.begin(values);
            this.end = fields.end(values);
        }
    }

    /** A thread and its records. */
    private static final class Owner {
        final ThreadIdentity identity;
        final List<Entry> entries = new ArrayList<>();
        IMCThread thread;

        Owner(Entry first) {
            identity = new ThreadIdentity(
                    first.fields.tid(first.values),
                    first.fields.javaId(first.values),
                    first.fields.name(first.values),
                    first.begin,
                    first.end);
        }

        void add(Entry entry) {
            entries.add(entry);
            IMCThread own = entry.fields.javaThread(entry.values);
            thread = own == null ? thread : own;
        }

        /** Nanoseconds that its records account for. */
        double wall() {
            return entries.stream()
                    .filter(entry -> entry.shares != null)
                    .mapToDouble(entry -> entry.shares.interval(entry.values))
                    .sum();
        }

        boolean overlaps(long from, long to) {
            return identity.begin() < to && identity.end() > from;
        }
    }

    /**
     * Takes a record, and later gives it to the consumer.
     *
     * @param isEnd whether it is the record of a whole life, at its end
     * @param shares null if the record has none
     */
    void add(Object[] values, ThreadFields fields, boolean isEnd, Shares shares, Next next) {
        entries.add(new Entry(values, fields, isEnd, shares, next));
    }

    /** Gives all records to their consumers, those of one thread in the order of time. */
    void handOn() {
        Map<Long, List<Entry>> byTid = new LinkedHashMap<>();
        for (Entry entry = entries.poll(); entry != null; entry = entries.poll()) {
            byTid.computeIfAbsent(entry.fields.tid(entry.values), any -> new ArrayList<>())
                    .add(entry);
        }
        byTid.forEach((tid, sameTid) -> {
            List<Owner> owners = owners(sameTid);
            // JMC's threads are equal by tid: of a tid that was given again it makes one row.
            Map<IMCThread, Double> walls = new HashMap<>();
            for (Owner owner : owners) {
                owner.thread = thread(tid, owner, owners.size() == 1);
                walls.merge(owner.thread, owner.wall(), Double::sum);
            }
            for (Owner owner : owners) {
                IMCThread thread = owner.thread;
                double wall = walls.get(thread);
                for (Entry entry : owner.entries) {
                    if (entry.shares != null) {
                        entry.shares.put(entry.values, wall);
                    }
                    entry.fields.putEventThread(entry.values, thread);
                    entry.next.accept(entry.values, entry.begin, entry.end);
                }
            }
        });
    }

    private static List<Owner> owners(List<Entry> sameTid) {
        List<Entry> ends = new ArrayList<>();
        List<Entry> records = new ArrayList<>();
        sameTid.forEach(entry -> (entry.isEnd ? ends : records).add(entry));
        ends.sort(Comparator.comparingLong(entry -> entry.end));
        records.sort(Comparator.comparingLong(entry -> entry.begin));
        List<Owner> owners = new ArrayList<>(1);
        int ended = 0;
        for (Entry record : records) {
            while (ended < ends.size() && ends.get(ended).end <= record.begin && record.end > record.begin) {
                assign(ends.get(ended++), owners);
            }
            Owner owner = owner(record, owners);
            owner.identity.extend(
                    record.fields.javaId(record.values), record.fields.name(record.values), record.begin, record.end);
            owner.add(record);
        }
        while (ended < ends.size()) {
            assign(ends.get(ended++), owners);
        }
        return owners;
    }

    private static Owner owner(Entry record, List<Owner> owners) {
        long javaId = record.fields.javaId(record.values);
        String name = record.fields.name(record.values);
        for (int i = owners.size() - 1; i >= 0; i--) {
            if (owners.get(i).identity.owns(javaId, name, record.begin, record.end)) {
                return owners.get(i);
            }
        }
        Owner owner = new Owner(record);
        owners.add(owner);
        return owner;
    }

    /** What was recorded of the tid during this life is of this thread. */
    private static void assign(Entry life, List<Owner> owners) {
        Owner its = null;
        long javaId = life.fields.javaId(life.values);
        for (Owner owner : owners) {
            if (!owner.identity.isAnother(javaId)
                    && !owner.identity.hasEnded()
                    && owner.overlaps(life.begin, life.end + ThreadIdentity.CLOCK_SLACK)) {
                owner.identity.lived(life.begin, life.end);
                its = owner;
            }
        }
        if (its == null) {
            its = new Owner(life);
            its.identity.lived(life.begin, life.end);
            owners.add(its);
        }
        its.add(life);
    }

    private IMCThread thread(long tid, Owner owner, boolean alone) {
        if (owner.thread != null) {
            return owner.thread;
        }
        List<IMCThread> ofTid = known.of(tid);
        String name = owner.identity.name();
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
