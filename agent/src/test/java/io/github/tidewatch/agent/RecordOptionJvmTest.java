package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.Apps;
import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.testing.RequiresProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** No recording is lost by the option {@code record}, neither an old one nor the new. */
class RecordOptionJvmTest {

    @TempDir
    Path directory;

    @Test
    @RequiresProgram("mkfifo")
    void aPipeIsRefusedInOneLineAndTheApplicationRuns() throws Exception {
        Path pipe = directory.resolve("pipe.jfr");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        RunningJvm.Result result = new TestJvm(Jdks.home(Jdks.OWN), directory)
                .agent("record=" + pipe)
                .main(Apps.Hello.class)
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.agentLines())
                .singleElement()
                .asString()
                .startsWith("[tidewatch] WARN record=" + pipe)
                .contains(pipe + " is no regular file");
    }

    @ParameterizedTest
    @JdkSource({11, 17, 25})
    void anExistingFileStaysAsItIsAndTheRecordingGoesBesideIt(int feature) throws Exception {
        Path file = Files.writeString(directory.resolve("app.jfr"), "somebody's data");
        RunningJvm.Result result = hello(feature, "record=app.jfr");
        assertThat(file).hasContent("somebody's data");
        List<Path> others = recordings();
        others.remove(file);
        Path other = others.get(0);
        assertThat(others).hasSize(1);
        assertThat(other.getFileName().toString()).matches("app-\\d+\\.jfr");
        assertThat(RecordingFile.readAllEvents(other)).isNotEmpty();
        assertThat(result.agentLines())
                .singleElement()
                .asString()
                .startsWith("[tidewatch] WARN record=app.jfr: " + file + " exists and stays as it is, recording to "
                        + other)
                .contains("%p", "%t");
    }

    @Test
    void twoJvmsWithOneNameWriteTwoRecordings() throws Exception {
        List<RunningJvm> jvms = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                jvms.add(jvm(Jdks.OWN)
                        .agent("record=app.jfr")
                        .main(Apps.Patient.class)
                        .start());
            }
            for (RunningJvm jvm : jvms) {
                assertThat(jvm.await(Duration.ofMinutes(1)).exitCode).isZero();
            }
        } finally {
            for (RunningJvm jvm : jvms) {
                jvm.close();
            }
        }
        List<Long> pids = new ArrayList<>();
        for (Path recording : recordings()) {
            pids.add(RecordingFile.readAllEvents(recording).stream()
                    .filter(event -> event.getEventType().getName().equals("jdk.JVMInformation"))
                    .map(event -> event.getLong("pid"))
                    .findFirst()
                    .orElseThrow());
        }
        assertThat(pids)
                .containsExactlyInAnyOrderElementsOf(
                        jvms.stream().map(RunningJvm::pid).collect(Collectors.toList()));
    }

    @Test
    void aNameHasTheProcessIdTheTimeAndTheHostWhereItSaysSo() throws Exception {
        RunningJvm.Result result = hello(Jdks.OWN, "record=%h+%p+%t+%%+%x+100%.jfr");
        assertThat(result.agentLines()).isEmpty();
        String host = Files.readString(Path.of("/proc/sys/kernel/hostname")).trim();
        String name = recordings().get(0).getFileName().toString();
        assertThat(name).startsWith(host + "+").endsWith("+%+%x+100%.jfr");
        assertThat(name.substring(host.length() + 1))
                .matches("\\d+\\+\\d{4}_\\d\\d_\\d\\d_\\d\\d_\\d\\d_\\d\\d\\+%\\+%x\\+100%\\.jfr");
    }

    @Test
    void theToolsOfTheJdkAndOurOwnCommandsRecordNothing() throws Exception {
        Path file = Files.writeString(directory.resolve("app.jfr"), "somebody's data");
        Path bin = Jdks.home(Jdks.OWN).resolve("bin");
        Path source = Files.writeString(directory.resolve("Nothing.java"), "class Nothing {}");
        List<List<String>> commands = List.of(
                List.of(bin + "/jcmd", "-l"),
                List.of(bin + "/jps"),
                List.of(bin + "/javac", "-d", directory.toString(), source.toString()),
                List.of(bin + "/jfr", "--version"),
                List.of(bin + "/keytool", "-help"),
                List.of(bin + "/java", "-version"),
                List.of(bin + "/java", "-jar", TestJvm.agentJar().toString(), "--help"),
                List.of(bin + "/java", "-cp", TestJvm.agentJar().toString(), Main.class.getName(), "--help"));
        for (List<String> command : commands) {
            String said = runWithAgentInTheEnvironment(command, "record=app.jfr");
            assertThat(said).as("%s", command).doesNotContain("[tidewatch]");
        }
        assertThat(file).hasContent("somebody's data");
        assertThat(recordings()).containsExactly(file);
    }

    @Test
    void aProgramThatTheSourceLauncherRunsIsRecorded() throws Exception {
        Path source = Files.writeString(
                directory.resolve("Program.java"),
                "class Program { public static void main(String[] a) { System.out.println(1); } }");
        String said = runWithAgentInTheEnvironment(
                List.of(Jdks.home(Jdks.OWN).resolve("bin/java").toString(), source.toString()), "record=program.jfr");
        assertThat(said).contains("1\n").doesNotContain("[tidewatch]");
        assertThat(RecordingFile.readAllEvents(directory.resolve("program.jfr")))
                .isNotEmpty();
    }

    @Test
    void aFileThatWasMadeInVainIsRemoved() throws Exception {
        RunningJvm.Result result = jvm(Jdks.OWN)
                .agent("record=app.jfr")
                .jvmArgs("-Djava.io.tmpdir=/proc/absent") // where nobody can make JFR's repository
                .main(Apps.Hello.class, "7")
                .run();
        assertThat(result.exitCode).as("%s", result).isEqualTo(7);
        assertThat(recordings()).isEmpty();
    }

    private RunningJvm.Result hello(int feature, String options) throws Exception {
        RunningJvm.Result result =
                jvm(feature).agent(options).main(Apps.Hello.class, "7").run();
        assertThat(result.exitCode).as("%s", result).isEqualTo(7);
        assertThat(result.stdout).isEqualTo("hello\n");
        return result;
    }

    private String runWithAgentInTheEnvironment(List<String> command, String options) throws Exception {
        Path output = directory.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_TOOL_OPTIONS", "-javaagent:" + TestJvm.agentJar() + "=" + options);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s", command).isTrue();
            String said = Files.readString(output, StandardCharsets.UTF_8);
            assertThat(process.exitValue()).as("%s: %s", command, said).isZero();
            return said;
        } finally {
            process.destroyForcibly();
        }
    }

    private List<Path> recordings() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jfr")).collect(Collectors.toList());
        }
    }

    private TestJvm jvm(int feature) {
        return new TestJvm(Jdks.home(feature), directory);
    }
}
