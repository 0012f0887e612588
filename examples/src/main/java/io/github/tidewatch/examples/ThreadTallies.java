package io.github.tidewatch.examples;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;

/**
 * Sums {@code tidewatch.ThreadDelay} records by thread. The kernel gives a tid anew after a thread's end and Java code
 * renames threads, so neither tells a thread; the Java thread id does. Records without one (JVM-internal threads, and
 * threads that had ended when JFR wrote the chunk) go by tid and name.
 */
final class ThreadTallies {
    private static final class JavaThread {
        final ThreadTally tally;
        final List<String> names = new ArrayList<>();

        JavaThread(long tid) {
            tally = new ThreadTally(tid);
        }
    }

    private final Map<List<Long>, JavaThread> javaThreads = new LinkedHashMap<>();
    private final Map<List<Object>, ThreadTally> others = new LinkedHashMap<>();

    void add(RecordedEvent event) {
        long tid = event.getLong("osThreadId");
        RecordedThread sampled = event.hasField("sampledThread") ? event.getThread("sampledThread") : null;
        long javaId = sampled == null ? 0 : sampled.getJavaThreadId();
        String name = name(event, sampled);
        Instant from = event.getStartTime();
        Instant to = event.getEndTime();
        TimeSplit time = TimeSplit.of(event);
        if (javaId > 0) {
            JavaThread thread = javaThreads.computeIfAbsent(List.of(tid, javaId), key -> new JavaThread(tid));
            thread.tally.add(name, from, to, time);
            if (!thread.names.contains(name)) {
                thread.names.add(name);
            }
        } else {
            others.computeIfAbsent(List.of(tid, name), key -> new ThreadTally(tid))
                    .add(name, from, to, time);
        }
    }

    boolean isEmpty() {
        return javaThreads.isEmpty() && others.isEmpty();
    }

    /** The threads that have recorded time, most CPU delay first. To be called once, when all records are added. */
    List<ThreadTally> threads() {
        List<ThreadTally> threads = new ArrayList<>();
        for (ThreadTally other : others.values()) {
            Optional<JavaThread> earlier = earlierSelf(other);
            if (earlier.isPresent()) {
                earlier.get().tally.add(other);
            } else {
                threads.add(other);
            }
        }
        javaThreads.values().forEach(thread -> threads.add(thread.tally));
        threads.removeIf(thread -> thread.time().wallNanos() <= 0);
        threads.sort(Comparator.comparingLong((ThreadTally t) -> t.time().sortableNanos(Part.CPU_DELAY))
                .thenComparingLong(t -> t.time().wallNanos())
                .reversed()
                .thenComparing(ThreadTally::name)
                .thenComparingLong(ThreadTally::tid));
        return threads;
    }

    /** A thread that ends keeps its Java id in the chunks before and loses it in its last. */
    private Optional<JavaThread> earlierSelf(ThreadTally nameless) {
        return javaThreads.values().stream()
                .filter(thread -> thread.tally.tid() == nameless.tid()
                        && thread.names.contains(nameless.name())
                        && thread.tally.endedBefore(nameless))
                .max(Comparator.comparing(thread -> thread.tally.last()));
    }

    private static String name(RecordedEvent event, RecordedThread sampled) {
        String name = event.hasField("threadName") ? event.getString("threadName") : null;
        if (name == null && sampled != null) {
            name = sampled.getJavaName();
        }
        return name == null ? "(no name)" : name;
    }
}
