package io.github.tidewatch.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.metrics.ThreadGroups;
import io.github.tidewatch.testing.CauseWitness;
import io.github.tidewatch.testing.SchedTrace;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs a {@link CauseScene}, and traces the kernel's scheduler beside it. As root. */
final class WitnessedScene {
    /** Before CPUs: the scene's processes are put into a group of cpuset, else the affinity of its threads is set. */
    static final String BY_CPUSET = "cpuset:";

    private final Path nobodys;
    private final int seconds;
    private final Map<Integer, String> tids = new ConcurrentHashMap<>();
    private final List<Long> throttled = new CopyOnWriteArrayList<>();
    private volatile Exception unobserved;

    /** Of each group of threads what the process itself said: delay, its parts, CPU time. */
    final Map<String, long[]> found = new HashMap<>();

    /** Of each group of threads how long they waited, by {@link CauseWitness}. */
    Map<String, long[]> witnessed;

    /** The part of the CPUs that tasks had which are not of the scene. */
    double othersShare;

    /**
     * A scene.
     *
     * @param nobodys a directory for the classes of a user without any privilege; null for a scene of root's
     */
    WitnessedScene(Path nobodys, int seconds) {
        this.nobodys = nobodys;
        this.seconds = seconds;
    }

    /** Runs a {@link CauseScene} in a group with a quota in µs of 100 ms, below one with another, beside neighbors. */
    void run(long quota, long parents, String cpus, int neighbors, String threads) throws Exception {
        List<Process> rivals = new ArrayList<>();
        try (CgroupV1 parent = new CgroupV1("cpu");
                CgroupV1 group = parent.child("scene");
                CgroupV1 cpuset = cpus.startsWith(BY_CPUSET) ? cpuset(cpus.substring(BY_CPUSET.length())) : null) {
            parent.set("cpu.cfs_quota_us", Long.toString(parents));
            parent.set("cpu.shares", "20480"); // its part of a machine that others load
            group.set("cpu.cfs_quota_us", Long.toString(quota));
            String usable = cpus.isEmpty() ? "0,1" : cpus.replace(BY_CPUSET, "");
            Process scene = start(cpuset == null ? usable : "0,1", threads);
            try (SchedTrace trace = SchedTrace.begin();
                    BufferedReader out =
                            new BufferedReader(new InputStreamReader(scene.getInputStream(), StandardCharsets.UTF_8))) {
                await(out, "ready");
                group.addProcess(scene.pid());
                if (cpuset != null) {
                    cpuset.addProcess(scene.pid());
                }
                for (int i = 0; i < neighbors; i++) {
                    rivals.add(rival(usable, parent, parents < 0));
                }
                scene.getOutputStream().write('\n');
                scene.getOutputStream().flush();
                Thread observer = observe(scene.pid(), parents >= 0 ? parent : group);
                long[] span = read(out);
                List<Integer> observers = ownTasks();
                observer.join();
                assertThat(unobserved).as("why nobody observed the scene").isNull();
                Set<Integer> set =
                        Stream.of(usable.split(",", -1)).map(Integer::valueOf).collect(Collectors.toSet());
                CauseWitness witness = new CauseWitness(trace.end(), tids, throttled, set);
                witnessed = witness.waits(span[0], span[1]);
                Set<Integer> expected =
                        rivals.stream().map(rival -> (int) rival.pid()).collect(Collectors.toSet());
                expected.addAll(observers);
                othersShare = witness.othersShare(expected, span[0], span[1]);
            } finally {
                rivals.forEach(Process::destroyForcibly);
                scene.destroyForcibly().waitFor();
                for (Process rival : rivals) {
                    rival.waitFor();
                }
            }
        }
    }

    private static CgroupV1 cpuset(String cpus) throws IOException {
        CgroupV1 group = new CgroupV1("cpuset");
        try {
            group.set("cpuset.mems", Files.readString(Path.of("/sys/fs/cgroup/cpuset/cpuset.mems")));
            group.set("cpuset.cpus", cpus);
            return group;
        } catch (IOException e) {
            group.close();
            throw e;
        }
    }

    /** Of this JVM: they watch the scene, some thousand times a second. */
    private static List<Integer> ownTasks() throws IOException {
        List<Integer> tasks = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            all.forEach(task -> tasks.add(Integer.valueOf(task.getFileName().toString())));
        }
        return tasks;
    }

    /** In a group of its own beside the scene's, with the same share, so that it is one half of the CPU's load. */
    private static Process rival(String cpus, CgroupV1 parent, boolean inside) throws IOException {
        Process rival = new ProcessBuilder("taskset", "-c", cpus, "sh", "-c", "while :; do :; done").start();
        if (inside) {
            parent.addProcess(rival.pid());
        }
        return rival;
    }

    private Process start(String cpus, String threads) throws Exception {
        List<String> command = new ArrayList<>(List.of("taskset", "-c", cpus));
        String classPath = System.getProperty("java.class.path");
        if (nobodys != null) {
            command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
            command.addAll(List.of("--inh-caps=-all", "--bounding-set=-all"));
            classPath = readableClassPath(classPath);
        }
        command.addAll(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx64m",
                "-XX:+UseParallelGC",
                "-XX:ParallelGCThreads=2",
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "-cp",
                classPath,
                CauseScene.class.getName()));
        command.addAll(List.of(threads.split(" ", -1)));
        command.add(Integer.toString(seconds));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** A copy of what the scene needs, where everybody may read it: the repository of Maven is its owner's. */
    private String readableClassPath(String classPath) throws Exception {
        Files.setPosixFilePermissions(nobodys, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> copies = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            String name = Path.of(entry).getFileName().toString();
            if (!name.isEmpty() && (Files.isDirectory(Path.of(entry)) || name.matches("(jnr|jffi|asm|slf4j).*"))) {
                String copy = nobodys.resolve(copies.size() + "-" + name).toString();
                if (!new File(copy).exists()) { // else an earlier scene has made it
                    Workbench.command("cp", "-r", entry, copy);
                    Workbench.command("chmod", "-R", "a+rX", copy);
                }
                copies.add(copy);
            }
        }
        return String.join(File.pathSeparator, copies);
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
                        String.valueOf(HostSystemCalls.get().gettid()));
                long last = throttledPeriods(stat);
                for (int i = 0; i % 50 != 0 || isAlive(pid, tasks); i++) {
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

    private static boolean isAlive(long pid, Path tasks) throws IOException {
        return Files.exists(tasks)
                && !Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
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
                name(task)
                        .ifPresent(name ->
                                tids.put(Integer.parseInt(task.getFileName().toString()), ThreadGroups.of(name)));
            }
        }
    }

    /** Empty if it has ended since it was listed. */
    private static Optional<String> name(Path task) throws IOException {
        try {
            return Optional.of(Files.readString(task.resolve("comm")).trim());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
