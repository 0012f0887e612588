package io.github.tidewatch.agent.jfr;

import io.github.tidewatch.accounting.Accounting;
import io.github.tidewatch.accounting.AccountingException;
import io.github.tidewatch.accounting.ThreadEnds;
import io.github.tidewatch.agent.hook.ThreadEndHook;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.taskstats.TaskstatsException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the ends of threads are noticed, by the option {@code exits}, and what stands in the way of it. */
final class ThreadExits {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadExits.class);

    private final Instrumentation instrumentation;
    private final ThreadEnds ends;
    private volatile String description;

    /** Whether the hook is to be installed as soon as a recording wants it. */
    private boolean awaitsHook;

    private ThreadExits(Instrumentation instrumentation, ThreadEnds ends, boolean hook, String description) {
        this.instrumentation = instrumentation;
        this.ends = ends;
        this.awaitsHook = hook;
        this.description = description;
    }

    /** Prepares what the option asks for: "hook", "listener" or "off". A listener that is refused is replaced by the hook. */
    static ThreadExits prepare(
            String choice, Instrumentation instrumentation, Accounting accounting, Optional<SystemCalls> calls) {
        ThreadEnds ends = accounting.threadEnds();
        if (choice.equals("off")) {
            return new ThreadExits(instrumentation, ends, false, "off: exits=off was asked for");
        }
        if (choice.equals("listener")) {
            String refusal = listen(accounting, calls);
            if (refusal == null) {
                return new ThreadExits(instrumentation, ends, false, "listener");
            }
            LOG.warn("exits=listener cannot be had, ending threads are asked themselves instead: {}", refusal);
        }
        return new ThreadExits(instrumentation, ends, true, "hook: from the first recording on");
    }

    private static String listen(Accounting accounting, Optional<SystemCalls> calls) {
        if (calls.isEmpty()) {
            return "native code cannot be used";
        }
        try {
            accounting.listenToExits(calls.get());
            return null;
        } catch (TaskstatsException | AccountingException e) {
            return e.getMessage();
        }
    }

    /** Whether the kernel tells of ends, which lacks what only a thread itself can read. */
    boolean areKernels() {
        return description.equals("listener");
    }

    /** A recording wants the ends of threads: sees to it, once, in this thread. */
    void want() {
        if (takeTask()) {
            install();
        }
    }

    /** As {@link #want}, but never in the caller's time: this may be any thread of the application's. */
    void wantSoon() {
        if (takeTask()) {
            Thread thread = new Thread(null, this::install, "Tidewatch", 512 * 1024, false);
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler(
                    (self, thrown) -> {}); // out of memory, most likely: the JVM would print it
            thread.start();
        }
    }

    private synchronized boolean takeTask() {
        boolean mine = awaitsHook;
        awaitsHook = false;
        return mine;
    }

    private void install() {
        try {
            long start = System.nanoTime();
            ThreadEndHook.install(instrumentation).set(new ThreadEnding(ends));
            description = "hook";
            LOG.debug("woven into Thread.exit() in {} ms", (System.nanoTime() - start) / 1_000_000);
        } catch (ReflectiveOperationException | UnmodifiableClassException | RuntimeException | LinkageError e) {
            description = "off: " + e;
            LOG.warn("the ends of threads cannot be noticed, each is told up to the last look at it: {}", e.toString());
        }
    }

    /** For {@code Status}: "hook", "listener", or "off" and why. */
    String description() {
        return description;
    }
}
