package io.github.tidewatch.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.testing.Host;
import io.github.tidewatch.testing.RequiresProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** demo.sh says in one line what a machine lacks, and the command that brings it. */
@RequiresProgram({"bash", "sed", "dirname"})
class DemoScriptTest {
    private static final String COMMAND = " On Debian: sudo apt install default-jdk maven\n";

    @TempDir
    Path directory;

    private Path programs;
    private Path script;

    /** A checkout in which nothing is built, and a PATH with no more than the script's own tools. */
    @BeforeEach
    void prepare() throws IOException {
        programs = Files.createDirectory(directory.resolve("bin"));
        for (String tool : List.of("bash", "sed", "dirname")) {
            Files.createSymbolicLink(
                    programs.resolve(tool), Host.program(tool).orElseThrow().toAbsolutePath());
        }
        script = Files.copy(
                Path.of("demo.sh"),
                Files.createDirectory(directory.resolve("examples")).resolve("demo.sh"));
    }

    @Test
    void noJava() throws Exception {
        assertThat(run(Map.of())).isEqualTo("demo.sh: there is no java in PATH: install a JDK from 17 on." + COMMAND);
    }

    @Test
    void noJdkAtJavaHome() throws Exception {
        java("17", true);
        Path nowhere = directory.resolve("nowhere");
        assertThat(run(Map.of("JAVA_HOME", nowhere.toString())))
                .isEqualTo("demo.sh: JAVA_HOME is " + nowhere + ", and there is no " + nowhere
                        + "/bin/java: unset JAVA_HOME, or set it to the home of a JDK from 17 on." + COMMAND);
    }

    @Test
    void javaTooOldForTheDemo() throws Exception {
        java("1.8", true);
        assertThat(run(Map.of()))
                .isEqualTo("demo.sh: " + programs + "/java is Java 1.8, and the demo needs 11 or later:"
                        + " install a JDK from 17 on, or set JAVA_HOME to one." + COMMAND);
    }

    @Test
    void javaTooOldForTheBuild() throws Exception {
        java("11", true);
        assertThat(run(Map.of()))
                .isEqualTo("demo.sh: " + programs + "/java is Java 11, and the build needs 17 or later:"
                        + " install a JDK from 17 on, or set JAVA_HOME to one." + COMMAND);
    }

    @Test
    void noCompiler() throws Exception {
        Path home = java("17", false);
        assertThat(run(Map.of()))
                .isEqualTo("demo.sh: " + home + " has no javac, so it is a JRE, and the build needs a JDK:"
                        + " install one from 17 on, or set JAVA_HOME to one." + COMMAND);
    }

    @Test
    void noMaven() throws Exception {
        java("17", true);
        assertThat(run(Map.of()))
                .isEqualTo("demo.sh: agent/target/tidewatch.jar or examples/target/tidewatch-examples.jar has to be"
                        + " built, and there is no mvn in PATH: install Maven 3.8 or later." + COMMAND);
    }

    /** A java that says what the script asks it. */
    private Path java(String version, boolean compiler) throws IOException {
        Path home = directory.resolve("jdk");
        Files.createDirectories(home.resolve("bin"));
        if (compiler) {
            program(home.resolve("bin/javac"), "exit 1");
        }
        program(
                programs.resolve("java"),
                "echo '    java.home = " + home + "'; echo '    java.specification.version = " + version + "'");
        return home;
    }

    private static void program(Path file, String content) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + content + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** What it prints; it fails with exit code 1. */
    private String run(Map<String, String> environment) throws IOException, InterruptedException {
        List<String> command = List.of(programs.resolve("bash").toString(), script.toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", programs.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(printed).isEqualTo(1);
        return printed;
    }
}
