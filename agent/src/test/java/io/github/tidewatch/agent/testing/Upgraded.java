package io.github.tidewatch.agent.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/** Begins to record when a file appears. Arguments: that file, and the one to record to. */
public final class Upgraded {
    private Upgraded() {}

    public static void main(String[] args) throws Exception {
        Path go = Paths.get(args[0]);
        System.out.println("ready");
        while (!Files.exists(go)) {
            Thread.sleep(10);
        }
        try (Crew crew = new Crew();
                Recording recording = new Recording(Configuration.getConfiguration("default"))) {
            crew.spin("busy");
            recording.start();
            Apps.awaitAgent();
            Thread.sleep(500);
            recording.dump(Paths.get(args[1]));
        }
    }
}
