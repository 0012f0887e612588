package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.Apps;
import io.github.tidewatch.agent.testing.FullHeap;
import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** An application with the agent prints and does what it does without. */
class HarmlessJvmTest {

    private static final String RECORD = "-XX:StartFlightRecording";

    @TempDir
    Path directory;

    @ParameterizedTest
    @JdkSource({17, 25})
    void printsTheSameWithoutRecording(int feature) throws Exception {
        assertSameOutput(feature, List.of());
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @JdkSource({17, 25})
    void printsTheSameWithRecording(int feature) throws Exception {
        assertSameOutput(feature, List.of(RECORD));
    }

    @ParameterizedTest
    @JdkSource({17, 25})
    void loadsNativeCodeWithRecording(int feature) throws Exception {
        RunningJvm.Result result = jvm(feature)
                .agent("log=debug")
                .jvmArgs(RECORD)
                .main(Apps.Patient.class)
                .run();
        // Guards the test above: there is nothing to hear of code that did not run.
        assertThat(result.agentLines()).hasSize(2);
        assertThat(result.agentLines().get(0))
                .startsWith("[tidewatch] INFO source ")
                .contains("thread mapping HotSpot structures");
        assertThat(result.agentLines().get(1)).startsWith("[tidewatch] DEBUG woven into Thread.exit() in ");
    }

    @ParameterizedTest
    @JdkSource({17, 25})
    void leavesLoggingAndOtherProvidersAlone(int feature) throws Exception {
        assertSameOutput(
                feature,
                List.of(
                        RECORD,
                        "-Djava.util.logging.manager=" + Apps.LoudLogManager.class.getName(),
                        "-Dslf4j.provider=org.example.Absent",
                        "-Dslf4j.internal.verbosity=DEBUG"));
    }

    @Test
    void leavesNoFiles() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        Path work = Files.createDirectory(directory.resolve("work"));
        for (Path tmpdir : List.of(temporary, directory.resolve("absent"))) {
            RunningJvm.Result result = new TestJvm(Jdks.home(Jdks.OWN), work)
                    .agent("log=debug")
                    .jvmArgs(RECORD, "-Djava.io.tmpdir=" + tmpdir)
                    .main(Apps.Patient.class)
                    .run();
            assertThat(result.stderr).contains("thread mapping HotSpot structures");
            assertThat(work).isEmptyDirectory();
            assertThat(temporary.toFile().list((folder, name) -> name.startsWith("tidewatch")))
                    .isEmpty();
        }
    }

    @Test
    void saysOnceThatNativeAccessIsDenied() throws Exception {
        RunningJvm.Result result = jvm(25).agent("")
                .jvmArgs("--illegal-native-access=deny", RECORD)
                .main(Apps.Patient.class)
                .run();
        assertThat(result.exitCode).isZero();
        assertThat(result.agentLines()).singleElement().asString().contains("--illegal-native-access=deny", "procfs");
        assertThat(result.stderr).hasLineCount(2);
    }

    @Tag("exhaustive")
    @ParameterizedTest
    @JdkSource({17, 25})
    void leavesTheApplicationsOwnRecordingsWhole(int feature) throws Exception {
        for (int i = 0; i < 5; i++) {
            RunningJvm.Result result =
                    jvm(feature).agent("").main(Apps.RecordsItself.class).run();
            assertThat(result.stdout).isEqualTo("[jdk.FileRead, test.Reading]\n");
            assertThat(result.stderr).isEmpty();
        }
    }

    @Test
    @Tag("exhaustive")
    void startsFiftyTimesWithoutHanging() throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            List<Future<RunningJvm.Result>> results = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                Class<?> main = i % 2 == 0 ? Apps.Reader.class : Apps.Hello.class;
                results.add(two.submit(
                        () -> jvm(Jdks.OWN).agent("").jvmArgs(RECORD).main(main).run()));
            }
            for (Future<RunningJvm.Result> result : results) {
                assertThat(result.get().exitCode).as("%s", result.get()).isZero();
                assertThat(result.get().agentLines()).isEmpty();
            }
        } finally {
            two.shutdownNow();
        }
    }

    @Tag("exhaustive")
    @ParameterizedTest
    @JdkSource({17, 25})
    void printsTheSameWhileSampling(int feature) throws Exception {
        assertSameOutput(feature, List.of(RECORD + ":filename=x.jfr"), Apps.Lasting.class);
        assertThat(Recorded.read(directory.resolve("x.jfr")).delays("main"))
                .as("the records of the time that it ran")
                .isNotEmpty();
    }

    /** JFR's own thread may end of it, with the agent and without, and the JVM says so. None of ours and none of the application's does. */
    @Tag("exhaustive")
    @ParameterizedTest
    @JdkSource({11, 17, 21, 25, 26})
    void outlastsAFullHeap(int feature) throws Exception {
        RunningJvm.Result result = jvm(feature)
                .agent("interval=100ms")
                .jvmArgs("-Xmx64m", RECORD + ":filename=x.jfr")
                .main(FullHeap.class)
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.stderr.lines().filter(line -> !line.isBlank() && !isOfFlightRecordersEnd(line)))
                .as("%s", result)
                .allMatch(line -> line.startsWith("[tidewatch] WARN"))
                .hasSizeLessThan(5);
        long emptied = result.number("emptied at ");
        assertThat(Recorded.read(directory.resolve("x.jfr")).delays("busy"))
                .as("%s", result)
                .anyMatch(delay -> delay.end() > emptied && delay.onCpu() > 0);
    }

    /** The JDK's periodic thread dies of a full heap with a line on stderr, at times with the stack trace too. */
    private static boolean isOfFlightRecordersEnd(String line) {
        return line.contains("\"JFR Periodic Tasks\"")
                || line.startsWith("\tat jdk.jfr/")
                || line.startsWith("\tat java.base/");
    }

    private void assertSameOutput(int feature, List<String> jvmArgs) throws Exception {
        assertSameOutput(feature, jvmArgs, Apps.Patient.class);
    }

    private void assertSameOutput(int feature, List<String> jvmArgs, Class<?> main) throws Exception {
        String[] args = jvmArgs.toArray(new String[0]);
        RunningJvm.Result without = jvm(feature).jvmArgs(args).main(main, "3").run();
        RunningJvm.Result with =
                jvm(feature).agent("").jvmArgs(args).main(main, "3").run();
        assertThat(without.exitCode).isEqualTo(3);
        assertThat(with.exitCode).isEqualTo(3);
        assertThat(comparable(with.stdout)).isEqualTo(comparable(without.stdout));
        assertThat(with.stderr).isEqualTo(without.stderr);
    }

    /** The JVM's own lines on a recording report the time and the process. */
    private static String comparable(String stdout) {
        return stdout.replaceAll("\\[\\d+[.,]\\d+s]", "[time]").replaceAll("jcmd \\d+", "jcmd PID");
    }

    private TestJvm jvm(int feature) {
        return new TestJvm(Jdks.home(feature), directory);
    }
}
