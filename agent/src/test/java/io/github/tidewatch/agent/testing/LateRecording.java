package io.github.tidewatch.agent.testing;

import java.nio.file.Path;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;

/** Has JFR initialised, runs a thread, starts a recording and runs another. The argument is the recording's file. */
public final class LateRecording {
    private LateRecording() {}

    public static void main(String[] args) throws Exception {
        FlightRecorder.getFlightRecorder();
        Thread.sleep(150); // the hook could be there by now
        run("before");
        try (Recording recording = new Recording()) {
            recording.enable("tidewatch.ThreadEnd");
            recording.start();
            Apps.awaitAgent();
            Apps.awaitAgent(); // the one that weaves the hook in
            run("after");
            recording.stop();
            recording.dump(Path.of(args[0]));
        }
    }

    private static void run(String name) throws InterruptedException {
        Thread thread = new Thread(() -> {}, name);
        thread.start();
        thread.join();
    }
}
