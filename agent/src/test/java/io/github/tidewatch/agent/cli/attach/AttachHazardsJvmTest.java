package io.github.tidewatch.agent.cli.attach;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tidewatch.agent.cli.Tidewatch;
import io.github.tidewatch.agent.testing.Apps;
import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.testing.RequiresProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JVMs that do not answer, change under one's feet, or are called in an odd way. */
class AttachHazardsJvmTest {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Path HERE = Path.of(System.getProperty("java.home"));

    @TempDir
    Path directory;

    @Test
    void aRecordingOfAnAttachThatIsKilledEndsByItself() throws Exception {
        try (RunningJvm jvm = sleeper(new TestJvm(HERE, directory))) {
            Process attach = start(jvm, "--record", directory.resolve("r.jfr").toString(), "--duration", "60s");
            String running = awaitRecording(jvm);
            attach.destroyForcibly().waitFor();

            assertThat(running).containsPattern("name=tidewatch-\\S+ duration=4m");
        }
    }

    @ParameterizedTest
    @JdkSource({11, 17, 21, 25, 26})
    void aRecordingThatNobodyFetchesIsGoneWhenItsTimeIsOverAndLeavesNoFile(int feature) throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        TestJvm target = new TestJvm(Jdks.home(feature), temporary).jvmArgs("-Djava.io.tmpdir=" + temporary);
        try (RunningJvm jvm = sleeper(target)) {
            String started =
                    jcmd(jvm, FlightRecording.startCommand("tidewatch-test", "default", Duration.ofSeconds(1)));
            assertThat(started).contains("Started recording");

            String left = jcmd(jvm, "JFR.check");
            for (int i = 0; i < 60 && left.contains("tidewatch-test"); i++) {
                Thread.sleep(500);
                left = jcmd(jvm, "JFR.check");
            }
            assertThat(left).contains("No available recordings");
            try (DirectoryStream<Path> files = Files.newDirectoryStream(temporary, "*.jfr")) {
                assertThat(files).isEmpty();
            }
        }
    }

    @Test
    void anAttachThatIsInterruptedStopsItsRecordingAtOnce() throws Exception {
        try (RunningJvm jvm = sleeper(new TestJvm(HERE, directory))) {
            Process attach = start(jvm, "--record", directory.resolve("r.jfr").toString(), "--duration", "60s");
            awaitRecording(jvm);
            attach.destroy(); // SIGTERM
            assertThat(attach.waitFor(30, TimeUnit.SECONDS)).isTrue();

            assertThat(jcmd(jvm, "JFR.check")).contains("No available recordings");
        }
    }

    @Test
    void aStoppedJvmIsReportedWithItsStateAndGetsNoSignal() throws Exception {
        try (RunningJvm jvm = sleeper(new TestJvm(HERE, directory))) {
            signal("STOP", jvm);
            Tidewatch.Result result = attach(jvm);
            assertThat(result.code).isEqualTo(1);
            assertThat(result.err).contains("is stopped (state T)", "kill -CONT " + jvm.pid());

            Tidewatch.Result top = Tidewatch.here().run("top", "" + jvm.pid(), "--once", "--interval", "100ms");
            assertThat(top.code).as(top.toString()).isZero();
            assertThat(top.out).contains("is stopped (state T");

            signal("CONT", jvm);
            assertThat(attach(jvm).code).isZero();
            assertThat(jvm.stdout()).isEqualTo("ready\n");
        }
    }

    @Tag("exhaustive")
    @Test
    void aJvmThatIsStoppedWhileItIsRecordedIsReportedAndDoesNotHangTheCommand() throws Exception {
        Path file = directory.resolve("r.jfr");
        try (RunningJvm jvm = sleeper(new TestJvm(HERE, directory))) {
            Process attach = start(jvm, "--record", file.toString(), "--duration", "10s");
            awaitRecording(jvm);
            signal("STOP", jvm);

            boolean ended = attach.waitFor(100, TimeUnit.SECONDS);
            signal("CONT", jvm);
            assertThat(ended).isTrue();
            assertThat(attach.exitValue()).isEqualTo(1);
            assertThat(Files.readString(directory.resolve("err")))
                    .contains("is stopped (state T), so it does not answer while ", "kill -CONT " + jvm.pid());
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void aRelativeTemporaryFolderAndSettingsWithSpacesCommasAndQuotesInTheirPathAreNoObstacle() throws Exception {
        Path odd = Files.createDirectories(directory.resolve("of=a b, c's/tmp")).getParent();
        Path settings = odd.resolve("my settings, 'x=1'.jfc");
        Files.copy(HERE.resolve("lib/jfr/profile.jfc").toRealPath(), settings);
        Path jar = Files.copy(TestJvm.agentJar(), directory.resolve("my jar, a copy.jar"));
        Path file = odd.resolve("the recording, 'x=1'.jfr");
        try (RunningJvm jvm = sleeper(new TestJvm(HERE, odd).jvmArgs("-Djava.io.tmpdir=tmp"))) {
            Tidewatch.Result result = attach(
                    jvm,
                    "--record",
                    file.toString(),
                    "--duration",
                    "1s",
                    "--settings",
                    settings.toString(),
                    "--jar",
                    jar.toString());

            assertThat(result.code).as(result.toString()).isZero();
            assertThat(delays(file)).isNotEmpty();
            try (DirectoryStream<Path> left = Files.newDirectoryStream(odd.resolve("tmp"), "*.jfr")) {
                assertThat(left).isEmpty();
            }
        }
    }

    @Test
    void aTemporaryFolderBehindALinkIsNotUsed() throws Exception {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);
        Path file = directory.resolve("r.jfr");
        try (RunningJvm jvm = sleeper(new TestJvm(HERE, directory).jvmArgs("-Djava.io.tmpdir=" + link))) {
            Tidewatch.Result result = attach(jvm, "--record", file.toString(), "--duration", "1s");

            assertThat(result.code).as(result.toString()).isZero();
            assertThat(delays(file)).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:+DisableAttachMechanism",
                "-Xrs",
                "-XX:-EnableDynamicAgentLoading",
                "--limit-modules=java.base,java.instrument",
                "-Dstopped=true",
                "-Dnothing=special"
            })
    void doctorPredictsWhatAttachSays(String option) throws Exception {
        try (RunningJvm jvm = sleeper(new TestJvm(HERE, directory).jvmArgs(option))) {
            if (option.equals("-Dstopped=true")) {
                signal("STOP", jvm);
            }
            JsonObject predicted = prediction(jvm);
            Tidewatch.Result attach = attach(jvm);

            String cause = predicted.get("cause").getAsString();
            if (option.equals("-Dnothing=special")) {
                assertThat(predicted.get("grade").getAsString()).isEqualTo("full");
                assertThat(attach.code).as(attach.toString()).isZero();
                assertThat(prediction(jvm).get("source").getAsString()).contains("already", "tidewatch.jar");
            } else {
                assertThat(cause).isNotEmpty();
                assertThat(attach.code).isEqualTo(1);
                assertThat(attach.err)
                        .contains(cause + ". What to do: "
                                + predicted.get("remedy").getAsString());
                assertThat(jvm.stdout() + jvm.stderr()).isEqualTo("ready\n");
            }
        }
    }

    @Test
    void aRealJdk8IsAskedForItsVersionAndGetsNoWordInItsLog() throws Exception {
        Path home = Jdks.home(8);
        Path classes = Files.createDirectory(directory.resolve("classes"));
        Files.writeString(
                classes.resolve("Old.java"),
                "public class Old { public static void main(String[] a) throws Exception {"
                        + " System.out.println(\"ready\"); Thread.sleep(600000); } }");
        List<String> javac = List.of(
                HERE.resolve("bin/javac").toString(), "-Xlint:-options", "--release", "8", "-d", ".", "Old.java");
        assertThat(new ProcessBuilder(javac).directory(classes.toFile()).start().waitFor())
                .isZero();
        RunningJvm old =
                new TestJvm(home, directory).testClasses(classes).main("Old").start();
        try (RunningJvm jvm = old) {
            jvm.awaitLine("ready"::equals, START);
            // Where a JVM in a container of its own sees it too.
            Path jar = Files.copy(TestJvm.agentJar(), directory.resolve("tidewatch.jar"));
            Tidewatch.Result result = attach(jvm, "--jar", jar.toString());

            assertThat(result.code).isEqualTo(1);
            assertThat(result.err).contains("runs JDK 1.8.0_", "the agent needs JDK 11 or later");
            assertThat(jvm.stdout() + jvm.stderr()).isEqualTo("ready\n");
        }
    }

    @Test
    void aJdkThatWasUpgradedOrRemovedUnderItsJvmIsReported() throws Exception {
        // Not in the temporary directory of JUnit, which warns of each link that leads out of it.
        Path home = copyOfJdk(Files.createTempDirectory("tidewatch-jdk"));
        Path library = home.resolve("lib/server/libjvm.so");
        try {
            try (RunningJvm jvm = sleeper(new TestJvm(home, directory))) {
                Files.delete(library);
                assertThat(prediction(jvm).get("cause").getAsString())
                        .contains("its JDK's files were replaced since it started");
                Tidewatch.Result works = attach(jvm);
                assertThat(works.code).as(works.toString()).isZero();
            }
            Files.copy(HERE.resolve("lib/server/libjvm.so"), library);
            try (RunningJvm jvm = sleeper(new TestJvm(home, directory))) {
                Files.delete(library);
                Files.delete(home.resolve("lib/libinstrument.so"));
                Tidewatch.Result gone = attach(jvm);
                assertThat(gone.code).isEqualTo(1);
                assertThat(gone.err)
                        .contains("runs a JDK that was removed since it started", "libjvm.so (deleted)")
                        .contains(prediction(jvm).get("cause").getAsString());
            }
        } finally {
            try (Stream<Path> files = Files.walk(home)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    /** A JDK whose files can be deleted: of the JVM's library a copy, of all else links. */
    private static Path copyOfJdk(Path home) throws IOException {
        for (String folder : List.of("bin", "lib/server")) {
            Files.createDirectories(home.resolve(folder));
        }
        for (String copied : List.of("bin/java", "lib/server/libjvm.so")) {
            Files.copy(HERE.resolve(copied), home.resolve(copied), StandardCopyOption.COPY_ATTRIBUTES);
        }
        for (String folder : List.of("", "lib", "lib/server")) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(HERE.resolve(folder))) {
                for (Path entry : entries) {
                    Path name = home.resolve(folder).resolve(entry.getFileName().toString());
                    if (!Files.exists(name)) {
                        Files.createSymbolicLink(name, entry);
                    }
                }
            }
        }
        return home;
    }

    /** It gets a tenth of the CPU that another has: the agent's start takes longer than the recording. */
    @Test
    @Tag("exhaustive")
    @RequiresProgram({"taskset", "renice"})
    void theTimeOfARecordingBeginsWithTheFirstSampleHoweverLateThatIs() throws Exception {
        Path file = directory.resolve("r.jfr");
        Process spinner = new ProcessBuilder("taskset", "-c", "0", "sh", "-c", "while :; do :; done").start();
        try (RunningJvm jvm = sleeper(new TestJvm(HERE, directory).launcher("taskset", "-c", "0"))) {
            for (int i = 0; i < 2; i++) { // twice, as a thread that is just being made is missed by one
                try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/" + jvm.pid() + "/task"))) {
                    for (Path task : tasks) {
                        new ProcessBuilder(
                                        "renice",
                                        "-n",
                                        "10",
                                        "-p",
                                        task.getFileName().toString())
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor();
                    }
                }
            }
            Process attach = start(jvm, "--record", file.toString(), "--duration", "1s");
            assertThat(attach.waitFor(300, TimeUnit.SECONDS)).isTrue();

            assertThat(attach.exitValue())
                    .as(Files.readString(directory.resolve("err")))
                    .isZero();
            Set<String> types = RecordingFile.readAllEvents(file).stream()
                    .map(event -> event.getEventType().getName())
                    .collect(Collectors.toSet());
            assertThat(types).contains("tidewatch.ThreadDelay", "tidewatch.Status");
        } finally {
            spinner.destroyForcibly().waitFor();
        }
    }

    private static List<RecordedEvent> delays(Path file) throws IOException {
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals("tidewatch.ThreadDelay"))
                .collect(Collectors.toList());
    }

    private static JsonObject prediction(RunningJvm jvm) throws IOException, InterruptedException {
        Tidewatch.Result doctor = Tidewatch.here().run("doctor", "--json", "" + jvm.pid());
        for (JsonElement each :
                JsonParser.parseString(doctor.out).getAsJsonObject().getAsJsonArray("findings")) {
            JsonObject finding = each.getAsJsonObject();
            if (finding.get("what").getAsString().startsWith("attach to process")) {
                return finding;
            }
        }
        throw new AssertionError("no word of attaching: " + doctor);
    }

    private String awaitRecording(RunningJvm jvm) throws IOException, InterruptedException {
        for (int i = 0; i < 120; i++) {
            String check = jcmd(jvm, "JFR.check");
            if (check.contains("name=tidewatch-")) {
                return check;
            }
            Thread.sleep(250);
        }
        throw new AssertionError("no recording: " + Files.readString(directory.resolve("err")));
    }

    private static String jcmd(RunningJvm jvm, String command) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(HERE.resolve("bin/jcmd").toString(), "" + jvm.pid(), command)
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor();
        return said;
    }

    private static void signal(String name, RunningJvm jvm) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, "" + jvm.pid())
                        .start()
                        .waitFor())
                .isZero();
    }

    private Process start(RunningJvm jvm, String... arguments) throws IOException {
        return Tidewatch.here().start(directory.resolve("out"), directory.resolve("err"), all(jvm, arguments));
    }

    private static Tidewatch.Result attach(RunningJvm jvm, String... arguments)
            throws IOException, InterruptedException {
        return Tidewatch.here().run(all(jvm, arguments));
    }

    private static String[] all(RunningJvm jvm, String... arguments) {
        List<String> all = new ArrayList<>(List.of("attach", "" + jvm.pid()));
        all.addAll(List.of(arguments));
        return all.toArray(new String[0]);
    }

    private static RunningJvm sleeper(TestJvm jvm) throws IOException, InterruptedException {
        RunningJvm running = jvm.main(Apps.Sleeper.class).start();
        running.awaitLine("ready"::equals, START);
        return running;
    }
}
