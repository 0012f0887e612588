package io.github.tidewatch.agent.cli.attach;

import io.github.tidewatch.agent.cli.console.CommandFailure;
import io.github.tidewatch.agent.cli.console.ErrorText;
import io.github.tidewatch.agent.cli.process.Step;
import io.github.tidewatch.agent.cli.process.TargetFolder;
import io.github.tidewatch.agent.cli.process.TargetProcess;
import io.github.tidewatch.linux.SystemCalls;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A recording in another JVM: started, and then either fetched or discarded. The other JVM writes it to its own temporary
 * directory, as this process's files may be out of its sight or reach; the file is copied from there and deleted. When
 * this process is killed meanwhile, the recording ends by itself, soon after its time, and leaves nothing. Safe for use by
 * several threads.
 */
final class FlightRecording implements AutoCloseable {
    /** What starting, the first sample and stopping may take beside the recording itself, where CPUs are scarce. */
    private static final Duration SPARE = Duration.ofMinutes(3);

    private static final Duration STOP_LIMIT = Duration.ofMinutes(2);
    private static final Duration COPY_LIMIT = Duration.ofMinutes(10);
    /** Two seconds in all. */
    private static final int ENDING_CHECKS = 100;

    private static final long ENDING_PAUSE_NANOS = 20_000_000;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    /** JFR drops the oldest data beyond this, by whole chunks. */
    private static final String MAX_SIZE = "1g";

    private static final long MOST_BYTES = 1500L << 20;

    private final TargetProcess process;
    private final Attachment attachment;
    private final Optional<SystemCalls> calls;
    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean running;

    private FlightRecording(TargetProcess process, Attachment attachment, Optional<SystemCalls> calls, String name) {
        this.process = process;
        this.attachment = attachment;
        this.calls = calls;
        this.name = name;
    }

    /**
     * Starts it.
     *
     * @param length for how long it will be wanted at most
     */
    static FlightRecording start(
            TargetProcess process,
            Attachment attachment,
            Optional<SystemCalls> calls,
            String settings,
            Duration length) {
        String name = "tidewatch-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        FlightRecording recording = new FlightRecording(process, attachment, calls, name);
        String answer = recording.jcmd(startCommand(name, settings, length.plus(SPARE)), Attachment.LIMIT);
        if (!answer.contains("Started recording")) {
            // A JVM that is killed meanwhile has begun to answer, and says nothing.
            throw recording.failure(
                    new CommandFailure("process " + process.pid() + " does not start a recording: " + oneLine(answer)));
        }
        recording.running = true;
        return recording;
    }

    /** JFR writes and forgets a recording when its time is over: to where nothing stays, should nobody fetch it. */
    static String startCommand(String name, String settings, Duration longest) {
        return "JFR.start name=" + name + " settings=" + JcmdArgument.quoted(settings) + " duration="
                + longest.toSeconds() + "s maxsize=" + MAX_SIZE + " filename=/dev/null";
    }

    /** Ends it and copies it to {@code file}, which must not be there yet. */
    void fetch(Path file) {
        lock.lock();
        try {
            List<String> problems = new ArrayList<>();
            for (String directory : directories(properties())) {
                if (running) {
                    fetch(directory, file).ifPresent(problem -> problems.add(directory + ": " + problem));
                }
            }
            if (running) {
                throw failure(new CommandFailure("the recording cannot be fetched from process " + process.pid() + ": "
                        + String.join("; ", problems)));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Where the JVM may write, its own choice first; a relative one is below the directory that it was started in. */
    private static Set<String> directories(Properties properties) {
        Path started = Path.of(properties.getProperty("user.dir", "/"));
        Set<String> directories = new LinkedHashSet<>();
        directories.add(started.resolve(properties.getProperty("java.io.tmpdir", "/tmp"))
                .normalize()
                .toString());
        directories.add("/tmp");
        directories.add("/var/tmp");
        return directories;
    }

    /** Returns why the JVM cannot write it there, in which case the recording runs on. */
    private Optional<String> fetch(String directory, Path file) {
        String fileName = name + ".jfr";
        try (TargetFolder folder =
                step("inspecting " + directory, () -> TargetFolder.open(process, directory, calls))) {
            String answer = jcmd(
                    "JFR.stop name=" + name + " filename=" + JcmdArgument.quoted(directory + "/" + fileName),
                    STOP_LIMIT);
            if (!answer.contains("Stopped recording")) {
                return Optional.of(oneLine(answer));
            }
            running = false;
            try {
                step("copying the recording from " + directory, () -> copy(folder, fileName, file));
            } finally {
                folder.delete(fileName);
            }
            return Optional.empty();
        } catch (IOException e) {
            if (running) {
                return Optional.of(e.getMessage());
            }
            throw new CommandFailure(
                    "the recording cannot be fetched from " + directory + "/" + fileName + ": " + ErrorText.of(e), e);
        }
    }

    private static String oneLine(String answer) {
        return answer.strip().replaceAll("\\s+", " ");
    }

    private Void copy(TargetFolder folder, String fileName, Path file) throws IOException {
        try (InputStream in = folder.read(fileName);
                OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            byte[] piece = new byte[1 << 16];
            long copied = 0;
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                copied += length;
                if (copied > MOST_BYTES) {
                    throw new IOException(
                            "it is longer than " + MOST_BYTES + " bytes, though JFR was to keep " + MAX_SIZE);
                }
                out.write(piece, 0, length);
            }
        } catch (IOException e) {
            if (!(e instanceof java.nio.file.FileAlreadyExistsException)) {
                Files.deleteIfExists(file);
            }
            throw e;
        }
        return null;
    }

    private <T> T step(String what, java.util.concurrent.Callable<T> work) throws IOException {
        try {
            return Step.run(process, what, COPY_LIMIT, work);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private String jcmd(String command, Duration limit) {
        try {
            return attachment.jcmd(command, limit);
        } catch (UncheckedIOException | CommandFailure e) {
            throw failure(e);
        }
    }

    private Properties properties() {
        try {
            return attachment.systemProperties();
        } catch (CommandFailure e) {
            throw failure(e);
        }
    }

    private CommandFailure failure(RuntimeException e) {
        if (hasEnded()) {
            running = false;
            return new CommandFailure(
                    "process " + process.pid()
                            + " ended while it was recorded. To have a recording at the end of a JVM,"
                            + " start it with -javaagent:tidewatch.jar=record=FILE.jfr",
                    e);
        }
        return e instanceof CommandFailure
                ? (CommandFailure) e
                : new CommandFailure(
                        "process " + process.pid() + " does not answer: "
                                + e.getCause().getMessage(),
                        e);
    }

    /** A JVM that is being killed closes its connection some time before the kernel has done with it. */
    private boolean hasEnded() {
        for (int i = 0; i < ENDING_CHECKS && process.isAlive(); i++) {
            LockSupport.parkNanos(ENDING_PAUSE_NANOS);
        }
        return !process.isAlive();
    }

    /** Discards it, unless it was fetched. Takes some seconds at most. */
    @Override
    public void close() {
        try {
            if (!lock.tryLock(CLOSE_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                return; // it hangs in being fetched, and ends by itself
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            if (running) {
                running = false;
                attachment.jcmd("JFR.stop name=" + name, CLOSE_LIMIT);
            }
        } catch (UncheckedIOException | CommandFailure e) {
            return; // the JVM has ended, and the recording with it; or it hangs, and the recording ends by itself
        } finally {
            lock.unlock();
        }
    }
}
