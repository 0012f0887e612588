package io.github.tidewatch.agent.testing;

import io.github.tidewatch.testing.Skip;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.concurrent.TimeUnit;

/**
 * Threads made by native code, one after the other and each for some time, under a recording with a period of 50 ms.
 * Arguments: library, recording. Prints "native TID CPU-TIME NAME" of each.
 */
public final class Natives {
    public static final String PLAIN = "native plain";
    public static final String DETACHED = "native attached";
    public static final String NOT_DETACHED = "native left";

    private static final long COMPUTING = 300_000_000;

    private Natives() {}

    /** Compiles the native code for this JDK; skips the calling test, saying why, where that is not possible. */
    public static Path compile(Path home, Path directory) throws IOException, InterruptedException {
        Path include = home.resolve("include");
        // No throw of what a test ends by: this class runs in JVMs without JUnit, too, and is verified there.
        Skip.unless(Files.exists(include.resolve("jni.h")), "no jni.h in " + include);
        Skip.unlessFound("gcc");
        Path source = directory.resolve("natives.c");
        Path library = directory.resolve("libnatives.so");
        Files.copy(Natives.class.getResourceAsStream("natives.c"), source);
        File log = directory.resolve("gcc.log").toFile();
        Process gcc = new ProcessBuilder(
                        "gcc",
                        "-Wall",
                        "-shared",
                        "-fPIC",
                        "-pthread",
                        "-I" + include,
                        "-I" + include.resolve("linux"),
                        "-o",
                        library.toString(),
                        source.toString())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        if (!gcc.waitFor(60, TimeUnit.SECONDS) || gcc.exitValue() != 0) {
            gcc.destroyForcibly();
            throw new AssertionError("gcc: " + Files.readString(log.toPath()));
        }
        return library;
    }

    private static native long[] run(int kind, String name, long nanos);

    public static void main(String[] args) throws Exception {
        System.load(args[0]);
        SelfRecording.prepare();
        try (SelfRecording recording = SelfRecording.start("natives", "50 ms")) {
            report(0, PLAIN);
            report(1, DETACHED);
            report(2, NOT_DETACHED);
            Thread.sleep(200);
            // Whoever gets the tid of the thread that the JVM still believes to be there.
            Thread last = new Thread(() -> {}, "last");
            last.start();
            last.join();
            recording.stop(Paths.get(args[1]));
        }
        System.exit(0);
    }

    private static void report(int kind, String name) {
        long[] reported = run(kind, name, COMPUTING);
        System.out.println("native " + reported[0] + " " + reported[1] + " " + name);
    }
}
