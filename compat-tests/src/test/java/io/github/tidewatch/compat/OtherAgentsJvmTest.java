package io.github.tidewatch.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.testing.Skip;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two agents in one JVM, in either order: each does its work. */
class OtherAgentsJvmTest {
    private static final String RECORD = "-XX:StartFlightRecording:filename=x.jfr";

    @TempDir
    Path directory;

    @Tag("exhaustive")
    @Test
    void openTelemetry() throws Exception {
        openTelemetry(Jdks.OWN, true);
    }

    @ParameterizedTest
    @Tag("exhaustive")
    @CsvSource({"17,false", "25,true"})
    void openTelemetry(int feature, boolean first) throws Exception {
        String other = "-javaagent:" + Visitors.built().resolve("agents/opentelemetry-javaagent.jar");
        TestJvm jvm = Visitors.application(feature, directory)
                .jvmArgs(RECORD, "-Dotel.traces.exporter=console", "-Dotel.metrics.exporter=none")
                .jvmArgs("-Dotel.logs.exporter=none", "-Dotel.bsp.schedule.delay=500");
        RunningJvm.Result result = Visitors.visit(order(jvm, other, first).main(Shop.class, "--server.port=0"));
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.agentLines()).isEmpty();
        assertThat(result.stdout + result.stderr).contains("LoggingSpanExporter", "GET /sum");
        assertSampled();
    }

    @Tag("exhaustive")
    @Test
    void asyncProfiler() throws Exception {
        asyncProfiler(Jdks.OWN, true);
    }

    @ParameterizedTest
    @Tag("exhaustive")
    @CsvSource({"17,false", "25,true"})
    void asyncProfiler(int feature, boolean first) throws Exception {
        Path library = directory.resolve("libasyncProfiler.so");
        String arch = System.getProperty("os.arch");
        try (ZipFile jar = new ZipFile(
                Visitors.built().resolve("agents/async-profiler.jar").toFile())) {
            String entry = (arch.equals("amd64") ? "linux-x64" : "linux-arm64") + "/libasyncProfiler.so";
            Skip.unless(jar.getEntry(entry) != null, "async-profiler has no " + entry);
            try (InputStream in = jar.getInputStream(jar.getEntry(entry))) {
                Files.copy(in, library);
            }
        }
        Path profile = directory.resolve("profile.txt");
        String other = "-agentpath:" + library + "=start,event=itimer,collapsed,file=" + profile;
        TestJvm jvm = order(
                Visitors.application(feature, directory).jvmArgs("-XX:TieredStopAtLevel=4", RECORD), other, first);
        RunningJvm.Result result = Visitors.visit(jvm.main(Shop.class, "--server.port=0"));
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.agentLines()).isEmpty();
        assertThat(profile).content().contains("org/springframework/");
        assertSampled();
    }

    private static TestJvm order(TestJvm jvm, String other, boolean first) {
        return first ? jvm.jvmArgs(other).agent("") : jvm.agent("").jvmArgs(other);
    }

    private void assertSampled() throws Exception {
        Recorded recorded = Recorded.read(directory.resolve("x.jfr"));
        assertThat(recorded.delays("main")).isNotEmpty();
        assertThat(recorded.status().getString("threadMapping")).isEqualTo("HotSpot structures");
    }
}
