package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.End;
import io.github.tidewatch.agent.testing.Ends;
import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Lives;
import io.github.tidewatch.agent.testing.Nobody;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.testing.RequiresExitListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** The exits of threads are noticed as the option {@code exits} says, or what is in its way is said. */
class ExitsOptionJvmTest {
    private static final int COUNT = 200;
    private static final long LAST_STEPS = 10_000_000;
    private static final String WOVEN = "redefined name=java.lang.Thread,";

    @TempDir
    Path directory;

    @ParameterizedTest
    @JdkSource({17, 25})
    @RequiresExitListener
    void listenerHasTheKernelReport(int feature) throws Exception {
        RunningJvm.Result result = run(jvm(feature, "exits=listener"), 0);
        assertThat(result.stderr).isEmpty();
        Recorded recorded = Recorded.read(directory.resolve("x.jfr"));
        assertThat(recorded.status().getString("threadEnds")).isEqualTo("listener");
        assertNotWoven(result);
        check(directory, recorded, "kernel");
    }

    /** Of the JVM's own threads, those compilers end that have had nothing to do for some seconds. */
    @Tag("exhaustive")
    @Test
    @RequiresExitListener
    void listenerReportsTheJvmsOwnThreads() throws Exception {
        RunningJvm.Result result = run(
                jvm(Jdks.OWN, "exits=listener")
                        .jvmArgs("-XX:CICompilerCount=8", "-Xlog:jit+thread=debug:file=threads.log"),
                8000);
        assertThat(result.stderr).isEmpty();
        Recorded recorded = Recorded.read(directory.resolve("x.jfr"));
        List<End> compilers = End.all(recorded).stream()
                .filter(end -> end.name.matches("C[12] CompilerThre.*"))
                .collect(Collectors.toList());
        assertThat(compilers).isNotEmpty().allMatch(end -> end.accountedBy.equals("kernel"));
        for (End end : compilers) {
            long reported = recorded.delays(end.tid).stream()
                    .mapToLong(delay -> delay.onCpu())
                    .sum();
            assertThat(end.onCpu).as("%s", end).isPositive().isGreaterThanOrEqualTo(reported);
        }
    }

    @Test
    void listenerThatIsRefusedIsReplacedByTheHook() throws Exception {
        try (Nobody nobody = Nobody.here()) {
            RunningJvm.Result result = run(nobody.jvm(Jdks.home(Jdks.OWN), "exits=listener"), 0);
            assertThat(result.stderr.lines())
                    .singleElement()
                    .asString()
                    .startsWith("[tidewatch] WARN exits=listener unavailable, ")
                    .contains("CAP_NET_ADMIN");
            assertThat(result.stdout).contains("\na hook is there\n");
            Recorded recorded = Recorded.read(nobody.directory().resolve("x.jfr"));
            assertThat(recorded.status().getString("threadEnds")).isEqualTo("hook");
            check(nobody.directory(), recorded, "thread");
        }
    }

    @ParameterizedTest
    @JdkSource({17, 25})
    void hookWeaves(int feature) throws Exception {
        RunningJvm.Result result = run(jvm(feature, "exits=hook"), 0);
        assertThat(result.stderr).isEmpty();
        assertThat(result.stdout).contains("\na hook is there\n");
        // Guards what the tests of the others look for.
        assertThat(Files.readString(directory.resolve("redefine.log"))).contains(WOVEN);
        Recorded recorded = Recorded.read(directory.resolve("x.jfr"));
        assertThat(recorded.status().getString("threadEnds")).isEqualTo("hook");
        check(directory, recorded, "thread");
    }

    @ParameterizedTest
    @JdkSource({17, 25})
    void offWeavesNothing(int feature) throws Exception {
        RunningJvm.Result result = run(jvm(feature, "exits=off"), 300);
        assertThat(result.stderr).isEmpty();
        assertNotWoven(result);
        Recorded recorded = Recorded.read(directory.resolve("x.jfr"));
        assertThat(recorded.status().getString("threadEnds")).isEqualTo("off: exits=off was asked for");
        // What samples have found is reported, and no more than that.
        Map<Long, Lives.Life> lives = byTid(Lives.read(directory.resolve("lives")));
        List<End> seen = End.all(recorded).stream()
                .filter(end -> lives.containsKey(end.tid) && end.name.startsWith("brief-"))
                .collect(Collectors.toList());
        assertThat(seen).hasSizeBetween(1, COUNT).allMatch(end -> end.accountedBy.equals("sampler"));
        System.out.println(seen.size() + " of " + COUNT + " exits reported by the sampler");
    }

    private TestJvm jvm(int feature, String options) {
        return new TestJvm(Jdks.home(feature), directory)
                .agent(options)
                .jvmArgs("-Xlog:redefine+class*=info:file=redefine.log");
    }

    private static RunningJvm.Result run(TestJvm jvm, long millis) throws Exception {
        RunningJvm.Result result = jvm.main(Ends.class, ".", Integer.toString(COUNT), Long.toString(millis))
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        return result;
    }

    private void assertNotWoven(RunningJvm.Result result) throws Exception {
        assertThat(result.stdout).contains("\nno hook is there\n");
        assertThat(Files.readString(directory.resolve("redefine.log"))).doesNotContain(WOVEN);
    }

    /** Every thread has one end, by this word and with its own numbers. */
    private static void check(Path directory, Recorded recorded, String accountedBy) throws Exception {
        Map<Long, Lives.Life> lives = Lives.read(directory.resolve("lives"));
        assertThat(lives).hasSize(COUNT);
        // The kernel does not know Java threads, and of one that no sample has found nobody else does.
        Map<Long, Lives.Life> byTid = byTid(lives);
        assertThat(byTid).as("no tid used again").hasSize(COUNT);
        List<End> ends = End.all(recorded).stream()
                .filter(end -> byTid.containsKey(end.tid))
                .collect(Collectors.toList());
        List<String> wrong = new ArrayList<>();
        Map<Long, Lives.Life> missing = new HashMap<>(byTid);
        for (End end : ends) {
            Lives.Life life = byTid.get(end.tid);
            if (missing.remove(end.tid) == null) {
                wrong.add("twice " + end);
            } else if (!end.accountedBy.equals(accountedBy)
                    || end.onCpu < life.cpuTime
                    || end.onCpu > life.cpuTime + LAST_STEPS
                    || end.lifetime < life.age - recorded.startError()
                    || end.voluntarySwitches < life.voluntarySwitches
                    || end.voluntarySwitches > life.voluntarySwitches + 20) {
                wrong.add("of itself it noted " + life + ", and not " + end);
            }
        }
        missing.forEach((tid, life) -> wrong.add("no end of " + life));
        assertThat(wrong).as("%d of %d, the first", wrong.size(), COUNT).isEmpty();
    }

    private static Map<Long, Lives.Life> byTid(Map<Long, Lives.Life> lives) {
        return lives.values().stream().collect(Collectors.toMap(life -> life.tid, Function.identity(), (a, b) -> b));
    }
}
