package io.github.tidewatch.agent.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;

/** Applications that a test does something to while they run. */
public final class Patience {

    private Patience() {}

    /** Computes for the milliseconds given, under a recording that the JVM was started with. */
    public static final class Computing {
        public static void main(String[] args) throws Exception {
            Apps.awaitAgent();
            try (Crew crew = new Crew()) {
                crew.spin("busy");
                crew.start("idle", () -> Thread.sleep(600_000));
                Thread.sleep(1500);
                System.out.println("ready");
                Thread.sleep(Long.parseLong(args[0]));
                System.exit(0);
            }
        }
    }

    /**
     * A thread from before its directory gets a file "go", a recording from then on with a thread that is made during it,
     * until a second after it gets a file "enough". Prints the times of the epoch, in milliseconds.
     */
    public static final class Switched {
        public static void main(String[] args) throws Exception {
            Path directory = Paths.get(args[0]);
            try (Crew crew = new Crew()) {
                crew.spin("before");
                System.out.println("ready");
                await(directory.resolve("go"));
                SelfRecording.prepare();
                try (SelfRecording recording = SelfRecording.start("switched", "100 ms")) {
                    Thread.sleep(500); // until the agent has sampled, and knows that it is on
                    crew.spin("after");
                    Thread.sleep(2000);
                    System.out.println("recorded until " + System.currentTimeMillis());
                    await(directory.resolve("enough"));
                    System.out.println("recorded from " + System.currentTimeMillis());
                    Thread.sleep(1000);
                    recording.stop(directory.resolve("x.jfr"));
                }
                System.exit(0);
            }
        }

        private static void await(Path file) throws InterruptedException {
            while (!Files.exists(file)) {
                Thread.sleep(10);
            }
        }
    }
}
