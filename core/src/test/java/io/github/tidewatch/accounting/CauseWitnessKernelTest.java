package io.github.tidewatch.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.tidewatch.findings.DelayCauseTotals;
import io.github.tidewatch.testing.RequiresCgroupV1;
import io.github.tidewatch.testing.RequiresCpus;
import io.github.tidewatch.testing.RequiresProgram;
import io.github.tidewatch.testing.RequiresRoot;
import io.github.tidewatch.testing.Skip;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Why threads did not get a CPU, held against the kernel's trace of its scheduler, which has for each wait who had the CPU.
 * Whatever else runs on the machine is a neighbor, and the trace has it, too.
 */
@Tag("exhaustive")
@Tag("measures")
@RequiresRoot
@RequiresCpus(2)
@RequiresCgroupV1("cpu")
@RequiresProgram({"mount", "taskset", "chrt", "setpriv"})
@ParameterizedClass
@ValueSource(strings = {"root", "nobody"})
@Timeout(value = 4, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CauseWitnessKernelTest {
    private static final String[] NAMES = {"quota", "own threads", "neighbors", "placement"};
    private static final double POINTS = 10;
    private static final int SECONDS = 4;

    /** The scenes are of a machine with nothing else on it; others may have so much of its CPUs. */
    private static final double OTHERS = 0.2;

    /** The trace does not have what the hypervisor takes; it may be so much of the delay. */
    private static final double STEAL = 0.1;

    /** A scene is repeated until it is calm, at most so often. */
    private static final int ATTEMPTS = 3;

    private static final String COLLECTORS = "GC Thread#*";

    /** A hundredth of each second. */
    private static final long WORTH_AN_EVENT = 10_000_000;

    @TempDir
    Path directory;

    @Parameter
    String user;

    private Map<String, long[]> found;
    private Map<String, long[]> witnessed;
    private double othersShare;

    private void scene(long quota, long parents, String cpus, int neighbors, String threads) throws Exception {
        for (int i = 0; i < ATTEMPTS && (i == 0 || !isCalm()); i++) {
            WitnessedScene scene = new WitnessedScene(user.equals("nobody") ? directory : null, SECONDS);
            scene.run(quota, parents, cpus, neighbors, threads);
            found = scene.found;
            othersShare = scene.othersShare;
            witnessed = scene.witnessed;
        }
    }

    private boolean isCalm() {
        double delay = found.values().stream().mapToDouble(parts -> parts[0]).sum();
        double steal = found.values().stream().mapToDouble(parts -> parts[4]).sum();
        return othersShare <= OTHERS && steal <= STEAL * delay;
    }

    @Test
    void aQuotaOfAQuarter() throws Exception {
        scene(25_000, -1, "", 0, "1 0 0");
        agree("spinner-*");
        assertThat(share("spinner-*", 1)).isGreaterThan(0.5);
    }

    @Test
    void aQuotaOfAHalfWithFourSpinners() throws Exception {
        scene(50_000, -1, "", 0, "4 0 0");
        agree("spinner-*");
    }

    @Test
    void aQuotaOfOneAndAHalfWithThreeSpinners() throws Exception {
        scene(150_000, -1, "", 0, "3 0 0");
        agree("spinner-*");
    }

    @Test
    void aParentsQuota() throws Exception {
        scene(-1, 50_000, "", 0, "2 0 0");
        agree("spinner-*");
        assertThat(share("spinner-*", 1)).isGreaterThan(0.5);
    }

    @Test
    void aNeighborOnTheSameCpu() throws Exception {
        scene(-1, -1, "1", 1, "1 0 0");
        agree("spinner-*");
        assertThat(share("spinner-*", 3)).as("the neighbor had the CPU").isGreaterThan(0.5);
        long[] parts = found.get("spinner-*");
        assertThat((double) parts[0] / (parts[0] + parts[7]))
                .as("the part of its time that it waited")
                .isCloseTo(0.5, within(POINTS / 100));
    }

    @Test
    void eightOwnSpinnersOnTwoCpus() throws Exception {
        scene(-1, -1, "", 0, "8 0 0");
        agree("spinner-*");
        assertThat(share("spinner-*", 2)).isGreaterThan(0.3);
    }

    @Test
    void pinnedToOneCpuBesideAnother() throws Exception {
        scene(-1, -1, "1", 0, "2 0 0");
        twoSpinnersWaitForEachOther();
    }

    @Test
    @RequiresCgroupV1("cpuset")
    void pinnedByACpusetToOneCpuWhileTheOtherIdles() throws Exception {
        scene(-1, -1, WitnessedScene.BY_CPUSET + "1", 0, "2 0 0");
        twoSpinnersWaitForEachOther();
    }

    private void twoSpinnersWaitForEachOther() {
        agree("spinner-*");
        assertThat(share("spinner-*", 2)).as("the other spinner had the CPU").isGreaterThan(0.5);
    }

    @Test
    void quotaAndNeighborAtOnce() throws Exception {
        scene(25_000, -1, "1", 1, "1 0 0");
        agree("spinner-*");
        long[] seen = witnessed.get("spinner-*");
        assertThat(seen[0])
                .as("the quota leaves it half of the time in which it shares the CPU")
                .isGreaterThan(seen[2]);
        assertThat(sentence("spinner-*")).matches("\\d+ % because the CPU quota .*\\d+ % because other processes .*");
    }

    /** What the report says. */
    private String sentence(String group) {
        long[] parts = found.get(group);
        DelayCauseTotals totals = new DelayCauseTotals();
        totals.add(group, parts[0], "", cause -> parts[1 + cause.ordinal()]);
        return totals.of(any -> true).inPercent(parts[0], OptionalDouble.empty());
    }

    @Test
    void collectorsUnderAQuota() throws Exception {
        scene(50_000, -1, "", 0, "0 0 2");
        agree(COLLECTORS);
        assertThat(worst()).isEqualTo(COLLECTORS);
    }

    @Test
    void anIdleProcessHasNoEvent() throws Exception {
        scene(-1, -1, "", 0, "0 0 0");
        long waited = witnessed.values().stream().flatMapToLong(Arrays::stream).sum();
        if (waited >= WORTH_AN_EVENT) { // else no interval can be worth one
            throw Skip.because("others had the CPUs for " + waited + " ns when the JVM's own threads wanted them");
        }
        assertThat(found).isEmpty();
    }

    @Test
    void workersThatSleepInTurnUnderAQuota() throws Exception {
        scene(50_000, -1, "", 0, "0 4 0");
        agree("waker-*");
    }

    /** The group that lost most. */
    private String worst() {
        return found.entrySet().stream()
                .max(Map.Entry.comparingByValue((one, two) -> Long.compare(one[0], two[0])))
                .orElseThrow()
                .getKey();
    }

    /** Of a group's delay. */
    private double share(String group, int part) {
        long[] parts = found.get(group);
        return (double) parts[part] / parts[0];
    }

    private void agree(String group) {
        long[] parts = found.get(group);
        long[] seen = witnessed.get(group);
        assertThat(parts).as("%s in %s", group, found.keySet()).isNotNull();
        long all = Arrays.stream(seen).sum();
        double[] reported = {share(group, 1), share(group, 2), share(group, 3), share(group, 5)};
        String text = IntStream.range(0, 4)
                .mapToObj(i -> String.format("%s %.1f (%.1f)", NAMES[i], reported[i] * 100, seen[i] * 100.0 / all))
                .collect(Collectors.joining(", "));
        text = String.format(
                "%s lost %.2f s (%.2f), in %%: %s, steal %.1f, unexplained %.1f; others had %.0f %% of the CPUs",
                group,
                parts[0] / 1e9,
                all / 1e9,
                text,
                share(group, 4) * 100,
                share(group, 6) * 100,
                othersShare * 100);
        System.out.println(text);
        if (!isCalm()) {
            throw Skip.because("none of " + ATTEMPTS + " scenes was calm, and nothing was asserted; the last: " + text);
        }
        assertThat((double) parts[0]).as("delay in " + text).isCloseTo(all, withinPercentage(POINTS));
        // What the hypervisor takes is no switch: the trace has it as time of whoever had the CPU.
        double steal = share(group, 4) * 100;
        for (int i = 0; i < 4; i++) {
            double witness = seen[i] * 100.0 / all;
            assertThat(reported[i] * 100)
                    .as(NAMES[i] + " in " + text)
                    .isBetween(witness - POINTS - steal, witness + POINTS);
        }
        assertThat(share(group, 6) * 100).as("unexplained in " + text).isLessThan(POINTS);
    }
}
