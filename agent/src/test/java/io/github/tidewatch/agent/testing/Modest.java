package io.github.tidewatch.agent.testing;

import java.nio.file.Paths;
import java.util.concurrent.TimeUnit;

/**
 * Records itself for a while, with threads that compute and wait. Prints "ready" once the agent has chosen its sources.
 * Arguments: recording, milliseconds.
 */
public final class Modest {

    private Modest() {}

    public static void main(String[] args) throws Exception {
        SelfRecording.prepare();
        System.out.println("ready");
        try (Crew crew = new Crew();
                SelfRecording recording = SelfRecording.start("modest", "250 ms")) {
            crew.spin("spinner-1");
            crew.spin("spinner-2");
            crew.spin("spinner-3");
            Workloads.waitVoluntarily(crew);
            TimeUnit.MILLISECONDS.sleep(Long.parseLong(args[1]));
            recording.stop(Paths.get(args[0]));
        }
    }
}
