package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.Delay;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.Swarm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.agent.testing.Witness;
import io.github.tidewatch.agent.testing.Witnesses;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where samples cost more than they may, intervals get longer, and nothing else changes. */
@Tag("measures")
class BudgetJvmTest {
    private static final int OF_EACH_KIND = 50;

    /** What the budget takes to decide, and as much again. */
    private static final int SECONDS = 30;

    private static final long LAST = 5_000_000_000L;
    private static final String SAID = "[tidewatch] INFO sampling took ";

    @TempDir
    Path directory;

    @Test
    @Tag("exhaustive")
    void intervalsGetLongerNotWrong() throws Exception {
        try (RunningJvm within = start("within", "budget=0.1%");
                RunningJvm off = start("off", "budget=off")) {
            RunningJvm.Result stretched = end(within);
            RunningJvm.Result asAsked = end(off);
            List<String> said = said(stretched);
            System.out.println(said);
            assertThat(said).isNotEmpty().doesNotHaveDuplicates();
            assertThat(said.get(0)).contains("the budget is 0.1 %: an interval takes ");
            assertThat(said(asAsked)).isEmpty();

            Recorded few = Recorded.read(directory.resolve("within.jfr"));
            Recorded many = Recorded.read(directory.resolve("off.jfr"));
            long[] reported = stretches(few);
            assertThat(reported[0]).isEqualTo(1);
            assertThat(reported[reported.length - 1]).isGreaterThanOrEqualTo(5);
            assertThat(stretches(many)).containsOnly(1);
            long longer = lastInterval(few);
            long shorter = lastInterval(many);
            System.out.printf("intervals of %.1f ms and %.1f ms%n", longer / 1e6, shorter / 1e6);
            assertThat(longer).isGreaterThan(3 * shorter);
            assertThat(rates(few)).isLessThan(rates(many) / 3);
            checkTime(few, stretched.stdout);
            checkTime(many, asAsked.stdout);
        }
    }

    private RunningJvm start(String name, String option) throws Exception {
        return new TestJvm(Jdks.home(Jdks.OWN), directory)
                .agent("log=info," + option)
                .main(Swarm.class, name + ".jfr", Integer.toString(OF_EACH_KIND), Integer.toString(SECONDS))
                .start();
    }

    private static RunningJvm.Result end(RunningJvm jvm) throws Exception {
        RunningJvm.Result result = jvm.await(Duration.ofSeconds(60 + 2 * SECONDS));
        assertThat(result.exitCode).as("%s", result).isZero();
        return result;
    }

    private static List<String> said(RunningJvm.Result result) {
        return result.agentLines().stream()
                .filter(line -> line.startsWith(SAID))
                .collect(Collectors.toList());
    }

    private static long[] stretches(Recorded recorded) {
        return recorded.events("Overhead").stream()
                .sorted((a, b) -> a.getStartTime().compareTo(b.getStartTime()))
                .mapToLong(event -> event.getLong("stretch"))
                .toArray();
    }

    /** The usual length of an interval at the end, where the budget has been decided upon. */
    private static long lastInterval(Recorded recorded) {
        long end = recorded.delays().stream().mapToLong(Delay::end).max().orElseThrow();
        long[] lengths = recorded.delays().stream()
                .filter(delay -> delay.name.startsWith("active-") && delay.end() > end - LAST)
                .mapToLong(delay -> delay.interval)
                .sorted()
                .toArray();
        return lengths[lengths.length / 2];
    }

    /** How many records of any kind there were in the last seconds: all kinds are stretched alike. */
    private static double rates(Recorded recorded) {
        long end = recorded.delays().stream().mapToLong(Delay::end).max().orElseThrow();
        return LongStream.of(
                        recorded.delays().stream()
                                .filter(delay -> delay.end() > end - LAST)
                                .count(),
                        late(recorded, "ThreadUsage", end),
                        late(recorded, "ProcessUsage", end))
                .sum();
    }

    private static long late(Recorded recorded, String name, long end) {
        return recorded.events(name).stream()
                .filter(event -> event.getEndTime().toEpochMilli() > (end - LAST) / 1_000_000)
                .count();
    }

    /** The parts are the interval, the intervals are the thread's time, and what it did in it is what the kernel says. */
    private static void checkTime(Recorded recorded, String stdout) {
        Witnesses witnesses = Witnesses.parse(stdout, "swarm");
        long most = Witness.parse(stdout, "swarm-after").time - Witness.parse(stdout, "swarm-before").time;
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        for (Map.Entry<Long, String> thread : Witness.threads(stdout).entrySet()) {
            List<Delay> delays = recorded.delays(thread.getKey());
            long sum = Recorded.sum(delays, delay -> delay.interval);
            long wall = delays.get(delays.size() - 1).end() - delays.get(0).begin;
            boolean whole = sum >= witnesses.wall() && sum <= most && Math.abs(sum - wall) < 1_000_000;
            if (!whole) {
                wrong.add(thread + " has " + sum + " of " + wall + ", at least " + witnesses.wall());
            }
            for (Delay delay : delays) {
                if (delay.onCpu() + delay.cpuDelay + delay.blockIoDelay + delay.waitTime != delay.interval) {
                    wrong.add("parts of " + delay);
                }
            }
            witnesses.confirmOnCpu(delays, thread.getKey());
            checked++;
        }
        assertThat(wrong).isEmpty();
        assertThat(checked).isEqualTo(2 * OF_EACH_KIND);
    }
}
