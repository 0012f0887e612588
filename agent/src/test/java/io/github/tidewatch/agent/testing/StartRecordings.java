package io.github.tidewatch.agent.testing;

import java.nio.file.Path;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;

/** Makes one recording after the other while Tidewatch starts, and one when it has. The argument is their folder. */
public final class StartRecordings {
    private StartRecordings() {}

    public static void main(String[] args) throws Exception {
        FlightRecorder.getFlightRecorder();
        boolean last = false;
        for (int number = 0; !last; number++) {
            last = !isStarting();
            try (Recording recording = new Recording()) {
                recording.start();
                recording.stop();
                recording.dump(Path.of(args[0], number + ".jfr"));
            }
        }
    }

    private static boolean isStarting() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("Tidewatch"));
    }
}
