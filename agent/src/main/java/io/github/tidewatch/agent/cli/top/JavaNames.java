package io.github.tidewatch.agent.cli.top;

import io.github.tidewatch.agent.cli.attach.Attachment;
import io.github.tidewatch.agent.cli.console.CommandFailure;
import io.github.tidewatch.agent.cli.process.TargetProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Java names of a JVM's threads, from a thread dump. That stops all of its threads for a moment, so it is asked for
 * once, and again only when there are new threads, and not more often than every {@link #PAUSE}. Asks in a thread of its
 * own; safe for use by several threads.
 */
final class JavaNames {
    private static final long PAUSE = 10_000_000_000L;
    private static final Pattern LINE =
            Pattern.compile("^\"(.*)\" (?:#\\d+ |os_prio=|daemon |prio=).*?\\bnid=(0x\\p{XDigit}+|\\d+)\\b.*$");

    private final TargetProcess process;
    private volatile Map<Integer, String> names = Map.of();
    private volatile String problem;
    private volatile boolean asking;
    private long asked;

    private JavaNames(TargetProcess process, String problem) {
        this.process = process;
        this.problem = problem;
    }

    static JavaNames of(TargetProcess process) {
        return new JavaNames(process, null);
    }

    /** Of a JVM that cannot be asked. */
    static JavaNames none(TargetProcess process, String why) {
        return new JavaNames(process, why);
    }

    /** The name of a thread; null if it is not known. */
    String name(int tid) {
        return names.get(tid);
    }

    /** Why there are none; null if there are. */
    String problem() {
        return problem;
    }

    /** Tells that there are threads without a name; waits for the answer if {@code wait} is set. */
    void wanted(boolean wait) throws InterruptedException {
        long now = System.nanoTime();
        if (problem != null || asking || (asked != 0 && now - asked < PAUSE)) {
            return;
        }
        asked = now;
        asking = true;
        Thread thread = new Thread(this::ask, "tidewatch names");
        thread.setDaemon(true);
        thread.start();
        if (wait) {
            thread.join(5000);
        }
    }

    private void ask() {
        try (Attachment attachment = Attachment.to(process)) {
            names = byOuterTid(parse(attachment.jcmd("Thread.print")));
        } catch (CommandFailure | UncheckedIOException e) {
            problem = e.getMessage();
        } finally {
            asking = false;
        }
    }

    /** Of a thread dump: names by the tids that the JVM knows. */
    static Map<Integer, String> parse(String dump) {
        Map<Integer, String> parsed = new HashMap<>();
        for (String line : dump.split("\n", -1)) {
            Matcher matcher = line.startsWith("\"") ? LINE.matcher(line) : null;
            if (matcher != null && matcher.matches()) {
                parsed.put(Integer.decode(matcher.group(2)), matcher.group(1));
            }
        }
        return parsed;
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
            for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/task/" + tid + "/status"))) {
                if (line.startsWith("NSpid:")) {
                    return Integer.parseInt(
                            line.substring(line.lastIndexOf('\t') + 1).trim());
                }
            }
        } catch (IOException | RuntimeException e) {
            return -1; // it has ended
        }
        return tid;
    }
}
