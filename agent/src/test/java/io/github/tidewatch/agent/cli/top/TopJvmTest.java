package io.github.tidewatch.agent.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tidewatch.agent.cli.Tidewatch;
import io.github.tidewatch.agent.testing.Apps;
import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Nobody;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.testing.RequiresRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The threads of a JVM that knows nothing of it. */
class TopJvmTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @JdkSource({11, 17, 21, 25, 26})
    void showsJavaNamesAndPartsThatSumUp(int feature) throws Exception {
        try (RunningJvm jvm = spinner(feature)) {
            Tidewatch.Result result = Tidewatch.here().run("top", "" + jvm.pid(), "--once", "--json", "--sort", "cpu");

            assertThat(result.code).as(result.toString()).isZero();
            assertThat(result.err).isEmpty();
            List<JsonObject> threads = threads(result);
            assertThat(threads).allSatisfy(TopJvmTest::sumsUp);
            areByTimeOnCpu(threads);
            spins(threads, "a spinner with a long name");
            assertThat(names(threads)).contains("main");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--no-attach"})
    void namesWithAnEmojiOrNulOrNothingAreShownAsJavaHasThem(String option) throws Exception {
        try (RunningJvm jvm = new TestJvm(Jdks.home(Jdks.OWN), directory)
                .main(Apps.OddNames.class)
                .start()) {
            jvm.awaitLine("ready"::equals, Duration.ofSeconds(30));
            List<String> arguments = new ArrayList<>(List.of("top", "" + jvm.pid(), "--once", "--json"));
            arguments.addAll(option.isEmpty() ? List.of() : List.of(option));
            Tidewatch.Result result = Tidewatch.here().run(arguments.toArray(new String[0]));

            assertThat(names(threads(result))).as(result.toString()).containsAll(Apps.OddNames.NAMES);
        }
    }

    @Test
    void withoutPrivilegeAndWithoutAttachingThereAreNumbersAndTheKernelsNames() throws Exception {
        try (Nobody nobody = Nobody.here();
                RunningJvm jvm = nobody.jvm(Jdks.home(Jdks.OWN), "")
                        .main(Apps.Spinner.class)
                        .start()) {
            jvm.awaitLine("ready"::equals, Duration.ofSeconds(30));
            Tidewatch.Result result = nobody.tidewatch(Jdks.home(Jdks.OWN))
                    .run("top", "" + jvm.pid(), "--once", "--json", "--no-attach", "--sort", "cpu");

            assertThat(result.code).as(result.toString()).isZero();
            List<JsonObject> threads = threads(result);
            assertThat(threads).allSatisfy(TopJvmTest::sumsUp);
            areByTimeOnCpu(threads);
            spins(threads, "a spinner with ");
        }
    }

    @Test
    @RequiresRoot
    void aUserWithoutPermissionIsRefused() throws Exception {
        try (RunningJvm jvm = spinner(Jdks.OWN);
                Nobody nobody = Nobody.here()) {
            Tidewatch.Result result = nobody.tidewatch(Jdks.home(Jdks.OWN)).run("top", "" + jvm.pid(), "--once");

            assertThat(result.code).isEqualTo(1);
            assertThat(result.err).contains("belongs to another user", "Run this as its user or as root");
        }
    }

    @Test
    void theEndOfTheProcessEndsIt() throws Exception {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        try (RunningJvm jvm = spinner(Jdks.OWN)) {
            Process top = Tidewatch.here().start(out, err, "top", "" + jvm.pid(), "--json", "--interval", "100ms");
            for (int i = 0; i < 400 && Files.size(out) == 0; i++) {
                Thread.sleep(50);
            }
            ProcessHandle.of(jvm.pid()).orElseThrow().destroyForcibly();

            assertThat(top.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(top.exitValue()).isEqualTo(1);
            assertThat(Files.readString(err)).isEqualTo("error: process " + jvm.pid() + " has ended\n");
        }
    }

    @Test
    void withFewDescriptorsALivingProcessHasNotEnded() throws Exception {
        try (RunningJvm jvm = spinner(Jdks.OWN)) {
            Tidewatch.Result result = new Tidewatch(
                            Jdks.home(Jdks.OWN), TestJvm.agentJar(), "sh", "-c", "ulimit -n 64; exec \"$@\"", "sh")
                    .run("top", "" + jvm.pid(), "--once", "--json", "--no-attach");

            assertThat(result.code).as(result.toString()).isZero();
            assertThat(threads(result)).allSatisfy(TopJvmTest::sumsUp);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {21, 25, 26})
    void aCarrierWithAMountedVirtualThreadHasItsName(int feature) throws Exception {
        try (RunningJvm jvm = new TestJvm(Jdks.home(feature), directory)
                .main(MountedVirtual.class)
                .start()) {
            jvm.awaitLine("ready"::equals, Duration.ofSeconds(60));
            Tidewatch.Result result = Tidewatch.here().run("top", "" + jvm.pid(), "--once", "--json", "--sort", "cpu");

            assertThat(result.code).as(result.toString()).isZero();
            areByTimeOnCpu(threads(result));
            spins(threads(result), "ForkJoinPool-1-worker-1");
        }
    }

    /** A virtual thread that never leaves its carrier. */
    public static final class MountedVirtual {
        public static void main(String[] args) throws Exception {
            Runnable spin = () -> {
                System.out.println("ready");
                while (true) {
                    Thread.onSpinWait();
                }
            };
            Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, spin);
            Thread.sleep(600_000);
        }
    }

    @Test
    void withoutATerminalItSaysWhatToDo() throws Exception {
        Tidewatch.Result result = Tidewatch.here().run("top", "1");

        assertThat(result.code).isEqualTo(2);
        assertThat(result.err).contains("there is no terminal to draw in: add --once or --json");
    }

    private static void sumsUp(JsonObject thread) {
        double sum = 0;
        for (String part : List.of("user", "system", "cpuDelay", "blockIoDelay", "wait")) {
            JsonElement value = thread.get(part);
            sum += value.isJsonNull() ? 0 : value.getAsDouble();
        }
        if (!thread.get("user").isJsonNull()) {
            assertThat(sum).as(thread.toString()).isBetween(99.9, 100.1);
        }
    }

    /**
     * Who is first is not said: percentages are of each thread's own time, so that one that began just now, as the
     * "Attach Listener" does when anybody attaches, may have more than a spinner that shares its CPU with others.
     */
    private static void areByTimeOnCpu(List<JsonObject> threads) {
        for (int i = 1; i < threads.size(); i++) {
            assertThat(onCpu(threads.get(i)))
                    .as("%s after %s", threads.get(i), threads.get(i - 1))
                    .isLessThanOrEqualTo(onCpu(threads.get(i - 1)) + 0.003); // each number is rounded to 0.001
        }
    }

    /** One that never sleeps is on a CPU or waits for one, but while the JVM stops it. */
    private static void spins(List<JsonObject> threads, String name) {
        assertThat(threads)
                .filteredOn(thread -> thread.get("name").getAsString().equals(name))
                .singleElement()
                .satisfies(thread -> {
                    assertThat(thread.get("user").getAsDouble()).isPositive();
                    assertThat(onCpu(thread) + thread.get("cpuDelay").getAsDouble())
                            .isGreaterThan(thread.get("wait").getAsDouble());
                });
    }

    /** -1 if it is not known: such threads come last. */
    private static double onCpu(JsonObject thread) {
        return thread.get("user").isJsonNull()
                ? -1
                : thread.get("user").getAsDouble() + thread.get("system").getAsDouble();
    }

    private static List<JsonObject> threads(Tidewatch.Result result) {
        List<JsonObject> threads = new ArrayList<>();
        JsonParser.parseString(result.out)
                .getAsJsonObject()
                .getAsJsonArray("threads")
                .forEach(thread -> threads.add(thread.getAsJsonObject()));
        assertThat(threads).hasSizeGreaterThan(5);
        return threads;
    }

    private static List<String> names(List<JsonObject> threads) {
        List<String> names = new ArrayList<>();
        threads.forEach(thread -> names.add(thread.get("name").getAsString()));
        return names;
    }

    private RunningJvm spinner(int feature) throws Exception {
        RunningJvm jvm = new TestJvm(Jdks.home(feature), directory)
                .main(Apps.Spinner.class)
                .start();
        jvm.awaitLine("ready"::equals, Duration.ofSeconds(30));
        return jvm;
    }
}
