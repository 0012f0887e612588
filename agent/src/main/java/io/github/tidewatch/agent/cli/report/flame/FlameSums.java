package io.github.tidewatch.agent.cli.report.flame;

import io.github.tidewatch.agent.cli.report.flame.StackSamples.Doing;
import io.github.tidewatch.agent.cli.report.model.ThreadRecord;
import io.github.tidewatch.metrics.ThreadGroups;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Spreads the parts of each thread's intervals over its stacks, and sums them up by group of threads. Time on a CPU and CPU
 * delay go to the stacks that were found running (a thread loses its CPU where it runs), block I/O to those of files, waiting
 * to those of waits, each by how long it lasted; stacks in native code stand in where there are no others.
 */
final class FlameSums {
    static final String NO_STACK = "no stack (no sample or event of the thread in the interval)";
    static final String NO_WAIT = "no stack (no event of the wait: too short, not over, or not recorded)";
    static final String NOT_JAVA = "no stack (no Java thread that is known)";

    /** What comes beyond is one group. */
    private static final int MOST_GROUPS = 2000;

    private static final int BYTES_OF_STACK = 150;

    private final StackSamples samples;
    private final StacksOverTime overTime;
    private final long[] totals = new long[FlamePart.values().length];
    private final long[] withoutStack = new long[FlamePart.values().length];
    private final Map<String, Map<Integer, long[]>> groups = new TreeMap<>();
    private final Map<String, Map<Integer, long[]>> threads = new HashMap<>();
    private long roomForThreads;
    private final Weights weights = new Weights();
    private final Weights files = new Weights();
    private String groupName;
    private double begin;
    private double end;
    private Map<Integer, long[]> group;
    private Map<Integer, long[]> thread;

    /**
     * Of stacks that are complete and sorted when the first record comes.
     *
     * @param bytesForThreads what the stacks of single threads may take of the heap
     * @param overTime what keeps how the time of stacks is distributed; null if that is not needed
     */
    FlameSums(StackSamples samples, long bytesForThreads, StacksOverTime overTime) {
        this.samples = samples;
        this.overTime = overTime;
        this.roomForThreads = bytesForThreads / BYTES_OF_STACK;
    }

    /** By group of threads: nanoseconds of each {@link FlamePart} by the stack's node. */
    Map<String, Map<Integer, long[]>> groups() {
        return groups;
    }

    /**
     * The same of one thread; null where there is none. Less than its time where there were too many stacks, or records of it
     * did not say which Java thread it is.
     */
    Map<Integer, long[]> ofThread(long tid, long javaId, String name) {
        return threads.get(key(tid, javaId, name));
    }

    /** A Java thread's number is never used again in a JVM; a tid is. */
    private static String key(long tid, long javaId, String name) {
        return tid + " " + (javaId > 0 ? Long.toString(javaId) : name);
    }

    /** The time of these parts, in nanoseconds. */
    long total(Set<FlamePart> parts) {
        return parts.stream().mapToLong(part -> totals[part.ordinal()]).sum();
    }

    /** What of it has no stack. */
    long withoutStack(Set<FlamePart> parts) {
        return parts.stream().mapToLong(part -> withoutStack[part.ordinal()]).sum();
    }

    Stacks stacks() {
        return samples.stacks();
    }

    /** Null if it was not asked for. */
    StacksOverTime overTime() {
        return overTime;
    }

    /** Takes a record that counts. */
    void take(ThreadRecord record) {
        String name = ThreadGroups.of(record.name, record.threadKind());
        boolean known = groups.containsKey(name) || groups.size() < MOST_GROUPS;
        groupName = known ? name : ThreadGroups.OTHERS;
        if (overTime != null) {
            begin = overTime.place(record.begin);
            end = overTime.place(record.end);
        }
        group = groups.computeIfAbsent(groupName, any -> new TreeMap<>());
        thread = roomForThreads > 0
                ? threads.computeIfAbsent(key(record.tid, record.javaId, record.name), any -> new TreeMap<>())
                : null;
        running(record, FlamePart.CPU);
        running(record, FlamePart.CPU_DELAY);
        long inFiles = blockIo(record);
        waiting(record, inFiles);
    }

    private void running(ThreadRecord record, FlamePart part) {
        long time = part.of(record.totals);
        weights.clear();
        if (time > 0) {
            collect(Doing.RUNNING, record, weights);
            if (weights.isEmpty()) {
                collect(Doing.NATIVE, record, weights);
            }
            spread(record, part, time, NO_STACK);
        }
    }

    /** Returns how long the thread was in calls for files beyond that. */
    private long blockIo(ThreadRecord record) {
        long time = FlamePart.BLOCK_IO.of(record.totals);
        files.clear();
        collect(Doing.FILE, record, files);
        long inFiles = Math.min(time, files.sum());
        if (inFiles > 0) {
            files.divide(inFiles, (stack, part) -> add(stack, FlamePart.BLOCK_IO, part));
        }
        weights.clear();
        if (time > inFiles) {
            collect(Doing.NATIVE, record, weights);
            if (weights.isEmpty()) {
                collect(Doing.RUNNING, record, weights);
            }
            spread(record, FlamePart.BLOCK_IO, time - inFiles, NO_STACK);
        }
        return files.sum() - inFiles;
    }

    private void waiting(ThreadRecord record, long inFiles) {
        long time = FlamePart.WAIT.of(record.totals);
        weights.clear();
        if (time <= 0) {
            return;
        }
        collect(Doing.WAIT, record, weights);
        if (inFiles > 0) {
            files.divide(inFiles, weights::add);
        }
        long explained = Math.min(time, weights.sum());
        if (explained > 0) {
            weights.divide(explained, (stack, part) -> add(stack, FlamePart.WAIT, part));
        }
        weights.clear();
        if (time > explained) {
            collect(Doing.NATIVE, record, weights);
            spread(record, FlamePart.WAIT, time - explained, NO_WAIT);
        }
    }

    private void collect(Doing doing, ThreadRecord record, Weights into) {
        ThreadStacks stacks = samples.of(doing, record.tid);
        if (stacks != null) {
            stacks.between(record.begin, record.end, record.javaId, into::add);
        }
    }

    private void spread(ThreadRecord record, FlamePart part, long time, String otherwise) {
        if (weights.isEmpty()) {
            String why = record.javaId == 0 && samples.of(Doing.RUNNING, record.tid) == null ? NOT_JAVA : otherwise;
            add(stacks().child(Stacks.ROOT, why), part, time);
            withoutStack[part.ordinal()] += time;
        } else {
            weights.divide(time, (stack, share) -> add(stack, part, share));
        }
    }

    private void add(int stack, FlamePart part, long time) {
        totals[part.ordinal()] += time;
        group.computeIfAbsent(stack, node -> new long[FlamePart.values().length])[part.ordinal()] += time;
        if (overTime != null) {
            overTime.add(groupName, stack, part, time, begin, end);
        }
        if (thread != null && roomForThreads > 0) {
            thread.computeIfAbsent(stack, node -> {
                roomForThreads--;
                return new long[FlamePart.values().length];
            })[part.ordinal()] += time;
        }
    }
}
