package io.github.tidewatch.agent.cli.process;

import io.github.tidewatch.agent.cli.console.CommandFailure;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One thing that needs the other process, which may keep it from ending: runs in a daemon thread of its own, that is
 * given up when the time is over or the process is stopped. Safe for use by several threads.
 */
public final class Step {
    private static final long POLL_MILLIS = 100;

    /** A process that a signal stops and continues at once is none that is stopped. */
    private static final int STOPPED_POLLS = 5;

    private Step() {}

    /**
     * Runs it.
     *
     * @param what names it, as in "while WHAT"
     * @throws CommandFailure that says where it hung and what to do; or what {@code work} throws, if that is unchecked
     * @throws Exception what {@code work} throws
     */
    public static <T> T run(TargetProcess process, String what, Duration limit, Callable<T> work) throws Exception {
        RunState state = new RunState(process);
        state.check(what);
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread worker = new Thread(() -> complete(result, work), "tidewatch step");
        worker.setDaemon(true);
        worker.start();
        long begin = System.nanoTime();
        int stopped = 0;
        while (true) {
            try {
                return result.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                stopped = state.isStopped() ? stopped + 1 : 0;
                if (stopped >= STOPPED_POLLS) {
                    state.check(what);
                }
                if (System.nanoTime() - begin > limit.toNanos()) {
                    throw new CommandFailure(late(process, what, limit), e);
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception ? (Exception) e.getCause() : e;
            }
        }
    }

    private static <T> void complete(CompletableFuture<T> result, Callable<T> work) {
        try {
            result.complete(work.call());
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
    }

    private static String late(TargetProcess process, String what, Duration limit) {
        String pid = "process " + process.pid();
        if (!process.isAlive()) {
            return pid + " has ended while " + what;
        }
        String frozen = new RunState(process).frozenBy();
        if (frozen != null) {
            return pid + " did not answer while " + what + ", since its cgroup is frozen: " + frozen + ". What to do: "
                    + RunState.THAW;
        }
        return pid + " did not answer within " + limit.toSeconds() + " s while " + what + " (its state: "
                + process.state() + "). It may hang, or get no CPU: 'top " + process.pid()
                + " --no-attach' shows which";
    }
}
