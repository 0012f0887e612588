package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that cannot run says so in one line, and the application runs. */
class EntryClassesJvmTest {

    private static final int JAVA_8 = 52;
    private static final int JAVA_11 = 55;

    @TempDir
    Path directory;

    private Path classes;

    /** The tests' own classes are too new for a JDK 8. */
    @BeforeEach
    void compileAnApplicationForJava8() throws IOException {
        classes = Files.createDirectory(directory.resolve("classes"));
        Path source = directory.resolve("Old.java");
        Files.writeString(
                source,
                "public class Old { public static void main(String[] args) throws Exception {"
                        + " System.out.println(\"ready\");"
                        + " if (args.length > 0) Thread.sleep(60000);"
                        + " System.exit(7); } }");
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "--release",
                                "8",
                                "-Xlint:-options",
                                "-d",
                                classes.toString(),
                                source.toString()))
                .isZero();
    }

    @Test
    void whatTheJvmEntersIsOfJava8sFormatAndTheRestOfJava11s() throws IOException {
        try (JarFile jar = new JarFile(TestJvm.agentJar().toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            for (String entry : List.of("Premain-Class", "Agent-Class", "Main-Class", "Launcher-Agent-Class")) {
                JarEntry entered = jar.getJarEntry(manifest.getValue(entry).replace('.', '/') + ".class");
                assertThat(format(jar.getInputStream(entered))).as(entry).isEqualTo(JAVA_8);
            }
            for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
                if (entry.getName().endsWith(".class")) {
                    assertThat(format(jar.getInputStream(entry)))
                            .as(entry.getName())
                            .isLessThanOrEqualTo(JAVA_11);
                }
            }
            ZipInputStream isolated = new ZipInputStream(jar.getInputStream(jar.getEntry("inst/classes.zip")));
            for (ZipEntry entry = isolated.getNextEntry(); entry != null; entry = isolated.getNextEntry()) {
                if (entry.getName().endsWith(".class")) {
                    assertThat(format(isolated)).as(entry.getName()).isLessThanOrEqualTo(JAVA_11);
                }
            }
        }
    }

    @Test
    void onJdk8TheAgentSaysOneLineAndTheApplicationRuns() throws Exception {
        RunningJvm.Result result = old().agent("record=x.jfr").run();
        assertThat(result.exitCode).as("%s", result).isEqualTo(7);
        assertThat(result.stdout).isEqualTo("ready\n");
        assertThat(result.stderr)
                .startsWith("[tidewatch] WARN this JVM is of Java 1.8.")
                .endsWith(", Tidewatch needs Java 11 or later and does nothing; the application runs without it\n")
                .hasLineCount(1);
        assertThat(directory.resolve("x.jfr")).doesNotExist();
        assertThat(old().agent("log=off").run().stderr).isEmpty();
    }

    @Test
    void attachedToJdk8TheAgentSaysOneLineAndTheApplicationRunsOn() throws Exception {
        try (RunningJvm jvm = old("sleep").start()) {
            jvm.awaitLine("ready"::equals, Duration.ofSeconds(30));
            VirtualMachine machine = VirtualMachine.attach(Long.toString(jvm.pid()));
            machine.loadAgent(TestJvm.agentJar().toString(), "");
            machine.detach();
            jvm.awaitLine(line -> line.contains("Tidewatch needs Java 11 or later"), Duration.ofSeconds(30));
            assertThat(jvm.stderr()).hasLineCount(1);
            assertThat(jvm.stdout()).isEqualTo("ready\n");
        }
    }

    @Test
    void onJdk8TheCommandLineSaysOneLineAndEndsWith1() throws Exception {
        RunningJvm.Result result = new TestJvm(Jdks.home(8), directory)
                .testClasses(TestJvm.agentJar())
                .main(Main.class, "doctor")
                .run();
        assertThat(result.exitCode).as("%s", result).isEqualTo(1);
        assertThat(result.stdout).isEmpty();
        assertThat(result.stderr)
                .startsWith("[tidewatch] ERROR cannot run: this JVM is of Java 1.8.")
                .hasLineCount(1);
    }

    private TestJvm old(String... args) throws Exception {
        return new TestJvm(Jdks.home(8), directory).testClasses(classes).main("Old", args);
    }

    /** The major version of a class file. */
    private static int format(InputStream classFile) throws IOException {
        DataInputStream in = new DataInputStream(classFile);
        assertThat(in.readInt()).isEqualTo(0xCAFEBABE);
        in.readUnsignedShort();
        return in.readUnsignedShort();
    }
}
