package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.Delay;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.Seccomp;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.agent.testing.Witness;
import io.github.tidewatch.agent.testing.Witnesses;
import io.github.tidewatch.testing.Skip;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a seccomp filter forbids is replaced by what it permits, before the recording and in its midst. */
class ForbiddenCallsJvmTest {
    private static final int SENDTO = 44;
    private static final int SOCKET = 41;
    private static final int GETRUSAGE = 98;
    private static final int PROCESS_VM_READV = 310;

    @TempDir
    Path directory;

    @BeforeEach
    void knowTheNumbers() {
        boolean known = System.getProperty("os.arch").equals("amd64");
        Skip.unless(known, "the numbers of the system calls are those of x86-64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"41", "310", "98", "41 310 98"})
    void fromTheStart(String forbidden) throws Exception {
        RunningJvm.Result result = run(Jdks.OWN, 0, forbidden);
        assertThat(result.stderr).isEmpty();
        RecordedEvent status = check(result.stdout, true);
        assertThat(status.getString("threadMapping")).isEqualTo("HotSpot structures");
        if (forbidden.contains("41")) {
            assertThat(status.getString("source")).isEqualTo("procfs");
            assertThat(status.getString("missing")).contains("EPERM");
        }
    }

    @Tag("exhaustive")
    @Test
    void inTheMidst() throws Exception {
        RunningJvm.Result result =
                run(Jdks.OWN, 1000, SENDTO + " " + SOCKET + " " + PROCESS_VM_READV + " " + GETRUSAGE);
        RecordedEvent first =
                Recorded.read(directory.resolve("x.jfr")).events("Status").get(0);
        boolean taskstats = first.getString("source").equals("taskstats");
        // Without delay accounting procfs has all that taskstats gave.
        boolean lost = taskstats && first.getBoolean("delayAccountingAtStart");
        RecordedEvent status = check(result.stdout, !lost);
        assertThat(status.getString("source")).isEqualTo("procfs");
        assertThat(status.getString("threadMapping")).isEqualTo("HotSpot structures");
        if (taskstats) {
            assertThat(result.stderr.lines())
                    .singleElement()
                    .asString()
                    .startsWith("[tidewatch] WARN taskstats failed for every thread: EPERM: using procfs from now on");
        }
        if (lost) {
            assertThat(status.getString("missing")).contains("taskstats failed for every thread: EPERM");
        }
    }

    private RunningJvm.Result run(int feature, int after, String forbidden) throws Exception {
        List<String> args = new ArrayList<>(List.of("x.jfr", "2000", Integer.toString(after)));
        args.addAll(Arrays.asList(forbidden.split(" ", -1)));
        RunningJvm.Result result = new TestJvm(Jdks.home(feature), directory)
                .agent("")
                .classPath(Seccomp.classPath())
                .main(Seccomp.Recording.class, args.toArray(new String[0]))
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        return result;
    }

    private RecordedEvent check(String stdout, boolean complete) throws Exception {
        Recorded recorded = Recorded.read(directory.resolve("x.jfr"));
        Witnesses witnesses = Witnesses.parse(stdout, "modest");
        assertThat(Witness.threads(stdout)).hasSize(7);
        Witness.threads(stdout).forEach((tid, name) -> {
            List<Delay> delays = recorded.delays(tid);
            assertThat(delays).allMatch(d -> name.equals(d.javaName));
            assertThat(delays.get(delays.size() - 1).complete).isEqualTo(complete);
            witnesses.confirmOnCpu(delays, tid);
            witnesses.confirmCpuDelay(delays, tid);
        });
        return recorded.status();
    }
}
