package io.github.tidewatch.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.metrics.ThreadGroups;
import io.github.tidewatch.testing.CauseWitness;
import io.github.tidewatch.testing.RequiresCgroupV1;
import io.github.tidewatch.testing.RequiresCpus;
import io.github.tidewatch.testing.RequiresProgram;
import io.github.tidewatch.testing.RequiresRoot;
import io.github.tidewatch.testing.SchedTrace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Why threads did not get a CPU, held against the kernel's trace of its scheduler, which has for each wait who had the CPU.
 * Whatever else runs on the machine is a neighbor, and the trace has it, too.
 */
@Tag("exhaustive")
@RequiresRoot
@RequiresCpus(2)
@RequiresCgroupV1("cpu")
@RequiresProgram({"mount", "taskset", "chrt"})
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CauseWitnessKernelTest {
    private static final String[] NAMES = {"quota", "own threads", "neighbors", "placement"};
    private static final double POINTS = 10;
    private static final int SECONDS = 5;

    private final Map<Integer, String> tids = new ConcurrentHashMap<>();
    private final List<Long> throttled = new CopyOnWriteArrayList<>();
    private final Map<String, long[]> found = new HashMap<>();
    private Map<String, long[]> witnessed;
    private volatile Exception unobserved;

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
    void aParentsQuota() throws Exception {
        scene(-1, 50_000, "", 0, "2 0 0");
        agree("spinner-*");
        assertThat(share("spinner-*", 1)).isGreaterThan(0.5);
    }

    @Test
    void aNeighborOnTheSameCpu() throws Exception {
        scene(-1, -1, "1", 1, "1 0 0");
        agree("spinner-*");
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
        agree("spinner-*");
    }

    @Test
    void quotaAndNeighborAtOnce() throws Exception {
        scene(25_000, -1, "1", 1, "1 0 0");
        agree("spinner-*");
    }

    @Test
    void workersThatSleepInTurnUnderAQuota() throws Exception {
        scene(50_000, -1, "", 0, "0 4 0");
        agree("waker-*");
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
        double[] told = {share(group, 1), share(group, 2), share(group, 3), share(group, 5)};
        String text = IntStream.range(0, 4)
                .mapToObj(i -> String.format("%s %.1f (%.1f)", NAMES[i], told[i] * 100, seen[i] * 100.0 / all))
                .collect(Collectors.joining(", "));
        text = String.format(
                "%s lost %.2f s (%.2f), in %%: %s, steal %.1f, unexplained %.1f",
                group, parts[0] / 1e9, all / 1e9, text, share(group, 4) * 100, share(group, 6) * 100);
        System.out.println(text);
        // What the hypervisor takes is no switch: the trace has it as time of whoever had the CPU.
        double most = POINTS + share(group, 4) * 100;
        for (int i = 0; i < 4; i++) {
            assertThat(told[i] * 100).as(NAMES[i] + " in " + text).isCloseTo(seen[i] * 100.0 / all, within(most));
        }
        assertThat(share(group, 6) * 100).as("unexplained in " + text).isLessThan(POINTS);
    }

    /** Runs a {@link CauseScene} in a group with a quota in µs of 100 ms, below one with another, beside neighbors. */
    private void scene(long quota, long parents, String cpus, int neighbors, String threads) throws Exception {
        List<Process> rivals = new ArrayList<>();
        try (CgroupV1 parent = new CgroupV1("cpu");
                CgroupV1 group = parent.child("scene")) {
            parent.set("cpu.cfs_quota_us", Long.toString(parents));
            parent.set("cpu.shares", "20480"); // its part of a machine that others load
            group.set("cpu.cfs_quota_us", Long.toString(quota));
            String usable = cpus.isEmpty() ? "0,1" : cpus;
            Process scene = start(usable, threads);
            try (SchedTrace trace = SchedTrace.begin();
                    BufferedReader out =
                            new BufferedReader(new InputStreamReader(scene.getInputStream(), StandardCharsets.UTF_8))) {
                await(out, "ready");
                group.addProcess(scene.pid());
                for (int i = 0; i < neighbors; i++) {
                    rivals.add(rival(usable, parent, parents < 0));
                }
                scene.getOutputStream().write('\n');
                scene.getOutputStream().flush();
                Thread observer = observe(scene.pid(), parents >= 0 ? parent : group);
                long[] span = read(out);
                observer.join();
                assertThat(unobserved).as("why nobody observed the scene").isNull();
                Set<Integer> set =
                        Stream.of(usable.split(",", -1)).map(Integer::valueOf).collect(Collectors.toSet());
                witnessed = new CauseWitness(trace.end(), tids, throttled, set).waits(span[0], span[1]);
            } finally {
                rivals.forEach(Process::destroyForcibly);
                scene.destroyForcibly().waitFor();
                for (Process rival : rivals) {
                    rival.waitFor();
                }
            }
        }
    }

    /** In a group of its own beside the scene's, with the same share, so that it is one half of the CPU's load. */
    private static Process rival(String cpus, CgroupV1 parent, boolean inside) throws IOException {
        Process rival = new ProcessBuilder("taskset", "-c", cpus, "sh", "-c", "while :; do :; done").start();
        if (inside) {
            parent.addProcess(rival.pid());
        }
        return rival;
    }

    private static Process start(String cpus, String threads) throws IOException {
        List<String> command = new ArrayList<>(List.of("taskset", "-c", cpus));
        command.addAll(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx64m",
                "-XX:+UseParallelGC",
                "-XX:ParallelGCThreads=2",
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                CauseScene.class.getName()));
        command.addAll(List.of(threads.split(" ", -1)));
        command.add(Integer.toString(SECONDS));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void await(BufferedReader out, String wanted) throws IOException {
        String line = out.readLine();
        while (line != null && !line.equals(wanted)) {
            line = out.readLine();
        }
        assertThat(line).isEqualTo(wanted);
    }

    private long[] read(BufferedReader out) throws IOException {
        long[] span = new long[2];
        for (String line = out.readLine(); line != null && !line.equals("done"); line = out.readLine()) {
            String[] words = line.split(" ", 10);
            if (words[0].equals("span")) {
                span[0] = Long.parseLong(words[1]);
                span[1] = Long.parseLong(words[2]);
            } else if (words[0].equals("cause")) {
                long[] values = new long[8];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Long.parseLong(words[1 + i]);
                }
                found.put(words[9], values);
            }
        }
        return span;
    }

    /** Notes which threads the process has and when periods end that were throttled, while it lives. */
    private Thread observe(long pid, CgroupV1 group) {
        Path stat = group.directory().resolve("cpu.stat");
        Path tasks = Path.of("/proc/" + pid + "/task");
        Thread observer = new Thread(() -> {
            try {
                // Before all others: what is noticed late counts as held back.
                Workbench.command(
                        "chrt",
                        "-f",
                        "-p",
                        "50",
                        String.valueOf(SystemCalls.host().gettid()));
                long last = throttledPeriods(stat);
                for (int i = 0;
                        Files.exists(tasks)
                                && !Files.readString(Path.of("/proc/" + pid + "/stat"))
                                        .contains(") Z ");
                        i++) {
                    long now = throttledPeriods(stat);
                    if (now != last) {
                        throttled.add(System.nanoTime());
                        last = now;
                    }
                    if (i % 50 == 0) {
                        list(tasks);
                    }
                    Thread.sleep(1);
                }
            } catch (Exception e) {
                unobserved = Files.exists(tasks) ? e : null; // else it has ended meanwhile
            }
        });
        observer.start();
        return observer;
    }

    private static long throttledPeriods(Path stat) throws IOException {
        for (String line : Files.readAllLines(stat)) {
            if (line.startsWith("nr_throttled ")) {
                return Long.parseLong(line.substring(13));
            }
        }
        return 0;
    }

    private void list(Path tasks) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(tasks)) {
            for (Path task : all) {
                String name = Files.readString(task.resolve("comm")).trim();
                tids.put(Integer.parseInt(task.getFileName().toString()), ThreadGroups.of(name));
            }
        }
    }
}
