package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.Crowd;
import io.github.tidewatch.agent.testing.Delay;
import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.agent.testing.Witness;
import io.github.tidewatch.agent.testing.Witnesses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** Among very many threads, and though tids are used again, none gets the tid or the numbers of another. */
class CrowdJvmTest {
    private static final int STANDING = 500;
    private static final int BRIEF = 20_000;

    /** What a thread may still do when it has read its own clock: the hook, and sometimes to open what that reads with. */
    private static final long LAST_STEPS = 20_000_000;

    @TempDir
    Path directory;

    @Tag("exhaustive")
    @ParameterizedTest
    @JdkSource({})
    void noneIsTakenForAnother(int feature) throws Exception {
        RunningJvm.Result result = new TestJvm(Jdks.home(feature), directory)
                .allCompilers()
                .agent("")
                .main(Crowd.class, ".", Integer.toString(STANDING), Integer.toString(BRIEF))
                .timeout(Duration.ofMinutes(2))
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.stderr).isEmpty();
        Map<String, long[]> threads = new HashMap<>();
        for (String line : Files.readAllLines(directory.resolve("threads"))) {
            String[] words = line.split(" ", -1);
            threads.put(words[0], new long[] {Long.parseLong(words[1]), Long.parseLong(words[2])});
        }
        assertThat(threads).hasSize(STANDING + BRIEF);
        Recorded recorded = Recorded.read(directory.resolve("crowd.jfr"));
        List<String> wrong = new ArrayList<>();
        int brief = 0;
        Map<String, Long> onCpu = new HashMap<>();
        for (Delay delay : recorded.delays()) {
            boolean isBrief = delay.name.startsWith("brief-");
            brief += isBrief ? 1 : 0;
            if (isBrief || delay.name.startsWith("worker-")) {
                onCpu.merge(delay.name, delay.onCpu(), Long::sum);
                if (threads.get(delay.name)[0] != delay.tid) {
                    wrong.add("another's tid: " + delay);
                }
            }
            if (delay.javaName != null && !delay.javaName.equals(delay.name)) {
                wrong.add("two names: " + delay);
            }
        }
        System.out.printf(
                "%d events, %d of short-lived threads%n", recorded.delays().size(), brief);
        onCpu.forEach((name, reported) -> {
            long own = threads.get(name)[1];
            if (reported > own + LAST_STEPS) {
                wrong.add(name + " computed for " + own + " ns, its events say " + reported);
            }
        });
        checkStanding(threads, recorded, Witnesses.parse(result.stdout, "crowd"), wrong);
        assertThat(wrong).isEmpty();
        assertThat(brief).isPositive();
    }

    /** They sleep when the recording stops, so that its sums are exactly the kernel's counters. */
    private static void checkStanding(
            Map<String, long[]> threads, Recorded recorded, Witnesses witnesses, List<String> wrong) {
        long worst = 0;
        for (int i = 0; i < STANDING; i++) {
            String name = "worker-" + i;
            long[] own = threads.get(name);
            Witness.Task task = witnesses.end.tasks.get(own[0]);
            List<Delay> delays = recorded.delays(name);
            long onCpu = Recorded.sum(delays, Delay::onCpu);
            long cpuDelay = Recorded.sum(delays, d -> d.cpuDelay);
            long discarded = Recorded.sum(delays, d -> d.discarded);
            worst = Math.max(worst, Math.abs(onCpu - task.onCpu));
            // What the hypervisor took is in no counter, but of a thread that wanted a CPU it is reported.
            boolean delayFits = cpuDelay <= task.cpuDelay + witnesses.stolen() && cpuDelay + discarded >= task.cpuDelay;
            if (Math.abs(onCpu - task.onCpu) > 100_000 || own[1] > onCpu || !delayFits) {
                wrong.add(String.format(
                        "%s (%d): on CPU %d, of the kernel %d, of its own %d; CPU delay %d, discarded %d, kernel %d",
                        name, own[0], onCpu, task.onCpu, own[1], cpuDelay, discarded, task.cpuDelay));
            }
        }
        System.out.println("time on CPU of the standing ones is right but for at most " + worst + " ns");
    }
}
