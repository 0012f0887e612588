package io.github.tidewatch.agent;

import java.io.File;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.text.ParseException;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/** The recording of the option {@code record}. Apart, because to verify this the JVM loads all that it catches. */
final class OwnRecording {

    /** JFR ends the JVM when it cannot write: "An irrecoverable error in Jfr. Shutting down VM". */
    private static final long LEAST_SPACE = 16 << 20;

    private OwnRecording() {}

    /** Starts it, or says why not. */
    static void start(AgentOptions options) {
        Recording recording = null;
        try {
            Path file = Paths.get(options.record()).toAbsolutePath();
            File temporary = new File(System.getProperty("java.io.tmpdir"));
            if (temporary.canWrite() && temporary.getUsableSpace() < LEAST_SPACE) {
                throw new IOException(temporary + ", where JFR keeps what it records, has less than "
                        + (LEAST_SPACE >> 20) + " MB free, and JFR ends the JVM when that is full");
            }
            recording = new Recording(Configuration.getConfiguration("default"));
            recording.setName("Tidewatch");
            recording.setDumpOnExit(true);
            recording.setDestination(file);
            recording.start();
        } catch (IOException | ParseException | InvalidPathException | IllegalStateException | SecurityException e) {
            if (recording != null) {
                recording.close();
            }
            if (options.logs("warn")) {
                Console.line("WARN", "record=" + options.record() + ": cannot record to this file: " + e);
            }
        }
    }
}
