package io.github.tidewatch.fleet.spark;

import io.github.tidewatch.fleet.ingest.Importer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileAlreadyExistsException;

/**
 * That one job at a time writes a folder: a file that its owner renews. One that was killed has it no more after {@link #LASTS}.
 * In an object store two that begin at the same moment may both believe that they have it, until one of them sees the other's
 * name at {@link #require}.
 */
final class Lease implements AutoCloseable {
    static final Duration LASTS = Duration.ofMinutes(10);
    private static final String FILE = "_lease";
    private static final int LONGEST = 1000;
    private static final long RENEWED_SECONDS = 60;
    private static final long RECENT_MILLIS = 30_000;
    private static final long AGAIN_AFTER_MILLIS = 2000;

    private final RemoteFiles folder;
    private final String owner;
    private volatile long seenAt; // of the clock that goes on while a machine is suspended
    private final ScheduledExecutorService renewing = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "Tidewatch Lease");
        thread.setDaemon(true);
        return thread;
    });

    private Lease(RemoteFiles folder, String owner) {
        this.folder = folder;
        this.owner = owner;
    }

    /**
     * Takes it.
     *
     * @param name of the job, for people
     * @throws IOException if that is not possible, or another has it; the message says so
     */
    @SuppressWarnings("FutureReturnValueIgnored") // renew() catches all
    static Lease take(RemoteFiles folder, String name) throws IOException {
        Lease lease = new Lease(folder, name + " " + UUID.randomUUID());
        String other = lease.read();
        if (other != null && !lease.isOver()) {
            throw new IOException(folder.root() + " is being written by another import, " + other
                    + ": wait until that has ended, or if it was killed for " + LASTS.toMinutes() + " minutes.");
        }
        if (other != null) {
            folder.system().delete(folder.path(FILE), false);
        }
        try {
            folder.create(FILE, lease.owner);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(folder.root() + " was taken by another import: wait until that has ended.", e);
        }
        lease.renewing.scheduleWithFixedDelay(lease::renew, RENEWED_SECONDS, RENEWED_SECONDS, TimeUnit.SECONDS);
        return lease;
    }

    private String read() throws IOException {
        try {
            return RemoteFiles.read(folder.system(), folder.path(FILE), LONGEST);
        } catch (FileNotFoundException e) {
            return null;
        }
    }

    private boolean isOver() throws IOException {
        long written = folder.system().getFileStatus(folder.path(FILE)).getModificationTime();
        return System.currentTimeMillis() - written > LASTS.toMillis();
    }

    private void renew() {
        try {
            require();
            folder.write(FILE, owner);
        } catch (IOException | RuntimeException e) {
            // require() says so where it matters; until then the next renewal may succeed
        }
    }

    /** Throws if another has it, as of half a minute ago or less. */
    void requireOfLate() throws IOException {
        if (Math.abs(System.currentTimeMillis() - seenAt) > RECENT_MILLIS) {
            require();
        }
    }

    /** Whether it is ours at this moment. */
    boolean isOurs() throws IOException {
        return owner.equals(read());
    }

    /** Throws if another has it. */
    void require() throws IOException {
        String now;
        long asked = System.currentTimeMillis();
        try {
            now = readTwice();
        } catch (IOException e) {
            throw new IOException(
                    "whether " + folder.root() + " is still ours cannot be read: " + Importer.words(e), e);
        }
        if (!owner.equals(now)) {
            throw new IOException(folder.root() + " was taken by another import" + (now == null ? "" : ", " + now)
                    + ": what was imported until now counts. Import the rest again.");
        }
        seenAt = asked;
    }

    /** Where a rename does not replace at once, it is not there for a moment when it is renewed. */
    private String readTwice() throws IOException {
        String now = read();
        if (now == null) {
            try {
                TimeUnit.MILLISECONDS.sleep(AGAIN_AFTER_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException(e.getMessage());
            }
            now = read();
        }
        return now;
    }

    @Override
    public void close() throws IOException {
        renewing.shutdown();
        awaitRenewal();
        if (isOurs()) {
            folder.system().delete(folder.path(FILE), false);
        }
    }

    /** One under way would make the file again after it is deleted. */
    private void awaitRenewal() {
        try {
            renewing.awaitTermination(RENEWED_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
