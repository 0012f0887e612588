package io.github.tidewatch.agent.testing;

import java.nio.file.Paths;

/**
 * Records itself every 10 ms while many threads wake often and many sleep, so that samples cost something. Arguments:
 * recording, threads of each kind, seconds.
 */
public final class Swarm {
    private Swarm() {}

    public static void main(String[] args) throws Exception {
        SelfRecording.prepare();
        try (Crew crew = new Crew()) {
            for (int i = 0; i < Integer.parseInt(args[1]); i++) {
                crew.start("active-" + i, () -> Thread.sleep(20));
                crew.once("idle-" + i, () -> Thread.sleep(Long.MAX_VALUE));
            }
            try (SelfRecording recording = SelfRecording.start("swarm", "10 ms")) {
                Thread.sleep(1000 * Long.parseLong(args[2]));
                recording.stop(Paths.get(args[0]));
            }
        }
    }
}
