package io.github.tidewatch.agent.cli.top;

import io.github.tidewatch.agent.cli.attach.Attachment;
import io.github.tidewatch.agent.cli.process.TargetProcess;
import io.github.tidewatch.procfs.PidNamespace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The Java names of a JVM's threads, from a thread dump. That stops all of its threads for a moment, so it is for the
 * caller to ask only when there are threads that were not asked for before; it refuses to ask more often than every ten
 * seconds. Asks in a thread of its own. For one caller's thread.
 */
class JavaNames {
    private static final long PAUSE = 10_000_000_000L;
    private static final long LONGEST_WAIT = 5000;

    private final TargetProcess process;
    private final long pause;
    private volatile String problem;
    private volatile Map<Integer, String> answer;
    private Thread asking;
    private long asked;

    JavaNames(TargetProcess process, String problem, long pause) {
        this.process = process;
        this.problem = problem;
        this.pause = pause;
    }

    static JavaNames of(TargetProcess process) {
        return new JavaNames(process, null, PAUSE);
    }

    /** Of a JVM that cannot be asked. */
    static JavaNames none(TargetProcess process, String why) {
        return new JavaNames(process, why, PAUSE);
    }

    /** Why there are none; null if there are. */
    String problem() {
        return problem;
    }

    /** Begins to ask; false if that is not to be, or not yet. */
    boolean ask() {
        long now = System.nanoTime();
        if (problem != null || asking != null || (asked != 0 && now - asked < pause)) {
            return false;
        }
        asked = now;
        asking = new Thread(this::run, "tidewatch names");
        asking.setDaemon(true);
        asking.start();
        return true;
    }

    /**
     * The names by tid of all threads that were there when it was asked; empty while there is no new answer.
     *
     * @param wait whether to wait for it, for some seconds at most
     */
    Optional<Map<Integer, String>> answer(boolean wait) throws InterruptedException {
        if (asking != null && wait) {
            asking.join(LONGEST_WAIT);
        }
        if (asking == null || asking.isAlive()) {
            return Optional.empty();
        }
        asking = null;
        return Optional.ofNullable(answer);
    }

    private void run() {
        try {
            answer = null;
            answer = byOuterTid(ThreadDump.names(dump()));
        } catch (RuntimeException e) {
            problem = e.getMessage() == null ? e.toString() : e.getMessage();
        }
    }

    /** What the JVM says. Throws a {@link RuntimeException} with a message for people if it says nothing. */
    String dump() {
        try (Attachment attachment = Attachment.to(process)) {
            return attachment.jcmd("Thread.print");
        }
    }

    /** A JVM in a pid namespace of its own knows its threads by other ids. */
    private Map<Integer, String> byOuterTid(Map<Integer, String> byInner) {
        if (process.innerPid() == process.pid()) {
            return byInner;
        }
        Map<Integer, String> byOuter = new HashMap<>();
        for (int tid : process.tids()) {
            String name = byInner.get(inner(tid));
            if (name != null) {
                byOuter.put(tid, name);
            }
        }
        return byOuter;
    }

    private int inner(int tid) {
        try {
            return PidNamespace.tidOf(Path.of("/proc/" + process.pid() + "/task/" + tid));
        } catch (IOException e) {
            return -1; // it has ended
        }
    }
}
