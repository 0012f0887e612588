package io.github.tidewatch.agent;

import java.io.File;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.text.ParseException;
import java.time.Duration;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/** The recording of the option {@code record}. Apart, because to verify this the JVM loads all that it catches. */
final class RecordOption {

    private RecordOption() {}

    /** Starts it, or says why not. */
    static void start(AgentOptions options) {
        String noApplication = Program.noApplication();
        if (noApplication != null) {
            if (options.logs("info")) {
                Console.line("INFO", "record=" + options.record() + ": not of " + noApplication);
            }
            return;
        }
        Recording recording = null;
        Path made = null;
        try {
            checkSpace();
            Path wanted = Paths.get(RecordFile.expand(options.record())).toAbsolutePath();
            made = RecordFile.make(wanted);
            recording = new Recording(Configuration.getConfiguration("default"));
            start(recording, options, made);
            if (!made.equals(wanted) && options.logs("warn")) {
                Console.line(
                        "WARN",
                        "record=" + options.record() + ": " + wanted + " exists and stays as it is, recording to "
                                + made + "; %p (process id) or %t (time) in the name keeps names apart");
            }
            HelperThreads.start("Tidewatch Disk Space", new DiskSpace(recording, made, options));
        } catch (IOException | ParseException | InvalidPathException | IllegalStateException | SecurityException e) {
            if (recording != null) {
                recording.close();
            }
            if (made != null) {
                RecordFile.discard(made);
            }
            if (options.logs("warn")) {
                Console.line(
                        "WARN", "record=" + options.record() + ": cannot record to this file: " + RecordFile.why(e));
            }
        }
    }

    private static void start(Recording recording, AgentOptions options, Path file) throws IOException {
        recording.setName("Tidewatch");
        recording.setDumpOnExit(true);
        recording.setMaxSize(options.maxSize());
        if (options.maxAge() != 0) {
            recording.setMaxAge(Duration.ofNanos(options.maxAge()));
        }
        recording.setDestination(file);
        recording.start();
    }

    private static void checkSpace() throws IOException {
        File temporary = new File(System.getProperty("java.io.tmpdir"));
        if (temporary.canWrite() && temporary.getUsableSpace() < DiskSpace.LEAST) {
            throw new IOException(temporary + ", where JFR keeps what it records, has less than "
                    + (DiskSpace.LEAST >> 20) + " MiB free, and JFR ends the JVM when that is full");
        }
    }
}
