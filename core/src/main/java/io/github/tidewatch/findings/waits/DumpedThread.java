package io.github.tidewatch.findings.waits;

import io.github.tidewatch.metrics.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Java thread that a dump of all threads found parked or in {@link Object#wait()}, and whether it had nothing to do. Recordings have
 * such dumps at the begin and end of each chunk: of a wait that has not ended there is no event. The application wrote the
 * names. Immutable.
 */
public final class DumpedThread {
    private static final Pattern HEAD =
            Pattern.compile("\"(.*)\" #(\\d{1,18}) .*\\bnid=(0x[0-9a-f]{1,15}|\\d{1,18}) .*");
    private static final Pattern FRAME = Pattern.compile("\\s+at ([^(]+)\\(.*");
    private static final String STATE = "java.lang.Thread.State: ";
    private static final int MOST_FRAMES = 64;

    private final String name;
    private final long javaId;
    private final long tid;
    private final Metric kind;
    private final boolean isIdle;

    private DumpedThread(String name, long javaId, long tid, Metric kind, boolean isIdle) {
        this.name = name;
        this.javaId = javaId;
        this.tid = tid;
        this.kind = kind;
        this.isIdle = isIdle;
    }

    /** Takes the threads out of a dump, as the JVM writes it; what is none is passed over. */
    public static void read(String dump, Consumer<DumpedThread> found) {
        Matcher head = null;
        Metric kind = null;
        List<String> frames = new ArrayList<>();
        for (String line : (Iterable<String>) dump.lines()::iterator) {
            Matcher next = line.startsWith("\"") ? HEAD.matcher(line) : null;
            if (line.isBlank() || next != null) {
                add(head, kind, frames, found);
                head = next != null && next.matches() ? next : null;
                kind = null;
                frames.clear();
            } else if (line.contains(STATE)) {
                kind = kind(line);
            } else if (kind != null && frames.size() < MOST_FRAMES) {
                Matcher frame = FRAME.matcher(line);
                if (frame.matches()) {
                    frames.add(frame.group(1));
                }
            }
        }
        add(head, kind, frames, found);
    }

    private static Metric kind(String line) {
        return line.endsWith("(parking)")
                ? Metric.PARK_WAIT
                : line.endsWith("(on object monitor)") && !line.contains("BLOCKED") ? Metric.OBJECT_WAIT : null;
    }

    private static void add(Matcher head, Metric kind, List<String> frames, Consumer<DumpedThread> found) {
        if (head != null && kind != null && !frames.isEmpty()) {
            String number = head.group(3);
            long tid = number.startsWith("0x") ? Long.parseLong(number.substring(2), 16) : Long.parseLong(number);
            long javaId = Long.parseLong(head.group(2));
            found.accept(new DumpedThread(head.group(1), javaId, tid, kind, WaitPlace.isIdle(frames)));
        }
    }

    /** The name of the thread. */
    public String name() {
        return name;
    }

    /** The number of the Java thread. */
    public long javaId() {
        return javaId;
    }

    /** The kernel's number of the thread. */
    public long tid() {
        return tid;
    }

    /** What it waits in. */
    public Metric kind() {
        return kind;
    }

    /** Whether it waits for the next thing to do. */
    public boolean isIdle() {
        return isIdle;
    }
}
