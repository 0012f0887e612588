package io.github.tidewatch.agent.testing;

import java.nio.file.Path;
import java.nio.file.Paths;

/** Applications that start and stop recordings, or end, while a thread computes. */
public final class Phases {

    private Phases() {}

    /** Four recordings one after the other, into the directory that is its argument. */
    public static final class Recordings {
        public static void main(String[] args) throws Exception {
            Path directory = Paths.get(args[0]);
            SelfRecording.prepare();
            try (Crew crew = new Crew()) {
                crew.spin("busy");
                crew.start("idle", () -> Thread.sleep(60_000));
                record(directory, "first", "1 s", 2500);
                Thread.sleep(2000);
                record(directory, "second", "1 s", 1300);
                record(directory, "often", "50 ms", 1500);
                try (SelfRecording outer = SelfRecording.start("outer", "1 s")) {
                    Thread.sleep(700);
                    record(directory, "inner", "100 ms", 1000);
                    Thread.sleep(700);
                    outer.stop(directory.resolve("outer.jfr"));
                }
            }
        }

        private static void record(Path directory, String name, String period, long millis) throws Exception {
            try (SelfRecording recording = SelfRecording.start(name, period)) {
                Thread.sleep(millis);
                recording.stop(directory.resolve(name + ".jfr"));
            }
        }
    }

    /** Records nothing itself; ends after the milliseconds given, and prints when. */
    public static final class Ending {
        public static void main(String[] args) throws Exception {
            Apps.awaitAgent();
            try (Crew crew = new Crew()) {
                crew.spin("busy");
                System.out.print(Witness.take("ending-begin"));
                Thread.sleep(Long.parseLong(args[0]));
                System.out.print(Witness.take("ending-end"));
                System.exit(0);
            }
        }
    }
}
