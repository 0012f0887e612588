package io.github.tidewatch.agent.testing;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A JVM that a test has started; {@link #close()} kills it. What it prints goes to files, so it never blocks. */
public final class RunningJvm implements AutoCloseable {

    private final Process process;
    private final List<String> command;
    private final Path stdout;
    private final Path stderr;

    private RunningJvm(Process process, List<String> command, Path stdout, Path stderr) {
        this.process = process;
        this.command = command;
        this.stdout = stdout;
        this.stderr = stderr;
    }

    static RunningJvm start(ProcessBuilder builder) throws IOException {
        File stdout = File.createTempFile("tidewatch-test", ".out");
        File stderr = File.createTempFile("tidewatch-test", ".err");
        builder.redirectOutput(stdout).redirectError(stderr);
        return new RunningJvm(builder.start(), builder.command(), stdout.toPath(), stderr.toPath());
    }

    public long pid() {
        return process.pid();
    }

    /** What it has printed on stdout so far. */
    public String stdout() throws IOException {
        return new String(Files.readAllBytes(stdout), StandardCharsets.UTF_8);
    }

    /** What it has printed on stderr so far. */
    public String stderr() throws IOException {
        return new String(Files.readAllBytes(stderr), StandardCharsets.UTF_8);
    }

    /** Waits until a line of stdout or stderr is as wanted; fails when the time is up or the JVM ends without. */
    public void awaitLine(Predicate<String> wanted, Duration limit) throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            boolean alive = process.isAlive();
            if ((stdout() + stderr()).lines().anyMatch(wanted)) {
                return;
            }
            if (!alive || System.nanoTime() > end) {
                throw new AssertionError((alive ? "not within " + limit : "ended without it") + ": " + this);
            }
            Thread.sleep(10);
        }
    }

    /** Waits for its end; kills it and fails when the time is up. */
    public Result await(Duration limit) throws IOException, InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            String dump = threadDump();
            throw new AssertionError("no end within " + limit + ": " + this + "\n" + dump);
        }
        return new Result(process.exitValue(), stdout(), stderr());
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        removeAttachFiles();
        Files.deleteIfExists(stdout);
        Files.deleteIfExists(stderr);
    }

    /**
     * A JVM that was attached to and then killed leaves its socket in /tmp. As long as that is there, no JVM of another user
     * that gets the same pid can be attached to.
     */
    private void removeAttachFiles() throws IOException {
        Files.deleteIfExists(Path.of("/tmp/.java_pid" + pid()));
        Files.deleteIfExists(Path.of("/tmp/.attach_pid" + pid()));
    }

    @Override
    public String toString() {
        try {
            return command + "\n--- stdout\n" + stdout() + "--- stderr\n" + stderr();
        } catch (IOException e) {
            return command + " " + e;
        }
    }

    /** SIGQUIT has the JVM print its threads on its stdout. */
    private String threadDump() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-QUIT", Long.toString(pid())).start().waitFor(5, TimeUnit.SECONDS);
        Thread.sleep(1000);
        return stdout();
    }

    /** How a JVM ended and what it printed. */
    public static final class Result {
        public final int exitCode;
        public final String stdout;
        public final String stderr;

        Result(int exitCode, String stdout, String stderr) {
            this.exitCode = exitCode;
            this.stdout = stdout;
            this.stderr = stderr;
        }

        /** The agent's own lines on stderr. */
        public List<String> agentLines() {
            return stderr.lines()
                    .filter(line -> line.startsWith("[tidewatch] "))
                    .collect(Collectors.toList());
        }

        /** The number that follows this on stdout, where a line begins with it. */
        public long number(String label) {
            return stdout.lines()
                    .filter(line -> line.startsWith(label))
                    .mapToLong(line -> Long.parseLong(line.substring(label.length())))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public String toString() {
            return "exit code " + exitCode + "\n--- stdout\n" + stdout + "--- stderr\n" + stderr;
        }
    }
}
