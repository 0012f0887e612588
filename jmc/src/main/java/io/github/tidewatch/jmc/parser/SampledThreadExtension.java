package io.github.tidewatch.jmc.parser;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.openjdk.jmc.flightrecorder.JfrAttributes;
import org.openjdk.jmc.flightrecorder.parser.IConstantPoolExtension;
import org.openjdk.jmc.flightrecorder.parser.IEventSink;
import org.openjdk.jmc.flightrecorder.parser.IEventSinkFactory;
import org.openjdk.jmc.flightrecorder.parser.IParserExtension;
import org.openjdk.jmc.flightrecorder.parser.ValueField;

/**
 * Presents the sampled thread as the event's and its group, counts as numbers, times as parts of their interval, and the
 * parts of each interval as spans. Safe for several
 * threads, as JMC reads chunks in parallel: what is kept is kept for each recording apart.
 */
public final class SampledThreadExtension implements IParserExtension {
    private static final String OURS = "tidewatch.";
    private static final String DELAY = "tidewatch.ThreadDelay";
    private static final String END = "tidewatch.ThreadEnd";
    private static final String CAUSE = "tidewatch.DelayCause";
    private static final String STATUS = "tidewatch.Status";

    /** JMC asks for the two parts of one load one after the other, in one thread. */
    private static final ThreadLocal<KnownThreads> OF_THIS_LOAD = new ThreadLocal<>();

    @Override
    public IConstantPoolExtension createConstantPoolExtension() {
        KnownThreads known = OF_THIS_LOAD.get();
        OF_THIS_LOAD.remove();
        return known;
    }

    @Override
    public IEventSinkFactory getEventSinkFactory(IEventSinkFactory next) {
        KnownThreads known = new KnownThreads();
        OF_THIS_LOAD.set(known);
        return new Sinks(next, new ThreadJoin(known));
    }

    /** The sinks of one recording. */
    private static final class Sinks implements IEventSinkFactory {
        private final IEventSinkFactory next;
        private final ThreadJoin join;
        private final Map<ThreadsOverTime.Kind, ThreadsOverTime> overTime = new ConcurrentHashMap<>();
        private final Map<Layout, Supplier<ThreadJoin.Next>> consumers = new ConcurrentHashMap<>();
        private final OrderedSinks drawings;
        private final NotSeen notSeen = new NotSeen();
        private final AtomicInteger intervals = new AtomicInteger();

        Sinks(IEventSinkFactory next, ThreadJoin join) {
            this.next = next;
            this.drawings = new OrderedSinks(next);
            this.join = join;
        }

        @Override
        public IEventSink create(
                String type, String label, String[] category, String description, List<ValueField> fields) {
            if (!type.startsWith(OURS)) {
                return next.create(type, label, category, description, fields);
            }
            Counts counts = new Counts(fields);
            ThreadFields thread = ThreadFields.in(fields);
            List<ValueField> own = new ArrayList<>(counts.fields());
            boolean isDelay = type.equals(DELAY) && thread != null;
            Shares shares = isDelay ? Shares.of(fields, own) : null;
            GroupField group = isDelay ? GroupField.of(fields, own) : null;
            Rates rates = Rates.of(type, fields, own);
            Supplier<IEventSink> sinks = () -> next.create(type, label, category, description, own);
            if (thread == null) {
                IEventSink sink = sinks.get();
                IEventSink beside = beside(type, fields, category);
                return values -> {
                    Object[] converted = Arrays.copyOf(values, own.size());
                    counts.convert(converted);
                    rates.put(converted);
                    sink.addEvent(converted);
                    beside.addEvent(values);
                };
            }
            Supplier<ThreadJoin.Next> last = consumers.computeIfAbsent(
                    Layout.of(type, own),
                    any -> isDelay ? () -> delays(sinks.get(), group, fields, category) : () -> handingOn(sinks.get()));
            ThreadJoin.Records records = join.records(thread, type.equals(END), shares, last);
            return values -> {
                Object[] converted = Arrays.copyOf(values, own.size());
                counts.convert(converted);
                if (shares != null) {
                    intervals.incrementAndGet();
                }
                records.add(converted);
            };
        }

        /** What else is made of events that are of no thread. */
        private IEventSink beside(String type, List<ValueField> fields, String[] category) {
            return switch (type) {
                case CAUSE -> causes(fields, category);
                case STATUS ->
                    values -> {
                        synchronized (notSeen) {
                            notSeen.add(fields, values, Lanes.category(category));
                        }
                    };
                default -> values -> {};
            };
        }

        /** Sums up what kept threads from a CPU. */
        private IEventSink causes(List<ValueField> fields, String[] category) {
            Parts parts = new Parts(Parts.CAUSES, fields);
            ThreadsOverTime sums = overTime(ThreadsOverTime.CAUSES, parts, fields, category);
            int start = ThreadFields.indexOf(fields, JfrAttributes.START_TIME.getIdentifier());
            int duration = ThreadFields.indexOf(fields, JfrAttributes.DURATION.getIdentifier());
            if (start < 0 || duration < 0) {
                return values -> {};
            }
            return values -> {
                long begin = Nanos.since1970(values[start]);
                synchronized (sums) {
                    sums.add(begin, begin + Nanos.of(values[duration]), parts.nanos(values));
                }
            };
        }

        private static ThreadJoin.Next handingOn(IEventSink sink) {
            return (values, begin, end, isJava) -> sink.addEvent(values);
        }

        /** Hands the records of a thread on, and what is made of them beside. */
        private ThreadJoin.Next delays(IEventSink sink, GroupField group, List<ValueField> fields, String[] category) {
            Parts parts = new Parts(Parts.NAMES, fields);
            Parts waits = new Parts(Parts.WAITS, fields);
            ThreadsOverTime threads = overTime(ThreadsOverTime.THREADS, parts, fields, category);
            ThreadsOverTime waiting = overTime(ThreadsOverTime.WAITS, waits, fields, category);
            Lanes drawn = Lanes.of(fields, parts, waits, Lanes.category(category), drawings, intervals::get);
            long[] partNanos = new long[parts.count()];
            long[] waitNanos = new long[waits.count()];
            return new ThreadJoin.Next() {
                @Override
                public void accept(Object[] values, long begin, long end, boolean isJava) {
                    group.put(values, isJava);
                    sink.addEvent(values);
                    parts.nanos(values, partNanos);
                    waits.nanos(values, waitNanos);
                    if (drawn != null) {
                        drawn.add(values, begin, end, partNanos, waitNanos);
                    }
                    threads.add(begin, end, partNanos);
                    waiting.add(begin, end, waitNanos);
                }

                @Override
                public void end() {
                    if (drawn != null) {
                        drawn.flush();
                    }
                }
            };
        }

        private ThreadsOverTime overTime(
                ThreadsOverTime.Kind kind, Parts parts, List<ValueField> fields, String[] category) {
            return overTime.computeIfAbsent(
                    kind, any -> new ThreadsOverTime(kind, parts.fields(fields), Lanes.category(category)));
        }

        @Override
        public void flush() {
            join.handOn();
            drawings.flush();
            overTime.values().forEach(sums -> sums.handOn(next));
            notSeen.handOn(next);
            next.flush();
        }
    }
}
