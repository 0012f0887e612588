package io.github.tidewatch.agent;

import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.text.ParseException;
import java.util.Map;
import jdk.jfr.Configuration;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;

/**
 * Waits until somebody uses the Flight Recorder, and only then starts the isolated part. The one class here that links
 * {@code jdk.jfr}: not to be touched where that module is missing.
 */
final class RecorderListener implements FlightRecorderListener {

    private static final long STACK = 512 * 1024;

    /** JFR ends the JVM when it cannot write: "An irrecoverable error in Jfr. Shutting down VM". */
    private static final long LEAST_SPACE = 16 << 20;

    private final AgentOptions options;
    private final Map<String, String> values;
    private final Instrumentation instrumentation;
    private boolean started;

    private RecorderListener(AgentOptions options, Map<String, String> values, Instrumentation instrumentation) {
        this.options = options;
        this.values = values;
        this.instrumentation = instrumentation;
    }

    static void install(AgentOptions options, Map<String, String> values, Instrumentation instrumentation) {
        // Calls back at once where the recorder is initialised already (seen when attached late).
        FlightRecorder.addListener(new RecorderListener(options, values, instrumentation));
        if (options.record() != null) {
            record(options);
        }
    }

    @Override
    public void recorderInitialized(FlightRecorder recorder) {
        try {
            synchronized (this) {
                if (started) {
                    return;
                }
                started = true;
            }
            initialise("jdk.jfr.events.Handlers");
            initialise("jdk.jfr.events.EventConfigurations");
            // In the outermost group and with no loader of the application's: this may be any thread of its own.
            ThreadGroup group = Thread.currentThread().getThreadGroup();
            while (group.getParent() != null) {
                group = group.getParent();
            }
            IsolatedStart start = new IsolatedStart(options, values, instrumentation);
            Thread thread = new Thread(group, start, "Tidewatch", STACK, false);
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler(start);
            thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
            thread.start();
        } catch (Throwable e) {
            if (options.logs("error")) {
                Console.failure("could not start, the recording has no Tidewatch events: ", e);
            }
        }
    }

    /**
     * Works round JDK-8371889: on JDK 17 to 21 whoever registers an event type holds the monitor of JFR's {@code Utils}
     * and may read a file there (to load a class, say), which needs this class initialised; whoever initialises it
     * needs that monitor. This is the one safe place for it. Earlier, the recorder has not registered the JDK's own
     * events, and the class would keep null for each: no file or socket event for as long as the JVM lives (dd-trace-java
     * pull request 11957 tells of it). Later, or in a thread of our own, it would meet the application's first events;
     * with a recording from the start, the application does not run yet.
     */
    private static void initialise(String name) {
        try {
            Class.forName(name, true, null);
        } catch (ClassNotFoundException | LinkageError e) {
            // Not in this JDK: 17 and 18 have the first, 19 to 21 the second, others none.
        }
    }

    private static void record(AgentOptions options) {
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
