package io.github.tidewatch.agent.cli.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.cli.Tidewatch;
import io.github.tidewatch.agent.testing.Apps;
import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Nobody;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.testing.RequiresProgram;
import io.github.tidewatch.testing.RequiresRoot;
import io.github.tidewatch.testing.Skip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** Attaching, and every way in which it can fail: the message names cause and remedy, and the JVM is as it was. */
class AttachJvmTest {
    private static final Duration START = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @ParameterizedTest
    @JdkSource({11, 17, 21, 25, 26})
    void recordsAndLeavesNothingBehind(int feature) throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        Path file = directory.resolve("r.jfr");
        try (RunningJvm jvm =
                sleeper(new TestJvm(Jdks.home(feature), directory).jvmArgs("-Djava.io.tmpdir=" + temporary))) {
            Tidewatch.Result result =
                    attach(jvm.pid(), "interval=100ms", "--record", file.toString(), "--duration", "2s");

            assertThat(result.code).as(result.toString()).isZero();
            assertThat(result.err).isEmpty();
            assertThat(result.out)
                    .contains("The agent is in process " + jvm.pid(), "Wrote " + file)
                    // The report, with a row of a thread that works while one records.
                    .contains("Threads, most time lost first")
                    .containsPattern("\nJFR Periodic Tasks +\\d+ +[\\d.]+ s .*\\d %");
            List<RecordedEvent> delays = RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().equals("tidewatch.ThreadDelay"))
                    .collect(Collectors.toList());
            assertThat(delays).anyMatch(event -> event.getString("threadName").equals("main"));
            assertThat(entries(temporary)).isEmpty();

            Tidewatch.Result again = attach(jvm.pid());
            assertThat(again.code).isEqualTo(1);
            assertThat(again.err).contains("already", "--record FILE");
            assertThat(Files.exists(Path.of("/proc/" + jvm.pid()))).isTrue();
        }
    }

    @Test
    void whatIsNoJvmIsNotSentASignal() throws Exception {
        Process sleep = new ProcessBuilder("sleep", "60").start();
        try {
            Tidewatch.Result result = attach(sleep.pid());

            assertThat(result.code).isEqualTo(1);
            assertThat(result.err).contains("(sleep) is no JVM", "'jcmd'");
            assertThat(sleep.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();
        } finally {
            sleep.destroyForcibly().waitFor();
        }
    }

    @Test
    void aMissingProcessIsNamed() throws Exception {
        Tidewatch.Result result = attach(999_999_999);

        assertThat(result.code).isEqualTo(1);
        assertThat(result.err).contains("there is no process 999999999 here", "container");
    }

    @Test
    void aJdkThatIsTooOldIsNamed() throws Exception {
        Path old = Files.createDirectories(directory.resolve("jdk8/bin")).getParent();
        Path home = Path.of(System.getProperty("java.home"));
        Files.copy(home.resolve("bin/java"), old.resolve("bin/java"), StandardCopyOption.COPY_ATTRIBUTES);
        for (String part : List.of("lib", "conf")) {
            Files.createSymbolicLink(old.resolve(part), home.resolve(part));
        }
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"1.8.0_402\"\n");
        try (RunningJvm jvm = sleeper(new TestJvm(old, directory))) {
            Tidewatch.Result result = attach(jvm.pid());

            assertThat(result.code).isEqualTo(1);
            assertThat(result.err)
                    .contains("runs JDK 1.8.0_402; the agent needs JDK 11 or later", "'top " + jvm.pid() + "'");

            // By a java that cannot attach, such as a JRE's.
            Tidewatch limited = Tidewatch.here().jvmArg("--limit-modules=java.instrument,java.management,jdk.jfr");
            try (RunningJvm newer = sleeper(new TestJvm(home, directory))) {
                Tidewatch.Result unable = limited.run("attach", "" + newer.pid());
                assertThat(unable.code).isEqualTo(1);
                assertThat(unable.err).contains("has no module jdk.attach", "with the java of a JDK");
                Tidewatch.Result top = limited.run("top", "" + newer.pid(), "--once", "--interval", "100ms");
                assertThat(top.code).as(top.toString()).isZero();
                assertThat(top.out).contains("names are the kernel's: this java has no module jdk.attach");
            }
        }
    }

    @Test
    void disabledAttachingIsReportedAndPrintsNoThreadDump() throws Exception {
        TestJvm disabled = new TestJvm(Jdks.home(Jdks.OWN), directory).jvmArgs("-XX:+DisableAttachMechanism");
        try (RunningJvm jvm = sleeper(disabled)) {
            Tidewatch.Result result = attach(jvm.pid());

            assertThat(result.code).isEqualTo(1);
            assertThat(result.err).contains("-XX:+DisableAttachMechanism", "'top " + jvm.pid() + "'");
            assertThat(jvm.stdout()).isEqualTo("ready\n");
        }
    }

    @Test
    void aJvmThatSigquitWouldEndIsLeftAlone() throws Exception {
        try (RunningJvm jvm = sleeper(new TestJvm(Jdks.home(Jdks.OWN), directory).jvmArgs("-Xrs"))) {
            Tidewatch.Result result = attach(jvm.pid());

            assertThat(result.code).isEqualTo(1);
            assertThat(result.err).contains("does not handle SIGQUIT", "-Xrs");
            assertThat(Files.exists(Path.of("/proc/" + jvm.pid() + "/exe"))).isTrue();
        }
    }

    @Test
    void aJvmThatForbidsAgentsIsReported() throws Exception {
        TestJvm forbidding = new TestJvm(Jdks.home(Jdks.OWN), directory).jvmArgs("-XX:-EnableDynamicAgentLoading");
        try (RunningJvm jvm = sleeper(forbidding)) {
            Tidewatch.Result result = attach(jvm.pid());

            assertThat(result.code).isEqualTo(1);
            assertThat(result.err).contains("-XX:-EnableDynamicAgentLoading");
        }
    }

    @Test
    @RequiresRoot
    void anotherUsersJvmIsReported() throws Exception {
        try (RunningJvm jvm = sleeper(new TestJvm(Jdks.home(Jdks.OWN), directory));
                Nobody nobody = Nobody.here()) {
            Tidewatch.Result result = nobody.tidewatch(Jdks.home(Jdks.OWN)).run("attach", "" + jvm.pid());

            assertThat(result.code).isEqualTo(1);
            assertThat(result.err).contains("belongs to user root, and this is user nobody", "sudo -u 'root'");
        }
    }

    @Test
    @RequiresRoot
    void aFileThatAnotherUsersJvmOfTheSamePidLeftIsNamedWithItsOwnerAndRemedy() throws Exception {
        Path home = Jdks.home(Jdks.OWN);
        try (Nobody nobody = Nobody.here();
                RunningJvm jvm = sleeper(nobody.jvm(home, ""))) {
            Path socket = Files.createFile(Path.of("/tmp/.java_pid" + jvm.pid()));
            Files.setAttribute(socket, "unix:uid", 12345);
            String cause = socket + ", where it would listen, belongs to user #12345";
            for (Tidewatch user : List.of(Tidewatch.here(), nobody.tidewatch(home))) {
                Tidewatch.Result attach = user.run("attach", "" + jvm.pid());
                assertThat(attach.code).as(attach.toString()).isEqualTo(1);
                assertThat(attach.err).contains(cause, "What to do: as that user or as root, rm " + socket);

                Tidewatch.Result top = user.run("top", "" + jvm.pid(), "--once", "--interval", "100ms");
                assertThat(top.code).as(top.toString()).isZero();
                assertThat(top.out).contains("cannot be attached to: " + socket); // its line ends with the screen
            }

            Files.delete(socket);
            Tidewatch.Result top = nobody.tidewatch(home).run("top", "" + jvm.pid(), "--once", "--interval", "100ms");
            assertThat(top.out).doesNotContain("belongs to").contains("Signal Dispatcher");
        }
    }

    @Test
    void aJvmThatDoesNotSeeTheJarIsReported() throws Exception {
        try (RunningJvm jvm = sleeper(new TestJvm(Jdks.home(Jdks.OWN), directory))) {
            Tidewatch.Result result = attach(jvm.pid(), "--jar", "/nowhere/tidewatch.jar");

            assertThat(result.code).isEqualTo(1);
            assertThat(result.err)
                    .contains("does not see /nowhere/tidewatch.jar. What to do: copy the jar", "--jar /tmp/");
        }
    }

    @Test
    @RequiresProgram("unshare")
    void attachesIntoAnotherPidNamespace() throws Exception {
        String[] launcher = {"unshare", "--pid", "--fork", "--kill-child", "--mount-proc"};
        Skip.unlessRuns("unshare", "--pid", "--fork", "--mount-proc", "true");
        try (RunningJvm jvm = sleeper(new TestJvm(Jdks.home(Jdks.OWN), directory).launcher(launcher))) {
            long inner = ProcessHandle.of(jvm.pid())
                    .orElseThrow()
                    .children()
                    .findFirst()
                    .orElseThrow()
                    .pid();
            Tidewatch.Result result = attach(inner);

            assertThat(result.code).as(result.toString()).isZero();
            assertThat(result.out).contains("The agent is in process " + inner);
        }
    }

    @Test
    void aJvmThatEndsWhileItIsRecordedIsReported() throws Exception {
        Path file = directory.resolve("r.jfr");
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        try (RunningJvm jvm = sleeper(new TestJvm(Jdks.home(Jdks.OWN), directory))) {
            Process attach = Tidewatch.here()
                    .start(out, err, "attach", "" + jvm.pid(), "--record", file.toString(), "--duration", "30s");
            for (int i = 0; i < 200 && !Files.readString(out).contains("The agent is in"); i++) {
                Thread.sleep(50);
            }
            Thread.sleep(1000);
            ProcessHandle.of(jvm.pid()).orElseThrow().destroyForcibly();

            assertThat(attach.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(attach.exitValue()).isEqualTo(1);
            assertThat(Files.readString(err)).contains("ended while it was recorded", "record=FILE.jfr");
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void wrongUsageIsReportedBeforeTheJvmIsTouched() throws Exception {
        Path there = Files.createFile(directory.resolve("there"));
        Tidewatch.Result exists = attach(1, "--record", there.toString());
        assertThat(exists.code).isEqualTo(2);
        assertThat(exists.err).contains("there is such a file; give a new one");
        Tidewatch.Result option = attach(1, "interval=5");
        assertThat(option.code).isEqualTo(2);
        assertThat(option.err).contains("the agent does not take interval=5: allowed is ", "from 10ms to 60m");
        // There is no process of this number, but the options are checked first.
        assertThat(attach(999_999_999, "exits=listener").err).doesNotContain("the agent does not take");
        assertThat(attach(999_999_999, "exits=no").err)
                .contains("the agent does not take exits=no: allowed are hook, listener, off");
    }

    private static Tidewatch.Result attach(long pid, String... arguments) throws IOException, InterruptedException {
        String[] all = new String[arguments.length + 2];
        all[0] = "attach";
        all[1] = Long.toString(pid);
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return Tidewatch.here().run(all);
    }

    private static RunningJvm sleeper(TestJvm jvm) throws IOException, InterruptedException {
        RunningJvm running = jvm.main(Apps.Sleeper.class).start();
        running.awaitLine("ready"::equals, START);
        return running;
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            // JFR's own repository of chunks is there while the JVM lives, also without Tidewatch.
            return entries.filter(entry -> !Files.isDirectory(entry)).collect(Collectors.toList());
        }
    }
}
