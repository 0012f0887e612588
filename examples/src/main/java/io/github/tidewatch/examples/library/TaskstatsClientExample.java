package io.github.tidewatch.examples.library;

import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.linux.NativeAccessException;
import io.github.tidewatch.linux.SystemCallException;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.procfs.TaskList;
import io.github.tidewatch.taskstats.TaskstatsClient;
import io.github.tidewatch.taskstats.TaskstatsException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;

/** What the library does, in one run: {@code taskstats-client [TID...]}. */
public final class TaskstatsClientExample {
    /** What the command line calls it. A constant, so that naming it loads nothing. */
    public static final String NAME = "taskstats-client";

    /** One line: what it shows. */
    public static final String SHOWS = "the library tidewatch-core: taskstats of its own thread and of each TID, of"
            + " its process and of a thread that ends, and getrusage";

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private TaskstatsClientExample() {}

    /**
     * Runs it.
     *
     * @param arguments tids of this or other processes; none means all threads of this one
     * @return 0 when taskstats answered, 1 when it cannot be used here, 2 for wrong arguments
     */
    public static int run(String[] arguments, PrintStream out, PrintStream err)
            throws IOException, InterruptedException {
        int[] tids;
        try {
            tids = Arrays.stream(arguments)
                    .mapToInt(TaskstatsClientExample::tid)
                    .toArray();
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.println("Usage: java -jar tidewatch-examples.jar " + NAME + " [TID...]");
            return USAGE;
        }
        try {
            SystemCalls calls = HostSystemCalls.get();
            Usages.show(out);
            out.println();
            out.println("First steps (taskstats):");
            if (!FirstSteps.firstSteps(out)) {
                return FAILED;
            }
            try (TaskstatsClient client = TaskstatsClient.open()) {
                Tasks tasks = new Tasks(client, out);
                tasks.showFields(calls.gettid());
                tasks.showMany(tids.length == 0 ? ownTids(calls) : tids);
                tasks.showGroup(calls.getpid());
                new Exits(client, calls, out).show();
            }
            return DONE;
        } catch (NativeAccessException | SystemCallException | TaskstatsException e) {
            err.println(NAME + ": " + e.getMessage());
            return FAILED;
        }
    }

    private static int tid(String argument) {
        try {
            int tid = Integer.parseInt(argument);
            if (tid > 0) {
                return tid;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException("A TID is a whole number from 1 on, not " + argument + ".");
    }

    private static int[] ownTids(SystemCalls calls) {
        try (TaskList threads = TaskList.of(calls)) {
            threads.refresh();
            int[] tids = new int[threads.count()];
            Arrays.setAll(tids, threads::tid);
            return tids;
        }
    }
}
