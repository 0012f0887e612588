package io.github.tidewatch.agent.cli.attach;

import io.github.tidewatch.agent.cli.process.TargetProcess;
import io.github.tidewatch.procfs.SchedStat;
import io.github.tidewatch.procfs.TaskStat;
import io.github.tidewatch.text.Durations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Waits until the agent in another JVM has taken its first sample, as the kernel shows it: the agent's start-up thread,
 * whose last act that is, has ended. Where others have the CPUs, that can take many times the length of a recording.
 */
final class SamplingStart {
    private static final String STARTER = "Tidewatch";

    /** What the kernel calls a thread that the JVM's attach listener made and that has not run yet. */
    private static final String NOT_RUN_YET = "Attach Listene";

    /** CPU time after which a thread has its own name, ns. */
    private static final long LEAST_RUN = 5_000_000;

    private static final long POLL_MILLIS = 200;

    private final TargetProcess process;
    private final long begin = System.nanoTime();
    private int starter;
    private long runQueueDelay;
    private boolean begun;

    SamplingStart(TargetProcess process) {
        this.process = process;
    }

    /** Waits, at most for so long; or for the process to end. */
    void await(Duration limit) throws InterruptedException {
        while (!begun && System.nanoTime() - begin < limit.toNanos() && process.isAlive()) {
            begun = !isPending();
            if (!begun) {
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    /** What to say of it; empty if there is nothing to. */
    String note() {
        long waited = System.nanoTime() - begin;
        String delay = starter == 0
                ? ""
                : " (its thread " + starter + " waited " + Durations.text(runQueueDelay) + " for a CPU)";
        if (!begun) {
            return "The agent has not begun to sample within " + Durations.text(waited) + delay
                    + ": the process's threads get no CPU, which is the diagnosis. The recording may have none of"
                    + " Tidewatch's events.";
        }
        return waited < 2_000_000_000L
                ? ""
                : "Sampling began " + Durations.text(waited) + " after it was asked for" + delay + ".";
    }

    private boolean isPending() {
        boolean pending = false;
        for (int tid : process.tids()) {
            String comm = read(tid, "comm").strip();
            if (comm.equals(STARTER)) {
                pending = true;
                starter = tid;
                runQueueDelay = runQueueDelay(tid);
            } else if (starter == 0 && comm.startsWith(NOT_RUN_YET)) {
                pending |= hasNotRun(tid);
            }
        }
        return pending;
    }

    /** The listener itself and, in JDK 11, JFR's sampler have the same name, and sleep or have run for long. */
    private boolean hasNotRun(int tid) {
        try {
            return TaskStat.read(file(tid, "stat")).state() == 'R'
                    && SchedStat.read(file(tid, "schedstat")).onCpu() < LEAST_RUN;
        } catch (IOException e) {
            return false; // it has ended
        }
    }

    private long runQueueDelay(int tid) {
        try {
            return Math.max(
                    runQueueDelay, SchedStat.read(file(tid, "schedstat")).runDelay());
        } catch (IOException e) {
            return runQueueDelay; // it has ended
        }
    }

    private String read(int tid, String file) {
        try {
            return Files.readString(file(tid, file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it has ended
        }
    }

    private Path file(int tid, String name) {
        return Path.of("/proc/" + process.pid() + "/task/" + tid + "/" + name);
    }
}
