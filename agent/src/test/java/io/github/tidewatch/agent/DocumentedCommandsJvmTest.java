package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.Apps;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.testing.RequiresProgram;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shell commands of the pages, as they stand there but for folders, the process id and how long they record. */
@Tag("exhaustive")
class DocumentedCommandsJvmTest {
    /** What others run: Maven and the demo the CI, the report of spans WovenSpansJvmTest, which has some, and nobody docker. */
    private static final List<String> OF_OTHERS =
            List.of("mvn ", "./examples/demo.sh", "docker ", "tidewatch report --spans ");

    @TempDir
    Path directory;

    private Path output;

    /** The files that the pages speak of. */
    @BeforeEach
    void makeJars() throws IOException {
        output = directory.resolve("output");
        Path tmp = Files.createDirectory(directory.resolve("tmp"));
        Files.copy(TestJvm.agentJar(), tmp.resolve("tidewatch.jar"));
        Files.copy(TestJvm.agentJar(), directory.resolve("tidewatch.jar"));
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, Apps.Lasting.class.getName());
        attributes.put(Attributes.Name.CLASS_PATH, TestJvm.testClasses().toUri().toString());
        try (OutputStream out = Files.newOutputStream(directory.resolve("app.jar"))) {
            new JarOutputStream(out, manifest).close();
        }
    }

    @ParameterizedTest
    @RequiresProgram({"bash", "unzip", "man"})
    @ValueSource(
            strings = {
                "README.md",
                "docs/getting-started.md",
                "docs/command-line.md",
                "docs/mission-control.md",
                "docs/why-no-cpu.md",
                "docs/virtual-threads.md"
            })
    void theCommandsOfThePageSucceed(String page) throws Exception {
        List<String> commands = commands(page);
        assertThat(commands).isNotEmpty();
        if (List.of("docs/why-no-cpu.md", "docs/virtual-threads.md").contains(page)) {
            commands.add(0, commands("README.md").get(0)); // makes the recording that these pages read
        }
        try (RunningJvm jvm = new TestJvm(Jdks.home(Jdks.OWN), directory)
                .main(Apps.Sleeper.class)
                .start()) {
            jvm.awaitLine("ready"::equals, Duration.ofMinutes(1));
            assertThat(run(script(commands, jvm.pid())))
                    .as("%s: %s", commands, Files.readString(output))
                    .isZero();
        }
        if (commands.stream().anyMatch(command -> command.contains("ThreadDelay"))) {
            assertThat(output).content().contains("tidewatch.ThreadDelay {");
        }
    }

    private static List<String> commands(String page) throws IOException {
        return DocumentationTest.commands(page).stream()
                .filter(command -> OF_OTHERS.stream().noneMatch(command::startsWith))
                .collect(Collectors.toList());
    }

    private String script(List<String> commands, long pid) {
        return String.join("\n", commands)
                .replaceAll("\\bPID\\b", Long.toString(pid))
                .replace("/tmp/", directory.resolve("tmp") + "/")
                .replace("/path/to/", directory + "/")
                .replace("--duration 30s", "--duration 2s")
                .replace("--from +60s", "--from +0s");
    }

    private int run(String script) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().merge("PATH", Jdks.home(Jdks.OWN) + "/bin", (old, bin) -> bin + ":" + old);
        builder.environment().put("HOME", directory.toString());
        Process bash = builder.start();
        try {
            assertThat(bash.waitFor(3, TimeUnit.MINUTES)).as(script).isTrue();
            return bash.exitValue();
        } finally {
            bash.descendants().forEach(ProcessHandle::destroyForcibly);
            bash.destroyForcibly();
        }
    }
}
