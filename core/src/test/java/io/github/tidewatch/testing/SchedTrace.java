package io.github.tidewatch.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kernel's trace of its scheduler: who had which CPU when, who waited for one. In an instance of its own of a tracefs that
 * it mounts itself, so that nobody else's tracing is touched. As root. Times are those of {@link System#nanoTime}.
 */
public final class SchedTrace implements AutoCloseable {
    private static final List<String> EVENTS =
            List.of("sched_switch", "sched_wakeup", "sched_wakeup_new", "sched_migrate_task");
    private static final Pattern LINE = Pattern.compile("\\[(\\d+)] +\\S+ +(\\d+)\\.(\\d{6}): (\\w+): (.*)");
    private static final Pattern SWITCH =
            Pattern.compile("prev_pid=(\\d+) prev_prio=-?\\d+ prev_state=(\\S+) ==> .*next_pid=(\\d+) next_prio");
    private static final Pattern TASK = Pattern.compile("pid=(\\d+) prio=-?\\d+ .*(?:target|dest)_cpu=(\\d+)");

    /** What happened at a time. */
    public static final class Event {
        public final long time;
        /** 's' for a switch on {@link #cpu}, 'w' for a wake-up and 'm' for a move of {@link #next} to {@link #cpu}. */
        public final char kind;

        public final int cpu;
        public final int previous;
        /** Whether the previous task could have gone on. */
        public final boolean runnable;

        public final int next;

        Event(long time, char kind, int cpu, int previous, boolean runnable, int next) {
            this.time = time;
            this.kind = kind;
            this.cpu = cpu;
            this.previous = previous;
            this.runnable = runnable;
            this.next = next;
        }
    }

    private final Path mount;
    private final Path instance;

    private SchedTrace(Path mount, Path instance) {
        this.mount = mount;
        this.instance = instance;
    }

    /** Begins to trace; skips the calling test where this kernel has no tracefs, or this host does not permit it. */
    public static SchedTrace begin() throws IOException {
        Path mount = Files.createTempDirectory("tidewatch-tracefs");
        if (run("mount", "-t", "tracefs", "nodev", mount.toString()) != 0) {
            Files.delete(mount);
            throw Skip.because("tracefs cannot be mounted here");
        }
        Path instance =
                mount.resolve("instances/tidewatch-" + ProcessHandle.current().pid());
        SchedTrace trace = new SchedTrace(mount, instance);
        try {
            Files.createDirectory(instance);
            Files.writeString(instance.resolve("trace_clock"), "mono");
            Files.writeString(instance.resolve("buffer_size_kb"), "32768");
            for (String event : EVENTS) {
                Files.writeString(instance.resolve("events/sched/" + event + "/enable"), "1");
            }
            Files.writeString(instance.resolve("tracing_on"), "1");
            return trace;
        } catch (IOException e) {
            trace.close();
            throw Skip.because("the scheduler's events cannot be traced here: " + e);
        }
    }

    /** Ends, and reads what was traced. */
    public List<Event> end() throws IOException {
        Files.writeString(instance.resolve("tracing_on"), "0");
        List<Event> events = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(instance.resolve("trace"), StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher matcher = LINE.matcher(line);
                if (matcher.find()) {
                    Event event = event(matcher);
                    if (event != null) {
                        events.add(event);
                    }
                }
            }
        }
        return events;
    }

    private static Event event(Matcher line) {
        long time = Long.parseLong(line.group(2)) * 1_000_000_000 + Long.parseLong(line.group(3)) * 1000;
        if (line.group(4).equals("sched_switch")) {
            Matcher change = SWITCH.matcher(line.group(5));
            return !change.find()
                    ? null
                    : new Event(
                            time,
                            's',
                            Integer.parseInt(line.group(1)),
                            Integer.parseInt(change.group(1)),
                            change.group(2).startsWith("R"),
                            Integer.parseInt(change.group(3)));
        }
        Matcher task = TASK.matcher(line.group(5));
        char kind = line.group(4).equals("sched_migrate_task") ? 'm' : 'w';
        return !task.find()
                ? null
                : new Event(time, kind, Integer.parseInt(task.group(2)), 0, false, Integer.parseInt(task.group(1)));
    }

    @Override
    public void close() throws IOException {
        if (Files.exists(instance)) {
            Files.delete(instance);
        }
        run("umount", mount.toString());
        Files.delete(mount);
    }

    private static int run(String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .onExit()
                .join()
                .exitValue();
    }
}
