package io.github.tidewatch.agent.cli.attach;

import io.github.tidewatch.agent.cli.console.CommandFailure;
import io.github.tidewatch.agent.cli.process.TargetProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A recording in another JVM: started, and then either fetched or discarded. The other JVM writes it to its own temporary
 * directory, as this process's files may be out of its sight or reach; the file is copied from there and deleted. Safe
 * for use by several threads.
 */
final class FlightRecording implements AutoCloseable {
    private final TargetProcess process;
    private final Attachment attachment;
    private final String name;
    private final String remoteFile;
    private boolean running;

    private FlightRecording(TargetProcess process, Attachment attachment, String name, String remoteFile) {
        this.process = process;
        this.attachment = attachment;
        this.name = name;
        this.remoteFile = remoteFile;
    }

    static FlightRecording start(TargetProcess process, Attachment attachment, String settings) {
        String name = "tidewatch-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        String directory = attachment.systemProperty("java.io.tmpdir");
        String file = (directory == null ? "/tmp" : directory) + "/" + name + ".jfr";
        FlightRecording recording = new FlightRecording(process, attachment, name, file);
        String answer = recording.jcmd("JFR.start name=" + name + " settings=" + settings);
        if (!answer.contains("Started recording")) {
            throw new CommandFailure("process " + process.pid() + " does not start a recording: " + answer.strip());
        }
        recording.running = true;
        return recording;
    }

    /** Ends it and copies it to {@code file}. */
    synchronized void fetch(Path file) {
        String answer = jcmd("JFR.stop name=" + name + " filename=\"" + remoteFile + "\"");
        running = false;
        Path written = Path.of("/proc/" + process.pid() + "/root" + remoteFile);
        try {
            Files.copy(written, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CommandFailure(
                    "the recording cannot be fetched from " + remoteFile + ": " + e + "; process " + process.pid()
                            + " says: " + answer.strip(),
                    e);
        } finally {
            delete(written.toFile());
        }
    }

    private static void delete(File file) {
        // Not there if the JVM could not write it.
        file.delete();
    }

    private String jcmd(String command) {
        try {
            return attachment.jcmd(command);
        } catch (UncheckedIOException e) {
            running = false;
            throw new CommandFailure(
                    process.isAlive()
                            ? "process " + process.pid() + " does not answer: "
                                    + e.getCause().getMessage()
                            : "process " + process.pid()
                                    + " ended while it was recorded. To have a recording at the end"
                                    + " of a JVM, start it with -javaagent:tidewatch.jar=record=FILE.jfr",
                    e);
        }
    }

    /** Discards it, unless it was fetched. */
    @Override
    public synchronized void close() {
        if (running) {
            try {
                attachment.jcmd("JFR.stop name=" + name);
            } catch (UncheckedIOException | CommandFailure e) {
                return; // the JVM has ended, and the recording with it
            } finally {
                running = false;
            }
        }
    }
}
