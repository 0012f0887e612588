package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.Apps;
import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.slf4j.Logger;

/** Neither does the application see the agent, nor the agent the application. */
class IsolationJvmTest {

    private static final String RECORD = "-XX:StartFlightRecording";

    @TempDir
    Path directory;

    @ParameterizedTest
    @JdkSource({17, 25})
    void theApplicationSeesNothing(int feature) throws Exception {
        String[] names = {
            "io.github.tidewatch.agent.jfr.AgentEntry",
            "io.github.tidewatch.agent.log.Logging",
            "io.github.tidewatch.linux.Errno",
            "jnr.ffi.Runtime",
            "org.slf4j.Logger",
            "com.kenai.jffi.Foreign",
            "org.objectweb.asm.ClassWriter",
            "net.bytebuddy.jar.asm.ClassWriter"
        };
        // Tools that look for JVMs attach to each on the host, and what they start sets properties (Mission Control's
        // list of
        // JVMs: java.rmi.server.randomIDs).
        String alone = "-XX:+DisableAttachMechanism";
        RunningJvm.Result without = jvm(feature)
                .jvmArgs(RECORD, alone)
                .main(Apps.Visibility.class, names)
                .run();
        RunningJvm.Result with = jvm(feature)
                .agent("")
                .jvmArgs(RECORD, alone)
                .main(Apps.Visibility.class, names)
                .run();
        assertThat(with.exitCode).isZero();
        assertThat(with.stdout.lines().filter(line -> line.startsWith("hidden")))
                .hasSize(names.length);
        // The names of the system properties, and the class path.
        assertThat(lastTwo(with.stdout)).isEqualTo(lastTwo(without.stdout));
    }

    @Test
    void ofByteBuddyOnlyItsAsmIsLoadedWhereNothingButTheHookIsWoven() throws Exception {
        RunningJvm.Result result = jvm(Jdks.OWN)
                .agent("")
                .jvmArgs(RECORD, "-Xlog:class+load:file=loaded.txt")
                .main(Apps.Patient.class)
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        List<String> loaded = Files.readAllLines(directory.resolve("loaded.txt")).stream()
                .filter(line -> line.contains(" net.bytebuddy.")
                        || line.contains(".agent.weave.")
                        || line.contains(".agent.SpanOption"))
                .collect(Collectors.toList());
        assertThat(loaded)
                .isNotEmpty()
                .allMatch(line -> line.matches(".* net\\.bytebuddy\\.jar\\.asm\\.[A-Z][\\w$]+ .*"))
                .hasSizeLessThan(35);
    }

    @Test
    void onlyTheBootstrapStandsOutsideThePrefix() throws IOException {
        try (ZipFile jar = new ZipFile(TestJvm.agentJar().toFile())) {
            List<String> outside = jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> !name.endsWith("/") && !name.startsWith("inst/") && !name.startsWith("META-INF/"))
                    .collect(Collectors.toList());
            assertThat(outside)
                    .contains("io/github/tidewatch/agent/TidewatchAgent.class")
                    .allMatch(name -> name.matches("io/github/tidewatch/agent/[A-Za-z]+\\.class"))
                    .hasSizeLessThan(25);
            assertThat(jar.getEntry("inst/io/github/tidewatch/agent/cli/report/render/chart.umd.js"))
                    .as("what the HTML report draws with")
                    .isNotNull();
            assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
            assertThat(jar.getEntry("META-INF/licenses/THIRD-PARTY.txt")).isNotNull();
            assertThat(jar.stream().map(ZipEntry::getName)).noneMatch(name -> name.contains("META-INF/services"));
            assertThat(jar.stream().map(ZipEntry::getName)).doesNotHaveDuplicates();
            // The JVM and the JDK look through all entries at the start of every application.
            assertThat(jar.size()).isLessThan(80);
        }
        assertThat(Files.size(TestJvm.agentJar())).isLessThan(8 << 20);
    }

    @Test
    void theJarMayStandAnywhere() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("größe + 大! %41#?/x"));
        Path jar = Files.copy(TestJvm.agentJar(), folder.resolve("tide watch.jar"));
        assertStarts(jvm(Jdks.OWN).agent(jar, "log=debug"));
    }

    @Test
    void theApplicationMayHaveTheSameModules() throws Exception {
        Path slf4j = Paths.get(
                Logger.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        assertStarts(jvm(Jdks.OWN)
                .agent("log=debug")
                .jvmArgs("--module-path", slf4j.toString(), "--add-modules", "org.slf4j"));
    }

    @Test
    void theApplicationsJffiIsNotTouched() throws Exception {
        Path source = directory.resolve("StubLoader.java");
        Files.writeString(
                source,
                "package com.kenai.jffi.internal; public class StubLoader {"
                        + " static { System.err.println(\"touched\"); }"
                        + " public static boolean isLoaded() { return true; } }");
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", directory.toString(), source.toString()))
                .isZero();
        RunningJvm.Result result = assertStarts(jvm(Jdks.OWN).agent("log=debug").classPath(directory));
        assertThat(result.stderr).doesNotContain("touched");
    }

    private static RunningJvm.Result assertStarts(TestJvm jvm) throws Exception {
        RunningJvm.Result result = jvm.jvmArgs(RECORD).main(Apps.Patient.class).run();
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.agentLines()).hasSize(2);
        assertThat(result.agentLines().get(0))
                .startsWith("[tidewatch] INFO source ")
                .contains("thread mapping HotSpot structures");
        assertThat(result.agentLines().get(1)).startsWith("[tidewatch] DEBUG woven into Thread.exit() in ");
        return result;
    }

    private static List<String> lastTwo(String text) {
        List<String> lines = text.lines().collect(Collectors.toList());
        return lines.subList(lines.size() - 2, lines.size());
    }

    private TestJvm jvm(int feature) {
        return new TestJvm(Jdks.home(feature), directory);
    }
}
