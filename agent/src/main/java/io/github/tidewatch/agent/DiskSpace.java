package io.github.tidewatch.agent;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;

/**
 * Keeps the recording of the option {@code record} within what the disk has room for: JFR ends the JVM when it cannot
 * write ("An irrecoverable error in Jfr. Shutting down VM"). The recording keeps no more than can be written to its file,
 * and ends when little is free. For one thread.
 */
final class DiskSpace implements Runnable {

    /** Enough for what JFR may hold back in memory (10 MiB) and an unfinished chunk (12 MiB). */
    static final long LEAST = 32L << 20;

    private static final long SMALLEST = 1L << 20;

    private static final long PERIOD_MILLIS = 250;

    private final Recording recording;
    private final Path file;
    private final AgentOptions options;
    private long limit;

    DiskSpace(Recording recording, Path file, AgentOptions options) {
        this.recording = recording;
        this.file = file;
        this.options = options;
        this.limit = options.maxSize();
    }

    @Override
    public void run() {
        File repository = repository();
        File folder = file.getParent().toFile();
        boolean oneDisk = isOneDisk(repository, folder);
        try {
            while (recording.getState() == RecordingState.RUNNING && check(repository, folder, oneDisk)) {
                Thread.sleep(PERIOD_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does that
        } catch (IllegalStateException e) {
            return; // somebody has closed the recording meanwhile
        }
    }

    /** Returns whether the recording goes on. */
    private boolean check(File repository, File folder, boolean oneDisk) {
        long free = repository.getUsableSpace();
        // On one disk, what is kept stands there twice while the file is being written.
        long room = oneDisk ? (free + recording.getSize() - LEAST) / 2 : folder.getUsableSpace();
        long most = Math.max(SMALLEST, Math.min(options.maxSize(), room));
        if (most < limit || most > limit + SMALLEST) {
            limit = most;
            recording.setMaxSize(most);
        }
        if (free >= LEAST || (free == 0 && !repository.exists())) {
            return true;
        }
        recording.stop();
        if (options.logs("warn")) {
            Console.line(
                    "WARN",
                    "record=" + options.record() + ": the recording has ended early and is in " + file + ", because "
                            + repository + ", where JFR keeps what it records, has less than " + (LEAST >> 20)
                            + " MiB free, and JFR ends the JVM when that is full; the application runs on");
        }
        return false;
    }

    private static boolean isOneDisk(File repository, File folder) {
        try {
            return Files.getFileStore(repository.toPath()).equals(Files.getFileStore(folder.toPath()));
        } catch (IOException | SecurityException e) {
            return true;
        }
    }

    /** Where JFR writes: the folder of the open chunk, for there is no other way to ask. */
    private static File repository() {
        String own = "_" + ProcessHandle.current().pid();
        String[] descriptors = new File("/proc/self/fd").list();
        for (String descriptor : descriptors == null ? new String[0] : descriptors) {
            Path open = target(descriptor);
            Path folder = open == null ? null : open.getParent();
            if (folder != null
                    && open.toString().endsWith(".jfr")
                    && folder.toString().endsWith(own)) {
                return folder.toFile();
            }
        }
        return new File(System.getProperty("java.io.tmpdir"));
    }

    /** The file of a descriptor; null if it is closed meanwhile. */
    private static Path target(String descriptor) {
        try {
            return Files.readSymbolicLink(Paths.get("/proc/self/fd", descriptor));
        } catch (IOException | SecurityException e) {
            return null;
        }
    }
}
