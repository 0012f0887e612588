package io.github.tidewatch.counters;

import java.util.Set;
import java.util.function.Supplier;

/**
 * The best source while it works: when it gives nothing about any task any more, though asked three times, the next one
 * down reads the same tasks at once, and takes over for good. Rights can be lost while a process runs (capabilities are
 * dropped, a seccomp filter is installed); the counters are the kernel's, so that no time is lost in the change.
 *
 * <p>What the lower source does not fill stands still from then on: {@code whenFallen} is called, so that intervals are
 * marked incomplete. When the last one gives nothing, nothing is reported, and it is asked again the next time.
 */
public final class FallbackSource implements CounterSource {
    private static final int ATTEMPTS = 3;

    private final Supplier<CounterSource> lower;
    private final Runnable whenFallen;
    private final Runnable beforeRead;
    private final Set<Quantity> best;
    private volatile CounterSource source;
    private String fallen = "";
    private String off = "";
    private long earlierFailures;
    private long earlierLosses;

    /**
     * A source that is {@code first} at first.
     *
     * @param lower opens the next one down, if it comes to that; null if there is none
     * @param whenFallen called once it has, if that fills less
     */
    FallbackSource(CounterSource first, Supplier<CounterSource> lower, Runnable whenFallen) {
        this(first, lower, whenFallen, () -> {});
    }

    /** With what is to be done before each read. */
    FallbackSource(CounterSource first, Supplier<CounterSource> lower, Runnable whenFallen, Runnable beforeRead) {
        this.beforeRead = beforeRead;
        this.source = first;
        this.lower = lower;
        this.whenFallen = whenFallen;
        this.best = first.quantities();
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public Set<Quantity> quantities() {
        return source.quantities();
    }

    /** What the first source filled and the present one does not. */
    boolean isDegraded() {
        return !source.quantities().containsAll(best);
    }

    /** Why the first source was given up; empty while it is in use. */
    String fallen() {
        return fallen;
    }

    /** Why the last read gave nothing about any task; empty if it did. */
    public String off() {
        return off;
    }

    @Override
    public void read(TaskCounters[] tasks, int count) {
        if (count == 0) {
            return;
        }
        beforeRead.run();
        boolean reads = readOrFail(tasks, count);
        for (int i = 1; !reads && i < ATTEMPTS && canFall(); i++) {
            reads = readOrFail(tasks, count);
        }
        if (!reads && canFall()) {
            fall();
            reads = readOrFail(tasks, count);
        }
        if (reads) {
            off = "";
        }
    }

    private boolean canFall() {
        return lower != null && fallen.isEmpty();
    }

    /** Reads; false, with the reason kept, if that failed for every task that has not ended. */
    private boolean readOrFail(TaskCounters[] tasks, int count) {
        long failures = source.queriesFailed() + source.repliesLost();
        String problem;
        try {
            source.read(tasks, count);
            if (source.queriesFailed() + source.repliesLost() == failures) {
                return true;
            }
            problem = source.failure();
        } catch (RuntimeException e) {
            problem = e.toString();
            for (int i = 0; i < count; i++) {
                tasks[i].readFailed();
            }
        }
        for (int i = 0; i < count; i++) {
            if (tasks[i].lastReadOk()) {
                return true;
            }
        }
        off = problem;
        return false;
    }

    private void fall() {
        CounterSource next;
        try {
            next = lower.get();
        } catch (RuntimeException e) {
            return; // there is none: the next pass tries both again
        }
        fallen = source.name() + " failed for every thread: " + off;
        earlierFailures = source.queriesFailed();
        earlierLosses = source.repliesLost();
        source.close();
        source = next;
        if (isDegraded()) {
            whenFallen.run();
        }
    }

    @Override
    public void readRest(TaskCounters task) {
        source.readRest(task);
    }

    @Override
    public void readDelays(TaskCounters self) {
        source.readDelays(self);
    }

    /** The one in use now. Any thread may ask. */
    CounterSource present() {
        return source;
    }

    @Override
    public long queriesFailed() {
        return earlierFailures + source.queriesFailed();
    }

    @Override
    public long repliesLost() {
        return earlierLosses + source.repliesLost();
    }

    @Override
    public String failure() {
        return source.failure();
    }

    @Override
    public void close() {
        source.close();
    }
}
