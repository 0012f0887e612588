package io.github.tidewatch.agent.weave;

import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Has classes that are loaded woven anew. The JVM stops all threads for each batch, so batches are small, and apart in time. */
final class Retransformation {
    private static final int FIRST_BATCH = 4;

    private static final int LARGEST_BATCH = 32;

    /** A batch that takes longer is followed by smaller ones, in nanoseconds. */
    private static final long LONG = 20_000_000;

    private static final long SHORT = 5_000_000;

    private final Instrumentation instrumentation;
    private final WeavingTroubles troubles;
    private final BooleanSupplier stop;
    private int size = FIRST_BATCH;

    /** Asks before each batch whether to end there. */
    Retransformation(Instrumentation instrumentation, WeavingTroubles troubles, BooleanSupplier stop) {
        this.stop = stop;
        this.instrumentation = instrumentation;
        this.troubles = troubles;
    }

    /** Weaves these anew. Returns how many it came to. */
    int run(List<Class<?>> classes) {
        int from = 0;
        while (from < classes.size() && !stop.getAsBoolean()) {
            int to = Math.min(classes.size(), from + size);
            retransform(classes.subList(from, to));
            from = to;
        }
        return from;
    }

    private void retransform(List<Class<?>> batch) {
        Pace pace = Pace.ofStops();
        boolean works = retransform(batch, batch.size() == 1);
        long took = pace.restIfDue();
        if (!works && batch.size() > 1) {
            // None of them was changed.
            for (Class<?> one : batch) {
                if (stop.getAsBoolean()) {
                    return;
                }
                pace.start();
                retransform(List.of(one), true);
                pace.restIfDue();
            }
        }
        size = took > LONG ? Math.max(1, size / 2) : took < SHORT ? Math.min(LARGEST_BATCH, 2 * size) : size;
    }

    private boolean retransform(List<Class<?>> batch, boolean alone) {
        try {
            instrumentation.retransformClasses(batch.toArray(new Class<?>[0]));
            return true;
        } catch (Throwable e) {
            if (alone) {
                troubles.failed(batch.get(0).getName(), e);
            }
            return false;
        }
    }
}
