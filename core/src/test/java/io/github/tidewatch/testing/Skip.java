package io.github.tidewatch.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/** Ends a test that lacks what it needs. An annotation such as {@link RequiresRoot} is better where it fits. */
public final class Skip {
    private Skip() {}

    /** To be thrown: it ends the test as skipped. Prints why. */
    public static TestAbortedException because(String reason) {
        print(reason);
        return new TestAbortedException(reason);
    }

    /** Ends the calling test as skipped unless {@code holds}. */
    public static void unless(boolean holds, String reason) {
        if (!holds) {
            throw because(reason);
        }
    }

    /** Ends the calling test as skipped where PATH lacks one of these programs; for what tests share. */
    public static void unlessFound(String... programs) {
        for (String program : programs) {
            unless(Host.program(program).isPresent(), "no " + program + " in PATH");
        }
    }

    /**
     * Ends the calling test as skipped unless this command runs and exits with 0 within ten seconds: for what only an attempt
     * shows, such as whether this user may make a namespace. The reason is what it says on stderr.
     */
    public static void unlessRuns(String... command) throws IOException, InterruptedException {
        unlessFound(command[0]);
        Path said = Files.createTempFile("tidewatch-probe", "");
        try {
            Process probe = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(said.toFile())
                    .start();
            boolean ended = probe.waitFor(10, TimeUnit.SECONDS);
            probe.destroyForcibly();
            unless(
                    ended && probe.exitValue() == 0,
                    "cannot run here: " + String.join(" ", command) + ": "
                            + Files.readString(said).trim());
        } finally {
            Files.delete(said);
        }
    }

    /** Says that a part of the calling test is left out, and why; the rest of it goes on. */
    public static void part(String reason) {
        print(reason);
    }

    static void print(String reason) {
        System.out.println("skipped: " + reason);
    }
}
