package io.github.tidewatch.examples;

import io.github.tidewatch.examples.library.TaskstatsClientExample;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs one workload, {@code java -jar tidewatch-examples.jar WORKLOAD [OPTION...]}, or the example of the library,
 * {@code taskstats-client [TID...]}.
 */
public final class Main {
    static final List<Workload> WORKLOADS =
            List.of(new CpuContention(), new DiskWait(), new LockAndSleep(), new Thrashing(), new Mixed(), new Web());

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int INTERRUPTED = 130;
    private static final long SECONDS_TO_END = 5;

    private Main() {}

    /** Exits with 0 when the workload ran for its time, 1 when it could not, 2 for a wrong command line. */
    public static void main(String[] args) {
        Thread main = Thread.currentThread();
        CountDownLatch ended = new CountDownLatch(1);
        Thread onSignal = new Thread(() -> endWorkload(main, ended), "end-workload");
        Runtime.getRuntime().addShutdownHook(onSignal);
        int status;
        try {
            status = run(args, System.out, System.err, Progress.toStandardOutput());
        } finally {
            ended.countDown();
        }
        System.exit(status);
    }

    static int run(String[] args, PrintStream out, PrintStream err, Progress progress) {
        if (args.length == 1 && args[0].equals("--list")) {
            out.print(list());
            return DONE;
        }
        if (args.length == 0) {
            err.print(usage());
            return USAGE;
        }
        if (args[0].equals(TaskstatsClientExample.NAME)) {
            return runLibraryExample(Arrays.copyOfRange(args, 1, args.length), out, err);
        }
        Optional<Workload> workload =
                WORKLOADS.stream().filter(w -> w.name().equals(args[0])).findFirst();
        if (workload.isEmpty()) {
            err.println("There is no workload " + args[0] + ".");
            err.print(usage());
            return USAGE;
        }
        Settings settings;
        try {
            settings = settings(args, workload.get().defaultSeconds());
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.print(usage());
            return USAGE;
        }
        try {
            workload.get().run(settings, progress);
            return DONE;
        } catch (InterruptedException | ClosedByInterruptException e) {
            return INTERRUPTED;
        } catch (IOException e) {
            err.println(workload.get().name() + ": " + e);
            return FAILED;
        }
    }

    private static int runLibraryExample(String[] args, PrintStream out, PrintStream err) {
        try {
            return TaskstatsClientExample.run(args, out, err);
        } catch (InterruptedException | ClosedByInterruptException e) {
            return INTERRUPTED;
        } catch (IOException e) {
            err.println(TaskstatsClientExample.NAME + ": " + e);
            return FAILED;
        } catch (NoClassDefFoundError e) {
            err.println(TaskstatsClientExample.NAME + ": the directory lib with tidewatch-core and what it needs"
                    + " is not beside tidewatch-examples.jar (" + e + ").");
            return FAILED;
        }
    }

    private static Settings settings(String[] args, int defaultSeconds) {
        int seconds = defaultSeconds;
        int fileMib = Settings.DEFAULT_FILE_MIB;
        Path directory = Settings.defaultDirectory();
        for (int i = 1; i < args.length; i += 2) {
            String option = args[i];
            if (!List.of("--seconds", "--dir", "--file-mib").contains(option)) {
                throw new IllegalArgumentException("There is no option " + option + ".");
            }
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(option + " needs a value.");
            }
            String value = args[i + 1];
            if (option.equals("--dir")) {
                directory = Path.of(value);
            } else if (option.equals("--seconds")) {
                seconds = positive(option, value);
            } else {
                fileMib = positive(option, value);
            }
        }
        return new Settings(seconds, directory, fileMib);
    }

    private static int positive(String option, String value) {
        try {
            int number = Integer.parseInt(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(option + " takes a whole number from 1 on, not " + value + ".");
    }

    private static String usage() {
        return "Usage: java -jar tidewatch-examples.jar WORKLOAD [--seconds N] [--dir DIRECTORY] [--file-mib N]\n"
                + "       java -jar tidewatch-examples.jar taskstats-client [TID...]\n"
                + "Workloads, and what a recording of them must show:\n"
                + workloads()
                + "No workload, but an example:\n"
                + libraryExample()
                + "The disk is read in DIRECTORY (default: target, else java.io.tmpdir), from a file of N MiB (default: "
                + Settings.DEFAULT_FILE_MIB
                + ").\n"
                + "taskstats-client loads native code. If it is not run by -jar, JDK 24 and later warn of that unless allowed"
                + " --enable-native-access=ALL-UNNAMED.\n";
    }

    private static String list() {
        return workloads() + libraryExample();
    }

    private static String libraryExample() {
        return line(TaskstatsClientExample.NAME, TaskstatsClientExample.SHOWS);
    }

    private static String line(String name, String shows) {
        return String.format("  %-16s  %s%n", name, shows);
    }

    private static String workloads() {
        StringBuilder lines = new StringBuilder();
        for (Workload workload : WORKLOADS) {
            lines.append(line(workload.name(), workload.shows() + " (" + workload.defaultSeconds() + " s)"));
        }
        return lines.toString();
    }

    private static void endWorkload(Thread main, CountDownLatch ended) {
        if (ended.getCount() == 0) {
            return;
        }
        main.interrupt();
        try {
            // Nothing can be done about a workload that does not end, least of all here.
            boolean unused = ended.await(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
