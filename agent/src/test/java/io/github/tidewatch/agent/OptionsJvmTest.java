package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import io.github.tidewatch.agent.testing.Apps;
import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** Whatever the options, the application runs; what is wrong with them is said once. */
class OptionsJvmTest {

    @TempDir
    Path directory;

    @Test
    void badOptionsAreNamedAndTheApplicationRunsOn() throws Exception {
        RunningJvm.Result result = hello(jvm(Jdks.OWN).agent("colour=red,interval=1ms,source=auto,log=loud"));
        assertThat(result.agentLines()).hasSize(3);
        assertThat(result.agentLines().get(0)).startsWith("[tidewatch] WARN colour=red: ");
        assertThat(result.agentLines().get(1)).startsWith("[tidewatch] WARN interval=1ms: ");
        assertThat(result.agentLines().get(2)).startsWith("[tidewatch] WARN log=loud: ");
    }

    @Test
    void badOptionsAreNamedUnlessLogIsOff() throws Exception {
        assertThat(hello(jvm(Jdks.OWN).agent("colour=red,log=off")).agentLines())
                .isEmpty();
        assertThat(hello(jvm(Jdks.OWN).agent("colour=red,log=error")).agentLines())
                .hasSize(1);
    }

    @ParameterizedTest
    @JdkSource({17, 25})
    void recordsToAFile(int feature) throws Exception {
        Path file = directory.resolve("a b.jfr");
        RunningJvm.Result result = hello(jvm(feature).agent("record=a b.jfr"));
        assertThat(result.agentLines()).isEmpty();
        assertThat(result.stdout).isEqualTo("hello\n");
        assertThat(eventTypes(file)).contains("jdk.JVMInformation", "jdk.OSInformation");
    }

    @Test
    void recordingsKeepTheJdksOwnEvents() throws Exception {
        Path file = directory.resolve("x.jfr");
        // A class initialised too early (JDK-8371889) would take them away.
        RunningJvm.Result result = jvm(Jdks.OWN)
                .agent("")
                .jvmArgs("-XX:StartFlightRecording:jdk.FileRead#threshold=0ns,filename=" + file)
                .main(Apps.Reader.class)
                .run();
        assertThat(result.exitCode).isZero();
        long reads = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals("jdk.FileRead"))
                .filter(event -> "/proc/self/stat".equals(event.getString("path")))
                .filter(event -> "main".equals(event.getThread().getJavaName())) // the agent reads that file too
                .count();
        assertThat(reads).isEqualTo(100);
    }

    @Test
    void aFileThatCannotBeWrittenIsNamed() throws Exception {
        Map<String, String> why = Map.of(
                "absent/x.jfr",
                "its directory does not exist",
                ".",
                directory.toAbsolutePath() + "/. is no regular file; name one that does not exist yet",
                "x".repeat(300),
                "File name too long");
        for (Map.Entry<String, String> each : why.entrySet()) {
            RunningJvm.Result result = hello(jvm(Jdks.OWN).agent("record=" + each.getKey()));
            assertThat(result.agentLines())
                    .containsExactly("[tidewatch] WARN record=" + each.getKey() + ": cannot record to this file: "
                            + each.getValue());
        }
    }

    @ParameterizedTest
    @JdkSource({17, 25})
    void saysThatThereIsNoFlightRecorder(int feature) throws Exception {
        RunningJvm.Result result =
                hello(jvm(feature).agent("record=x.jfr").jvmArgs("--limit-modules", "java.base,java.instrument"));
        assertThat(result.agentLines()).singleElement().asString().contains("jdk.jfr");
    }

    @Test
    void loadingItTwiceChangesNothing() throws Exception {
        RunningJvm.Result quiet = hello(jvm(Jdks.OWN).agent("").agent("colour=red"));
        assertThat(quiet.agentLines()).isEmpty();
        RunningJvm.Result reported = jvm(Jdks.OWN)
                .agent("log=debug")
                .agent("log=info")
                .jvmArgs("-XX:StartFlightRecording")
                .main(Apps.Patient.class)
                .run();
        assertThat(reported.agentLines().get(0)).startsWith("[tidewatch] INFO already loaded");
        assertThat(reported.agentLines())
                .filteredOn(line -> line.startsWith("[tidewatch] INFO source "))
                .hasSize(1);
    }

    @Test
    void attachesWhereARecordingRunsAlready() throws Exception {
        try (RunningJvm jvm = jvm(Jdks.OWN)
                .jvmArgs("-XX:StartFlightRecording")
                .main(Apps.Sleeper.class)
                .start()) {
            jvm.awaitLine("ready"::equals, Duration.ofMinutes(1));
            VirtualMachine machine = VirtualMachine.attach(Long.toString(jvm.pid()));
            machine.loadAgent(TestJvm.agentJar().toString(), "log=debug");
            jvm.awaitLine(line -> line.startsWith("[tidewatch] INFO source "), Duration.ofMinutes(1));
            machine.loadAgent(TestJvm.agentJar().toString(), "log=debug");
            machine.detach();
            jvm.awaitLine(line -> line.startsWith("[tidewatch] INFO already loaded"), Duration.ofMinutes(1));
        }
    }

    private RunningJvm.Result hello(TestJvm jvm) throws Exception {
        RunningJvm.Result result = jvm.main(Apps.Hello.class, "7").run();
        assertThat(result.exitCode).as("%s", result).isEqualTo(7);
        assertThat(result.stdout).isEqualTo("hello\n");
        // Nothing but the agent's lines and the application's.
        assertThat(result.stderr.lines())
                .hasSize(result.agentLines().size() + 1)
                .contains("hello on stderr");
        return result;
    }

    private static Set<String> eventTypes(Path file) throws Exception {
        return RecordingFile.readAllEvents(file).stream()
                .map(RecordedEvent::getEventType)
                .map(type -> type.getName())
                .collect(Collectors.toSet());
    }

    private TestJvm jvm(int feature) {
        return new TestJvm(Jdks.home(feature), directory);
    }
}
