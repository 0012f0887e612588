package io.github.tidewatch.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Prints where each thread's time went, from the {@code tidewatch.ThreadDelay} events of a recording:
 * {@code java -cp tidewatch-examples.jar io.github.tidewatch.examples.RecordingTable [--all] FILE.jfr}.
 */
public final class RecordingTable {
    private static final int MOST_ROWS = 30;
    private static final int DONE = 0;
    private static final int NOTHING = 1;
    private static final int USAGE = 2;

    private final ThreadTallies tallies = new ThreadTallies();
    private final StatusSummary status = new StatusSummary();

    private RecordingTable() {}

    /** Exits with 0 when the table is printed, 1 when the recording cannot be read or has none, 2 for a wrong command line. */
    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        List<String> files = new ArrayList<>(Arrays.asList(args));
        boolean all = files.removeIf("--all"::equals);
        if (files.size() != 1 || files.get(0).startsWith("-")) {
            err.println("Usage: RecordingTable [--all] FILE.jfr");
            return USAGE;
        }
        Path file = Path.of(files.get(0));
        RecordingTable table = new RecordingTable();
        try {
            table.read(file);
        } catch (IOException | RuntimeException e) {
            // The reader throws unchecked exceptions too when a file is cut off or a field is not what it should be.
            err.println(file + (Files.exists(file) ? " cannot be read: " + e : " does not exist."));
            return NOTHING;
        }
        if (table.tallies.isEmpty()) {
            err.println(file + " has no tidewatch.ThreadDelay event. One of these may be why:");
            err.println("  - the JVM ran without the agent: start it with -javaagent:tidewatch.jar");
            err.println("  - the agent could not work there: look for its lines on the JVM's standard error");
            err.println("  - the recording is shorter than one interval (1 s unless set): record for longer");
            err.println("  - its settings switch the event off: record with +tidewatch.ThreadDelay#enabled=true");
            table.status.lines().forEach(err::println);
            return NOTHING;
        }
        List<ThreadTally> threads = table.tallies.threads();
        out.println("Where each thread's time went, in percent of its recorded time (wall). Most CPU delay first.");
        out.println();
        ThreadTable.lines(threads, all ? Integer.MAX_VALUE : MOST_ROWS).forEach(out::println);
        out.println();
        table.status.lines().forEach(out::println);
        return DONE;
    }

    private void read(Path file) throws IOException {
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                String type = event.getEventType().getName();
                if (type.equals("tidewatch.ThreadDelay")) {
                    tallies.add(event);
                } else if (type.equals("tidewatch.Status")) {
                    status.add(event);
                }
            }
        }
    }
}
