package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.Delay;
import io.github.tidewatch.agent.testing.End;
import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.agent.testing.Witness;
import io.github.tidewatch.agent.testing.Witnesses;
import io.github.tidewatch.agent.testing.Workloads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** Of every thread of every JVM: the parts sum to the interval, no time is lost or reported twice, and none is left out. */
class EveryThreadJvmTest {
    @TempDir
    Path directory;

    private long period;
    private int seconds;
    private String stdout;
    private Recorded recorded;

    @ParameterizedTest
    @JdkSource({11, 17, 21, 25, 26})
    void partsSumToEachThreadsTime(int feature) throws Exception {
        record(feature, 100, 5);
        checkTotals(0.02);
    }

    @ParameterizedTest
    @JdkSource({17, 25})
    @Tag("exhaustive")
    void partsSumToEachThreadsTimeInIntervalsOfASecond(int feature) throws Exception {
        record(feature, 1000, 5);
        checkTotals(0.02);
    }

    @Test
    @Tag("exhaustive")
    void partsSumToEachThreadsMinuteWithinHalfAPercent() throws Exception {
        record(Jdks.OWN, 1000, 60);
        checkTotals(0.005);
        checkWholeTime();
    }

    private void record(int feature, int periodMillis, int forSeconds) throws Exception {
        period = periodMillis * 1_000_000L;
        seconds = forSeconds;
        RunningJvm.Result result = new TestJvm(Jdks.home(feature), directory)
                .allCompilers()
                .agent("")
                .jvmArgs("-XX:+UseG1GC", "-XX:ParallelGCThreads=2", "-Xmx64m")
                .main(Workloads.Mixture.class, "x.jfr", Integer.toString(periodMillis), Integer.toString(seconds))
                .timeout(Duration.ofSeconds(60 + 2L * seconds))
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.stderr).isEmpty();
        stdout = result.stdout;
        recorded = Recorded.read(directory.resolve("x.jfr"));
        List<String> wrong = new ArrayList<>();
        checkEachEvent(wrong);
        checkSequences(wrong);
        checkPresence(wrong);
        checkIdentity(wrong);
        assertThat(wrong).isEmpty();
    }

    private void checkEachEvent(List<String> wrong) {
        int off = 0;
        for (Delay delay : recorded.delays()) {
            boolean negative =
                    Math.min(Math.min(delay.user, delay.system), Math.min(delay.cpuDelay, delay.waitTime)) < 0
                            || Math.min(delay.blockIoDelay, delay.discarded) < 0;
            long sum = delay.onCpu() + delay.cpuDelay + delay.blockIoDelay + delay.waitTime;
            if (negative || Math.abs(sum - delay.interval) > 1000) {
                wrong.add("parts of " + delay);
            }
            if (Math.abs(delay.duration - delay.interval) > 1_000_000) {
                off++;
            }
        }
        System.out.printf(
                "%d events, of %d the duration is off by a millisecond%n",
                recorded.delays().size(), off);
        assertThat(recorded.delays()).hasSizeGreaterThan(100);
        assertThat(off).isLessThanOrEqualTo(recorded.delays().size() / 100);
    }

    private void checkSequences(List<String> wrong) {
        Map<Long, List<Long>> ends = ends();
        for (List<Delay> delays : recorded.delaysByThread().values()) {
            for (int i = 1; i < delays.size(); i++) {
                Delay last = delays.get(i - 1);
                Delay next = delays.get(i);
                long gap = next.begin - last.end();
                if (gap < -1_000_000 || (gap > period && !isOfAnother(next, last, ends))) {
                    wrong.add("gap of " + gap + " between\n" + last + "\nand\n" + next);
                }
            }
        }
    }

    /** When threads ended, by their tids. */
    private Map<Long, List<Long>> ends() {
        return End.all(recorded).stream()
                .collect(Collectors.groupingBy(
                        end -> end.tid, Collectors.mapping(end -> end.time, Collectors.toList())));
    }

    /** Whether a thread with this tid ended between two records: on a busy machine tids come round within a minute. */
    private static boolean isOfAnother(Delay next, Delay last, Map<Long, List<Long>> ends) {
        return ends.getOrDefault(next.tid, List.of()).stream().anyMatch(end -> last.begin < end && end <= next.begin);
    }

    /**
     * A task that two witnesses saw, and that was on a CPU between them, has a record of that time. When within its
     * interval it was on the CPU, nobody knows.
     */
    private void checkPresence(List<String> wrong) {
        List<Witness> witnesses = new ArrayList<>();
        witnesses.add(Witness.parse(stdout, "mixture-begin"));
        for (int i = 1; i < seconds; i++) {
            witnesses.add(Witness.parse(stdout, "mixture-" + i));
        }
        witnesses.add(Witness.parse(stdout, "mixture-end"));
        int checked = 0;
        for (int i = 1; i < witnesses.size(); i++) {
            Witness from = witnesses.get(i - 1);
            Witness to = witnesses.get(i);
            for (Witness.Task task : to.tasks.values()) {
                Witness.Task before = from.tasks.get(task.tid);
                if (before == null || before.start != task.start || before.onCpu == task.onCpu) {
                    continue;
                }
                checked++;
                List<Delay> delays = recorded.delays(task.tid);
                if (!hasWorked(delays, from.time - period, to.time)) {
                    wrong.add(String.format(
                            "no record of %s %d between witness %d (at %d, on CPU %d) and %d (at %d, on CPU %d) but%n%s",
                            task.comm,
                            task.tid,
                            i - 1,
                            from.time,
                            before.onCpu,
                            i,
                            to.time,
                            task.onCpu,
                            delays.subList(Math.max(0, delays.size() - 5), delays.size())));
                }
            }
        }
        System.out.println(checked + " times a task worked between two witnesses");
        assertThat(checked).isGreaterThan(50);
    }

    /** What a thread did between two samples is reported first, and then the wait that it was found in. */
    private static boolean hasWorked(List<Delay> delays, long from, long until) {
        for (int i = 0; i < delays.size(); i++) {
            boolean waitsOn = i + 1 < delays.size() && delays.get(i + 1).onCpu() == 0;
            long end = delays.get(waitsOn ? i + 1 : i).end();
            if (delays.get(i).onCpu() > 0 && delays.get(i).begin < until && end > from) {
                return true;
            }
        }
        return false;
    }

    private void checkIdentity(List<String> wrong) {
        Map<Long, String> java = Witness.threads(stdout);
        Witness end = Witness.parse(stdout, "mixture-end");
        Set<String> internal = Set.of("GC Thread#0", "G1 Main Marker", "VM Thread", "VM Periodic Tas", "G1 Service");
        List<String> seen = new ArrayList<>();
        for (Delay delay : recorded.delays()) {
            String name = java.get(delay.tid);
            if (name != null && !delay.name.equals(name) && isOfAnEndedNamesake(delay)) {
                continue; // on a busy machine tids come round within a minute
            }
            if (name != null) {
                // Of a thread that has exited, JFR may have forgotten which it was.
                boolean ended = delay.javaName == null && !end.tasks.containsKey(delay.tid);
                // One that has not come to its first instruction has the name that it was made with, and is no thread
                // yet.
                boolean unborn = delay.javaName == null
                        && delay.name.equals("java")
                        && delay == recorded.delays(delay.tid).get(0);
                if (!unborn && (!(ended || name.equals(delay.javaName)) || !name.equals(delay.name))) {
                    wrong.add("not " + name + ": " + delay);
                }
            } else if (internal.contains(delay.name)) {
                seen.add(delay.name);
                Witness.Task task = end.tasks.get(delay.tid);
                if (delay.javaName != null || task == null || !task.comm.equals(delay.name)) {
                    wrong.add("not a thread of the JVM: " + delay);
                }
            } else if (delay.name.equals("brief") != "brief".equals(delay.javaName) && delay.javaName != null) {
                wrong.add("two names: " + delay);
            }
        }
        assertThat(seen).contains("GC Thread#0", "VM Thread");
        assertThat(recorded.delays().stream().map(d -> d.name).collect(Collectors.toSet()))
                .containsAll(java.values())
                .contains("main", "JFR Periodic Tasks")
                .doesNotContain("");
    }

    /** Whether a thread that had this tid and this name has ended, and the record lies within its life. */
    private boolean isOfAnEndedNamesake(Delay delay) {
        return End.all(recorded).stream()
                .anyMatch(end -> end.tid == delay.tid
                        && delay.name.equals(end.name)
                        && end.time - end.lifetime < delay.end()
                        && delay.begin < end.time);
    }

    /** The parts of a thread's records sum to the time from the begin of its first to the end of its last. */
    private void checkWholeTime() {
        double worst = 0;
        int checked = 0;
        Map<Long, List<Long>> ends = ends();
        for (List<Delay> delays : recorded.delaysByThread().values()) {
            long wall = delays.get(delays.size() - 1).end() - delays.get(0).begin;
            boolean several = IntStream.range(1, delays.size())
                    .anyMatch(i -> isOfAnother(delays.get(i), delays.get(i - 1), ends));
            if (wall > seconds * 500_000_000L && !several) {
                long parts = Recorded.sum(delays, d -> d.onCpu() + d.cpuDelay + d.blockIoDelay + d.waitTime);
                worst = Math.max(worst, Math.abs((double) parts / wall - 1));
                checked++;
            }
        }
        System.out.printf("parts and wall-clock time of %d threads differ by %.5f %% at most%n", checked, worst * 100);
        assertThat(checked).isGreaterThan(10);
        assertThat(worst).isLessThan(0.001);
    }

    /** Over the whole recording the records sum to what the witnesses at its ends saw. */
    private void checkTotals(double tolerance) {
        Witnesses witnesses = Witnesses.parse(stdout, "mixture");
        for (Witness.Task task : witnesses.end.tasks.values()) {
            Witness.Task before = witnesses.begin.tasks.get(task.tid);
            if (before == null || before.start != task.start) {
                continue;
            }
            List<Delay> delays = recorded.delays(task.tid);
            witnesses.confirmOnCpu(delays, task.tid, tolerance);
            witnesses.confirmCpuDelay(delays, task.tid, tolerance);
        }
    }
}
