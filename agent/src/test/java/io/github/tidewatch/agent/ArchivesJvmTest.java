package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.Apps;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/troubleshooting.md says of class data sharing and AOT caches, started as there. */
@Tag("exhaustive")
class ArchivesJvmTest {
    private static final String MISMATCH =
            "Mismatched values for property jdk.module.addmods: java.instrument specified during runtime but not during"
                    + " dump time";
    private static final String OPPOSITE = "specified during dump time but not during runtime";
    private static final String FORBIDDEN =
            "Must enable AllowArchivingWithJavaAgent in order to run Java agent during CDS dumping";
    private static final String NO_START = "Unable to use AOT cache.";

    @TempDir
    Path directory;

    private Path classes;
    private String page;

    /** The JVM archives classes of jars only. */
    @BeforeEach
    void makeJar() throws IOException {
        classes = directory.resolve("app.jar");
        String name = Apps.Hello.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(classes);
                JarOutputStream jar = new JarOutputStream(out)) {
            jar.putNextEntry(new JarEntry(name));
            jar.write(Files.readAllBytes(TestJvm.testClasses().resolve(name)));
        }
        Path agent = Path.of("").toAbsolutePath();
        page = Files.readString(agent.resolveSibling("docs/troubleshooting.md"));
    }

    @Test
    void anAotCacheThatWasMadeWithTheAgentIsUsedWithIt() throws Exception {
        assertThat(hello(25, true, "-XX:AOTCacheOutput=app.aot").exitCode).isZero();
        RunningJvm.Result used = hello(25, true, "-XX:AOTCache=app.aot", "-XX:AOTMode=on");
        assertThat(used.exitCode).as(used.toString()).isZero();
        assertThat(used.stdout).isEqualTo("hello\n");
        assertThat(used.stderr).isEqualTo("hello on stderr\n");

        RunningJvm.Result without = hello(25, false, "-XX:AOTCache=app.aot");
        assertThat(without.exitCode).isZero();
        assertThat(without.stdout).contains(OPPOSITE);
        assertThat(page).contains("-XX:AOTCacheOutput=app.aot", OPPOSITE);
    }

    @Test
    void anAotCacheThatWasMadeWithoutTheAgentIsRefusedWithTheLinesThatThePageHas() throws Exception {
        assertThat(hello(25, false, "-XX:AOTCacheOutput=app.aot").exitCode).isZero();
        RunningJvm.Result refused = hello(25, true, "-XX:AOTCache=app.aot");
        assertThat(refused.exitCode).as(refused.toString()).isZero();
        assertThat(refused.stdout).contains("[aot]", MISMATCH, "Unable to map shared spaces", "hello\n");

        RunningJvm.Result demanded = hello(25, true, "-XX:AOTCache=app.aot", "-XX:AOTMode=on");
        assertThat(demanded.exitCode).isEqualTo(1);
        assertThat(demanded.stdout + demanded.stderr)
                .contains("Error occurred during initialization of VM", NO_START)
                .doesNotContain("hello\n");
        assertThat(page.replaceAll("\\s+", " "))
                .contains(
                        MISMATCH,
                        "Unable to map shared spaces",
                        NO_START,
                        "Error occurred during initialization of VM");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void withAnAgentAnArchiveAtExitKeepsTheJvmFromStartingAndItExitsWithOne(int feature) throws Exception {
        RunningJvm.Result result = hello(feature, true, "-XX:ArchiveClassesAtExit=app.jsa");
        assertThat(result.exitCode).as(result.toString()).isEqualTo(1);
        assertThat(result.stdout + result.stderr).contains(FORBIDDEN).doesNotContain("hello\n");
        assertThat(directory.resolve("app.jsa")).doesNotExist();
        assertThat(page).contains(FORBIDDEN, "exits with 1");
    }

    @Test
    void anArchiveThatWasMadeWithoutTheAgentIsUsedWithItOnJdk17() throws Exception {
        assertThat(hello(17, false, "-XX:ArchiveClassesAtExit=app.jsa").exitCode)
                .isZero();
        RunningJvm.Result used = hello(17, true, "-XX:SharedArchiveFile=app.jsa", "-Xshare:on", "-Xlog:class+load");
        assertThat(used.exitCode).as(used.toString()).isZero();
        assertThat(used.stdout)
                .contains("hello\n")
                .containsPattern("Apps\\$Hello source: shared objects file \\(top\\)");
        assertThat(used.stderr).isEqualTo("hello on stderr\n");
    }

    @Test
    void anArchiveThatWasMadeWithoutTheAgentIsRefusedOnJdk25() throws Exception {
        assertThat(hello(25, false, "-XX:ArchiveClassesAtExit=app.jsa").exitCode)
                .isZero();
        RunningJvm.Result refused = hello(25, true, "-XX:SharedArchiveFile=app.jsa");
        assertThat(refused.exitCode).as(refused.toString()).isZero();
        assertThat(refused.stdout).contains("[cds]", MISMATCH, "hello\n");
    }

    private RunningJvm.Result hello(int feature, boolean agent, String... options)
            throws IOException, InterruptedException {
        TestJvm jvm = new TestJvm(Jdks.home(feature), directory)
                .allCompilers()
                .jvmArgs(options)
                .testClasses(classes)
                .main(Apps.Hello.class);
        return (agent ? jvm.agent("") : jvm).run();
    }
}
