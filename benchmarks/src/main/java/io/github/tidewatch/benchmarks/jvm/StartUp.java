package io.github.tidewatch.benchmarks.jvm;

import io.github.tidewatch.benchmarks.measure.Rounds;
import io.github.tidewatch.rusage.ResourceUsage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** How long a JVM takes that says hello: in wall-clock milliseconds from its start to its end. */
public final class StartUp {
    public static final String BARE = "no agent";
    public static final String EMPTY = "empty agent";
    public static final String TIDEWATCH = "tidewatch";
    public static final String RECORDING = ", recording";
    public static final String CPU = ", cpu";
    public static final String HOOK = "hook active";

    private final Path java;
    private final Path file;
    private final Rounds cpu = new Rounds();

    public StartUp(Path java, Path directory) {
        this.java = java;
        this.file = directory.resolve("hello.jfr");
    }

    /** Milliseconds of each of the above, without and with {@link #RECORDING}; of CPU time with {@link #CPU}. */
    public Rounds measure(int rounds) throws Exception {
        Map<String, String> agents = new LinkedHashMap<>();
        agents.put(BARE, null);
        agents.put(EMPTY, "-javaagent:" + Installation.ownJar());
        agents.put(TIDEWATCH, "-javaagent:" + Installation.tidewatch());
        Map<String, Rounds.Subject> subjects = new LinkedHashMap<>();
        agents.forEach((name, agent) -> {
            subjects.put(name, () -> millis(name, options(agent, false)));
            subjects.put(name + RECORDING, () -> millis(name + RECORDING, options(agent, true)));
        });
        if (rounds > 1) {
            Rounds.run(1, subjects); // so that files are in the page cache
        }
        Rounds results = Rounds.run(rounds, subjects);
        results.addAll(cpu, rounds);
        return results;
    }

    /** The part of JVMs in which the end of a thread that main runs as the first thing is recorded, of 1. */
    public Rounds hookActive(int rounds, int millis) throws IOException, InterruptedException {
        Rounds results = new Rounds();
        for (int i = 0; i < rounds; i++) {
            run(options("-javaagent:" + Installation.tidewatch(), true), Integer.toString(millis));
            results.add(HOOK, sawFirstThread() ? 1 : 0);
        }
        return results;
    }

    private boolean sawFirstThread() throws IOException {
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                if (event.getEventType().getName().equals("tidewatch.ThreadEnd")
                        && Hello.FIRST_THREAD.equals(event.getString("threadName"))) {
                    return true;
                }
            }
            return false;
        }
    }

    private List<String> options(String agent, boolean recording) {
        List<String> options = new ArrayList<>();
        if (agent != null) {
            options.add(agent);
        }
        if (recording) {
            options.add("-XX:StartFlightRecording:settings=default,dumponexit=true,filename=" + file);
            options.add(With.QUIET);
        }
        return options;
    }

    private double millis(String name, List<String> options) throws IOException, InterruptedException {
        ResourceUsage before = ResourceUsage.ofChildren();
        long begin = System.nanoTime();
        run(options);
        double millis = (System.nanoTime() - begin) / 1e6;
        ResourceUsage used = ResourceUsage.ofChildren().minus(before);
        cpu.add(name + CPU, used.userTime().plus(used.systemTime()).toNanos() / 1e6);
        return millis;
    }

    private void run(List<String> options, String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Jvm.command(java, options, Hello.class, arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] said = process.getInputStream().readAllBytes();
        if (process.waitFor() != 0 || !new String(said, StandardCharsets.UTF_8).contains("Hello, world")) {
            throw new IOException(options + " said: " + new String(said, StandardCharsets.UTF_8));
        }
    }
}
