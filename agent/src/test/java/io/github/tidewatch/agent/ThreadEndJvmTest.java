package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.Brief;
import io.github.tidewatch.agent.testing.Delay;
import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import java.io.File;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** Every thread is accounted for to its end, and what is reported of all of them adds up to the process. */
class ThreadEndJvmTest {
    private static final long FILES_OF_A_THREAD = 6;
    private static final long FILES_OF_THE_HOST = 32;

    @TempDir
    Path directory;

    private RunningJvm.Result result;
    private Recorded recorded;

    /**
     * The threads' records cannot explain what the JVM and the kernel do with a thread after its last Java instruction,
     * which of a thread that computes for 1 ms is some 10 %, with or without an agent: the application sees it, too, as
     * the difference between the process and what its threads measured last. It is reported as unattributed, and of threads
     * that live longer it is less than the 1 % that may be.
     */
    @Tag("exhaustive")
    @ParameterizedTest
    @JdkSource({})
    void eachOfTenThousandBriefThreadsReportsItsEnd(int feature) throws Exception {
        everyThreadReportsItsEnd(feature, 10_000, 1000, 0.80);
    }

    @Tag("exhaustive")
    @ParameterizedTest
    @JdkSource({})
    void eachOfAHundredLongerThreadsReportsItsEnd(int feature) throws Exception {
        everyThreadReportsItsEnd(feature, 100, 100_000, 0.99);
    }

    private void everyThreadReportsItsEnd(int feature, int threads, int micros, double explained) throws Exception {
        run(feature, Brief.Threads.class, Integer.toString(threads), "20", Integer.toString(micros));
        assertThat(result.stderr).isEmpty();
        Map<String, long[]> own = new HashMap<>();
        result.stdout.lines().filter(line -> line.startsWith("end ")).forEach(line -> {
            String[] words = line.split(" ", 4);
            own.put(words[3], new long[] {Long.parseLong(words[1]), Long.parseLong(words[2])});
        });
        assertThat(own).hasSize(threads);
        List<RecordedEvent> ends = ends("brief-");
        assertThat(ends)
                .extracting(end -> end.getString("threadName"))
                .containsExactlyInAnyOrderElementsOf(own.keySet());
        List<String> wrong = new ArrayList<>();
        for (RecordedEvent end : ends) {
            long[] itself = own.get(end.getString("threadName"));
            long onCpu = onCpu(end);
            boolean right = end.getLong("osThreadId") == itself[0]
                    && onCpu >= itself[1]
                    && onCpu <= end.getLong("lifetime")
                    && Recorded.parts(end) == end.getLong("lifetime")
                    && end.getString("accountedBy").equals("thread")
                    && end.getThread().getJavaName().equals(end.getString("threadName"));
            if (!right) {
                wrong.add(itself[0] + ", on CPU " + itself[1] + ": " + end);
            }
        }
        assertThat(wrong).isEmpty();
        recorded.confirmBlockIoDelay();
        checkTheSum(own, explained);
    }

    private void checkTheSum(Map<String, long[]> own, double explained) {
        double process = recorded.events("ProcessUsage").stream()
                .mapToLong(ThreadEndJvmTest::onCpu)
                .sum();
        double unattributed = recorded.events("ProcessUsage").stream()
                .mapToLong(event -> event.getLong("unattributedCpuTime"))
                .sum();
        double reported = Recorded.sum(recorded.delays(), Delay::onCpu);
        double reportedOfExited =
                ends("brief-").stream().mapToLong(ThreadEndJvmTest::onCpu).sum();
        double threadsSay = own.values().stream().mapToLong(itself -> itself[1]).sum();
        double witness = Double.parseDouble(result.stdout
                .lines()
                .filter(line -> line.startsWith("process "))
                .findFirst()
                .orElseThrow()
                .split(" ", 2)[1]);
        System.out.printf(
                "process %.1f ms (of its own word %.1f), reported %.2f %%, unattributed %.2f %%; of each ended thread %.1f us"
                        + " are unreported, and %.1f us after its own report%n",
                process / 1e6,
                witness / 1e6,
                100 * reported / process,
                100 * unattributed / process,
                unattributed / 1e3 / own.size(),
                (unattributed + reportedOfExited - threadsSay) / 1e3 / own.size());
        assertThat(process).isGreaterThanOrEqualTo(witness);
        assertThat((reported + unattributed) / process).isBetween(0.99, 1.01);
        assertThat(reported / process).isGreaterThanOrEqualTo(explained);
        // Each that ended has one record or more of delays, which together say the same. If one was running at a
        // sample,
        // its counters were late, by a tick at most: what that record misses may not fit into the time that was left to
        // it.
        Map<String, List<Delay>> delays = recorded.delays().stream()
                .filter(delay -> delay.name.startsWith("brief-"))
                .collect(Collectors.groupingBy(delay -> delay.name));
        int later = 0;
        for (RecordedEvent end : ends("brief-")) {
            List<Delay> parts = delays.get(end.getString("threadName"));
            long late = parts.size() > 1 ? 10_000_000 : 0;
            long more = Recorded.sum(parts, Delay::onCpu) - onCpu(end);
            assertThat(more).as("%s", end).isBetween(-late - 1000, 1_000_000L);
            later += more > 1000 ? 1 : 0;
        }
        // A sample may fall between a thread's last word of itself and its end, and then knows of some microseconds
        // more.
        assertThat(later).isLessThanOrEqualTo(ends("brief-").size() / 100);
    }

    @ParameterizedTest
    @JdkSource(25)
    @Tag("exhaustive")
    void aThousandASecondLeaveNothingBehind(int feature) throws Exception {
        int seconds = feature == Jdks.OWN ? 60 : 10;
        run(feature, Brief.Thousands.class, Integer.toString(seconds));
        assertThat(result.stderr).isEmpty();
        int started = (int) number("started ", 1);
        assertThat(started).isGreaterThan(64_000 * seconds / 60);
        assertThat(ends("thousandth")).hasSize(started);
        List<RecordedEvent> costs = recorded.events("Overhead");
        assertThat(costs).allMatch(cost -> cost.getLong("queriesFailed") == 0);
        // Some of each thread that is there all the time, and of those that ended since a sample none after the next.
        long standing = costs.stream().mapToLong(cost -> threads(cost)).min().orElseThrow();
        assertThat(costs).as("kept open").allSatisfy(cost -> assertThat((long) cost.getInt("keptFiles"))
                .isBetween(standing, FILES_OF_THE_HOST + FILES_OF_A_THREAD * threads(cost)));
        System.out.printf(
                "descriptors %d, then %d; heap %d, then %d; the last sample cost %s%n",
                number("resources-begin ", 1),
                number("resources-end ", 1),
                number("resources-begin ", 2),
                number("resources-end ", 2),
                costs.get(costs.size() - 1));
        // Of threads that are there all the time, the files of state and call are opened when others make the host
        // busy.
        assertThat(number("resources-end ", 1)).isLessThanOrEqualTo(number("resources-begin ", 1) + 5 + 2 * standing);
        assertThat(number("resources-end ", 2)).isLessThan(number("resources-begin ", 2) + 2_000_000);
    }

    private static long threads(RecordedEvent cost) {
        return cost.getLong("threadsSampled") / Math.max(1, cost.getLong("passes"));
    }

    @Tag("exhaustive")
    @ParameterizedTest
    @JdkSource(25)
    void theSumOverAllThreadsIsTheProcess(int feature) throws Exception {
        run(feature, Brief.Totals.class, "10");
        double cpuTime = number("sums-end ", 1) - number("sums-begin ", 1);
        double cpuDelay = number("sums-end ", 2) - number("sums-begin ", 2);
        double reportedTime = Recorded.sum(recorded.delays(), Delay::onCpu);
        double reportedDelay = Recorded.sum(recorded.delays(), delay -> delay.cpuDelay);
        System.out.printf(
                "JDK %d: CPU time %.1f ms, reported %.2f %%; CPU delay %.1f ms, reported %.2f %%%n",
                feature, cpuTime / 1e6, 100 * reportedTime / cpuTime, cpuDelay / 1e6, 100 * reportedDelay / cpuDelay);
        // On a busy machine the recording's start and end take long: it has what the inner two enclose, at most what
        // the outer two do.
        double mostTime = number("sums-after ", 1) - number("sums-before ", 1);
        double mostDelay = number("sums-after ", 2) - number("sums-before ", 2);
        assertThat(reportedTime).isBetween(0.99 * cpuTime, 1.01 * mostTime);
        // What the hypervisor took is in no counter, but of a thread that wanted a CPU it is reported.
        double stolen = number("sums-after ", 3) - number("sums-before ", 3);
        assertThat(reportedDelay).isBetween(0.99 * cpuDelay, 1.01 * mostDelay + stolen);
    }

    @ParameterizedTest
    @JdkSource({17, 25})
    void theEndSaysWhatTheThreadMeasured(int feature) throws Exception {
        run(feature, "", Brief.Measured.class);
        checkMeasured();
    }

    @Test
    void theEndSaysWhatTheThreadMeasuredByProcfs() throws Exception {
        run(Jdks.OWN, "source=procfs", Brief.Measured.class);
        checkMeasured();
    }

    private void checkMeasured() {
        List<String> lines = result.stdout
                .lines()
                .filter(line -> line.startsWith("measured "))
                .collect(Collectors.toList());
        assertThat(lines).hasSize(20);
        List<Long> preempted = new ArrayList<>();
        List<Long> moreOnCpu = new ArrayList<>();
        List<Long> moreUser = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            long[] own = Arrays.stream(words).skip(1).mapToLong(Long::parseLong).toArray();
            RecordedEvent end = ends("measured-" + own[0]).get(0);
            assertThat(onCpu(end) - own[1]).as(line + "%n%s", end).isGreaterThan(-1000);
            moreOnCpu.add(onCpu(end) - own[1]);
            moreUser.add(Math.abs(end.getLong("userTime") - own[2]));
            // The hook's own: what it touches first, and where it was preempted.
            assertThat(end.getLong("minorFaults") - own[3])
                    .as(line + "%n%s", end)
                    .isBetween(0L, 30L);
            assertThat(end.getLong("majorFaults")).isEqualTo(own[4]);
            assertThat(end.getLong("voluntarySwitches") - own[5])
                    .as(line + "%n%s", end)
                    .isBetween(0L, 2L);
            preempted.add(end.getLong("involuntarySwitches") - own[6]);
            assertThat(end.getLong("blockInputs")).isEqualTo(own[7]);
            assertThat(end.getLong("blockOutputs")).isEqualTo(own[8]);
        }
        // Within a tick. Between the two the machine below a virtual one may hold the CPU for longer now and then,
        // which
        // counts as the thread's where it is not called steal: 14 ms were seen.
        moreOnCpu.sort(null);
        moreUser.sort(null);
        assertThat(moreOnCpu.get(lines.size() - 3)).as("%s", moreOnCpu).isLessThan(4_000_000);
        assertThat(moreUser.get(lines.size() - 3)).as("%s", moreUser).isLessThan(4_000_000);
        // How often others took its CPU in between is theirs; mostly they do not.
        preempted.sort(null);
        assertThat(preempted.get(0)).isNotNegative();
        assertThat(preempted.get(preempted.size() / 2)).isLessThanOrEqualTo(1);
    }

    private void run(int feature, Class<?> main, String... args) throws Exception {
        run(feature, "", main, args);
    }

    private void run(int feature, String options, Class<?> main, String... args) throws Exception {
        List<String> all = new ArrayList<>(List.of("x.jfr"));
        all.addAll(List.of(args));
        result = new TestJvm(Jdks.home(feature), directory)
                .agent(options)
                .classPath(library())
                .jvmArgs("-XX:-UseDynamicNumberOfCompilerThreads") // the JVM's own threads stay, to be summed up
                .main(main, all.toArray(new String[0]))
                .timeout(Duration.ofMinutes(10)) // of a hang: on a busy machine 64 000 threads take long
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        recorded = Recorded.read(directory.resolve("x.jfr"));
    }

    /** The library and what it needs: the class path of this test without the agent's own classes. */
    private static Path[] library() throws Exception {
        Path agent = Paths.get(AgentOptions.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Paths::get)
                .filter(path -> !path.equals(agent))
                .toArray(Path[]::new);
    }

    private List<RecordedEvent> ends(String name) {
        return recorded.events("ThreadEnd").stream()
                .filter(end -> name.endsWith("-")
                        ? end.getString("threadName").startsWith(name)
                        : end.getString("threadName").equals(name))
                .collect(Collectors.toList());
    }

    private long number(String line, int word) {
        return Long.parseLong(result.stdout
                .lines()
                .filter(l -> l.startsWith(line))
                .findFirst()
                .orElseThrow()
                .split(" ", -1)[word]);
    }

    private static long onCpu(RecordedEvent event) {
        return event.getLong("userTime") + event.getLong("systemTime");
    }
}
