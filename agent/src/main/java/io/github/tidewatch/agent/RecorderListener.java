package io.github.tidewatch.agent;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;

/**
 * Waits until somebody uses the Flight Recorder, and only then starts the isolated part. With {@link RecordOption}
 * the only class here that links {@code jdk.jfr}: not to be touched where that module is missing.
 */
final class RecorderListener implements FlightRecorderListener {

    private final AgentOptions options;
    private final Map<String, String> values;
    private final Instrumentation instrumentation;

    /** The id of the thread that runs {@code main} at some time; 0 if attached late. */
    private final long starter;

    private volatile boolean initialised;

    private volatile boolean started;

    /** What the starter is to wait for, in its own time. */
    private IsolatedStart awaited;

    private boolean failureSaid;

    private RecorderListener(
            AgentOptions options, Map<String, String> values, Instrumentation instrumentation, long starter) {
        this.options = options;
        this.values = values;
        this.instrumentation = instrumentation;
        this.starter = starter;
    }

    /** With {@code beforeMain} if the calling thread is going to run {@code main}; not if attached late. */
    static void install(
            AgentOptions options, Map<String, String> values, Instrumentation instrumentation, boolean beforeMain) {
        long starter = beforeMain ? Thread.currentThread().getId() : 0;
        // Calls back at once where the recorder is initialised already (seen when attached late).
        FlightRecorder.addListener(new RecorderListener(options, values, instrumentation, starter));
        if (options.record() != null) {
            RecordOption.start(options);
        }
    }

    @Override
    public void recorderInitialized(FlightRecorder recorder) {
        try {
            synchronized (this) {
                if (initialised) {
                    return;
                }
                initialised = true;
            }
            initialise("jdk.jfr.events.Handlers");
            initialise("jdk.jfr.events.EventConfigurations");
            startOnce();
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** Starts the isolated part unless it was. Where no thread is available, it is tried again with the next recording. */
    private synchronized void startOnce() {
        if (started) {
            return;
        }
        boolean beforeMain = isStarter() && !runsApplication();
        values.put("start.recorder", Long.toString(System.nanoTime()));
        values.put("start.beforeMain", Boolean.toString(beforeMain));
        IsolatedStart start = new IsolatedStart(options, values, instrumentation, beforeMain);
        started = HelperThreads.start("Tidewatch", start);
        awaited = beforeMain && started ? start : null;
        if (!started && !failureSaid && options.logs("warn")) {
            failureSaid = true;
            Console.line(
                    "WARN",
                    "no thread available, so recordings have no Tidewatch events; it is tried again when a recording"
                            + " starts or stops");
        }
    }

    private boolean isStarter() {
        return Thread.currentThread().getId() == starter;
    }

    private void fail(Throwable e) {
        started = true;
        if (options.logs("error")) {
            Console.failure("could not start, the recording has no Tidewatch events: ", e);
        }
    }

    /** Whether the application has called JFR, rather than the JVM at its start, or this agent. */
    private static boolean runsApplication() {
        StackTraceElement[] stack = Thread.currentThread().getStackTrace();
        if (stack.length == 0) {
            return true; // with -XX:-StackTraceInThrowable nobody knows
        }
        String first = stack[stack.length - 1].getClassName();
        return !first.startsWith("jdk.jfr.") && !first.startsWith("sun.instrument.");
    }

    /**
     * A recording from the start begins just before {@code main}: has that see the hook at the end of threads. JFR holds
     * no monitor here. Only the thread that started JFR waits, and once: a recording that begins later is not waited for.
     */
    @Override
    public void recordingStateChanged(Recording recording) {
        if (recording.getState() == RecordingState.RUNNING) {
            values.putIfAbsent("start.recording", Long.toString(System.nanoTime()));
        }
        if (!started && initialised) {
            try {
                startOnce();
            } catch (Throwable e) {
                fail(e);
            }
        }
        if (isStarter() && awaited != null) {
            IsolatedStart start = awaited;
            awaited = null;
            if (recording.getState() == RecordingState.RUNNING) {
                start.awaitHook();
            }
        }
    }

    /**
     * Works round JDK-8371889: on JDK 17 to 21 whoever registers an event type holds the monitor of JFR's {@code Utils}
     * and may read a file there (to load a class, say), which needs this class initialised; whoever initialises it
     * needs that monitor. This is the one safe place for it. Earlier, the recorder has not registered the JDK's own
     * events, and the class would keep null for each: no file or socket event for as long as the JVM lives (dd-trace-java
     * pull request 11957 describes it). Later, or in a thread of our own, it would meet the application's first events;
     * with a recording from the start, the application does not run yet.
     */
    private static void initialise(String name) {
        try {
            Class.forName(name, true, null);
        } catch (ClassNotFoundException | LinkageError e) {
            // Not in this JDK: 17 and 18 have the first, 19 to 21 the second, others none.
        }
    }
}
