package io.github.tidewatch.agent.jfr;

import io.github.tidewatch.accounting.Accounting;
import io.github.tidewatch.accounting.exit.ThreadExitAccounting;
import io.github.tidewatch.agent.hook.EarlyExit;
import io.github.tidewatch.agent.hook.EarlyExits;
import io.github.tidewatch.agent.hook.ThreadExitHook;
import io.github.tidewatch.agent.jfr.event.ThreadEndEvent;
import io.github.tidewatch.counters.AccountingException;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.taskstats.TaskstatsException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the exits of threads are noticed, by the option {@code exits}, and what stands in the way of it. */
final class ExitDetection {
    private static final Logger LOG = LoggerFactory.getLogger(ExitDetection.class);

    private final Instrumentation instrumentation;
    private final Accounting accounting;
    private final Optional<SystemCalls> calls;
    private final BiPredicate<String, Runnable> threads;
    private volatile String description;
    private volatile Runnable whenCrowded;
    private volatile Runnable whenThreadExits;

    /** Whether the hook is to be installed as soon as a recording wants it. */
    private boolean awaitsHook;

    /** Whether a recording wants it and no thread is available to install it. */
    private volatile boolean lacksThread;

    private ExitDetection(
            Instrumentation instrumentation,
            Accounting accounting,
            Optional<SystemCalls> calls,
            BiPredicate<String, Runnable> threads,
            boolean hook,
            String description) {
        this.instrumentation = instrumentation;
        this.accounting = accounting;
        this.calls = calls;
        this.threads = threads;
        this.awaitsHook = hook;
        this.description = description;
    }

    /** Prepares what the option asks for: "hook", "listener" or "off". A listener that is refused is replaced by the hook. */
    static ExitDetection prepare(
            String choice,
            Instrumentation instrumentation,
            Accounting accounting,
            Optional<SystemCalls> calls,
            BiPredicate<String, Runnable> threads) {
        if (choice.equals("off")) {
            return new ExitDetection(
                    instrumentation, accounting, calls, threads, false, "off: exits=off was asked for");
        }
        if (choice.equals("listener")) {
            String refusal = listen(accounting, calls);
            if (refusal == null) {
                return new ExitDetection(instrumentation, accounting, calls, threads, false, "listener");
            }
            LOG.warn("exits=listener unavailable, exiting threads account for themselves instead: {}", refusal);
        }
        return new ExitDetection(
                instrumentation, accounting, calls, threads, true, "hook: from the first recording on");
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

    /**
     * Whether exits report the blocks from and to storage: the kernel rounds them when it reports an exit, and the thread
     * itself reads them by getrusage(2), as the process' usage is read.
     */
    boolean knowBlocks() {
        return accounting.sampler().canMeasureProcess() && !description.equals("listener");
    }

    /** What a thread is to run that finds that too many have ended since the last sample. */
    void whenCrowded(Runnable action) {
        whenCrowded = action;
    }

    /** What each thread is to run first at its exit, where threads are noticed by themselves; must not throw. */
    void whenThreadExits(Runnable action) {
        whenThreadExits = action;
    }

    private ThreadExitHandler newHandler(ThreadExitAccounting exits) {
        return new ThreadExitHandler(exits, whenThreadExits, this::setOff, this::crowd);
    }

    private void crowd() {
        Runnable action = whenCrowded;
        if (action != null) {
            action.run();
        }
    }

    /** Exits can be reported from now on. Sees to it in this thread if a recording wants them, or the hook is there already. */
    void begin(boolean wanted) {
        if ((wanted || EarlyExits.installed() != null) && takeTask()) {
            install();
        }
    }

    /**
     * A recording wants the exits: sees to it, once, but never in the caller's time: it may be the application's. Where no
     * thread is available, {@link #doAwaited} sees to it.
     */
    void wantSoon() {
        replaceLostListener();
        if (takeTask() && !threads.test("Tidewatch", this::install)) {
            synchronized (this) {
                awaitsHook = true;
                lacksThread = true;
            }
        }
    }

    /** To be called now and then by a thread that is none of the application's: does itself what no thread was available for. */
    void doAwaited() {
        if (lacksThread && takeTask()) {
            install();
        }
    }

    /** The kernel may refuse later what it permitted at first: rights can be lost while a process runs. */
    private synchronized void replaceLostListener() {
        String lost = accounting.exitListenerLost();
        if (!lost.isEmpty() && description.equals("listener")) {
            description = "hook: exits=listener lost: " + lost;
            awaitsHook = true;
            LOG.warn("exits=listener unavailable, ending threads account for themselves from now on: {}", lost);
        }
    }

    private synchronized boolean takeTask() {
        boolean mine = awaitsHook;
        awaitsHook = false;
        lacksThread = false;
        return mine;
    }

    private void install() {
        try {
            ThreadExitAccounting exits = accounting.exitAccounting();
            EarlyExits early = EarlyExits.installed();
            if (early == null) {
                ThreadExitHook hook = ThreadExitHook.install(instrumentation);
                hook.set(newHandler(exits));
                setInstalled(hook.time());
            } else if (early.failure() == null) {
                exits.warmUp(ThreadEndEvent::of);
                List<EarlyExit> buffered = early.handOver(newHandler(exits));
                setInstalled(early.time());
                new BufferedExitEvents(accounting, calls).emit(buffered, early.lost());
            } else {
                setOff(early.failure().toString());
            }
        } catch (ReflectiveOperationException | UnmodifiableClassException | RuntimeException | LinkageError e) {
            EarlyExits.abandon();
            setOff(e.toString());
        }
    }

    private void setInstalled(long time) {
        String lost = accounting.exitListenerLost();
        description = lost.isEmpty() ? "hook" : "hook: exits=listener lost: " + lost;
        LOG.debug("woven into Thread.exit() in {} ms", time / 1_000_000);
    }

    private void setOff(String why) {
        description = "off: " + why;
        LOG.warn("cannot detect thread exits; each thread is reported up to its last sample: {}", why);
    }

    /** For {@code Status}: "hook", "listener", or "off" and why. */
    String description() {
        return description;
    }
}
