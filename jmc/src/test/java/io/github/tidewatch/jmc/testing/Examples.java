package io.github.tidewatch.jmc.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.examples.Main;
import java.nio.file.Path;

/** Recordings of the examples under the agent. */
public final class Examples {
    private Examples() {}

    public static Path jar() {
        return Path.of(System.getProperty("tidewatch.examples"))
                .toAbsolutePath()
                .normalize();
    }

    /** A JVM that is to run an example and to write {@code example.jfr} into the directory. */
    public static TestJvm jvm(Path javaHome, Path directory, String settings, String... arguments) {
        return recorded(javaHome, directory, "settings=" + settings, arguments);
    }

    /**
     * The same, recorded when the JVM's start is over: in that its compilers compete with all else for the CPUs, which a
     * recording of some seconds says and rules evaluate.
     */
    public static TestJvm started(Path javaHome, Path directory, String... arguments) {
        return recorded(javaHome, directory, "settings=default,delay=3s", arguments);
    }

    private static TestJvm recorded(Path javaHome, Path directory, String options, String... arguments) {
        // JDK 11 knows the form with = only, and all know that.
        String recording = "-XX:StartFlightRecording=filename=example.jfr," + options;
        return new TestJvm(javaHome, directory)
                .allCompilers() // of which threads and memory are part of what is judged
                .agent("")
                .jvmArgs(recording)
                .classPath(jar())
                .main(Main.class, arguments);
    }

    /** Runs it. */
    public static Path record(TestJvm jvm, Path directory) throws Exception {
        RunningJvm.Result result = jvm.run();
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.agentLines()).isEmpty();
        return directory.resolve("example.jfr");
    }
}
