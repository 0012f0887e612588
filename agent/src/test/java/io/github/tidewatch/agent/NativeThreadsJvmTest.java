package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.Delay;
import io.github.tidewatch.agent.testing.End;
import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Natives;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.testing.RequiresExitListener;
import io.github.tidewatch.testing.RequiresProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** Threads that native code makes are accounted for, and so is the end of those that the JVM never hears of. */
@RequiresProgram("gcc")
class NativeThreadsJvmTest {
    private static final long PERIOD = 50_000_000;

    /** What a thread may do when it has read its clock: to detach, and the hook. */
    private static final long LAST_STEPS = 20_000_000;

    @TempDir
    Path directory;

    private String stdout;
    private Recorded recorded;

    @ParameterizedTest
    @JdkSource({17, 25})
    void reportTheirExitOrHaveARecord(int feature) throws Exception {
        run(feature, "");
        End plain = check(Natives.PLAIN, "sampler", null);
        check(Natives.DETACHED, "thread", Natives.DETACHED);
        End left = check(Natives.NOT_DETACHED, "sampler", Natives.NOT_DETACHED);
        assertThat(plain.lifetime).isGreaterThan(300_000_000 - 3 * PERIOD);
        assertThat(left.lifetime).isGreaterThan(300_000_000 - 3 * PERIOD);
    }

    @Test
    @RequiresExitListener
    void areReportedByTheKernel() throws Exception {
        run(Jdks.OWN, "exits=listener");
        check(Natives.PLAIN, "kernel", null);
        check(Natives.DETACHED, "kernel", Natives.DETACHED);
        check(Natives.NOT_DETACHED, "kernel", Natives.NOT_DETACHED);
    }

    private void run(int feature, String options) throws Exception {
        Path home = Jdks.home(feature);
        Path library = Natives.compile(home, directory);
        TestJvm jvm = new TestJvm(home, directory).agent(options);
        if (feature >= 22) {
            jvm.jvmArgs("--enable-native-access=ALL-UNNAMED");
        }
        RunningJvm.Result result =
                jvm.main(Natives.class, library.toString(), "x.jfr").run();
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.stderr).isEmpty();
        stdout = result.stdout;
        recorded = Recorded.read(directory.resolve("x.jfr"));
    }

    /** One end, by this word, and records that sum to what it reports; all with what the thread measured. */
    private End check(String name, String accountedBy, String javaName) {
        String[] words = stdout.lines()
                .filter(line -> line.startsWith("native ") && line.endsWith(" " + name))
                .map(line -> line.split(" ", 4))
                .findAny()
                .orElseThrow();
        long tid = Long.parseLong(words[1]);
        long cpuTime = Long.parseLong(words[2]);
        List<End> ends = End.all(recorded).stream()
                .filter(end -> end.tid == tid && end.name.equals(name))
                .collect(Collectors.toList());
        assertThat(ends).as("%s %d in %s", name, tid, End.all(recorded)).hasSize(1);
        End end = ends.get(0);
        List<Delay> delays =
                recorded.delays(tid).stream().filter(d -> d.name.equals(name)).collect(Collectors.toList());
        long sum = Recorded.sum(delays, Delay::onCpu);
        System.out.printf(
                "%s (%d): its own CPU time %.1f ms, reported %.1f ms by the %s, records %.1f ms%n",
                name, tid, cpuTime / 1e6, end.onCpu / 1e6, end.accountedBy, sum / 1e6);
        assertThat(end.accountedBy).isEqualTo(accountedBy);
        long unseen = accountedBy.equals("sampler") ? 2 * PERIOD : 0;
        assertThat(end.onCpu).isBetween(cpuTime - unseen, cpuTime + LAST_STEPS);
        // Time on CPU that a tick brought late, with the last sample, may not fit into what is left of its life.
        assertThat(sum).isBetween(end.onCpu - 10_000_000, end.onCpu + 1_000_000);
        // JFR of JDK 17 does not always keep a thread that has exited.
        assertThat(delays).allMatch(delay -> delay.javaName == null || delay.javaName.equals(javaName));
        return end;
    }
}
