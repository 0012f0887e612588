package io.github.tidewatch.fleet.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** That one process at a time writes a folder. The kernel gives it back when that process ends. */
public final class FolderLock implements AutoCloseable {
    static final String FILE = "_lock";

    /** Folders that this JVM has: to close a second channel of a lock file would release the lock of the first. */
    private static final Set<Path> TAKEN = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Takes a folder that is there.
     *
     * @throws IOException if that is not possible, or another import has it; the message says so
     */
    public static FolderLock take(Path root) throws IOException {
        Path folder = root.toRealPath();
        if (!TAKEN.add(folder)) {
            throw isBeingWritten(root);
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(root.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(channel)) {
                throw isBeingWritten(root);
            }
            return new FolderLock(folder, channel);
        } catch (IOException | RuntimeException | Error e) {
            TAKEN.remove(folder);
            if (channel != null) {
                channel.close();
            }
            throw e;
        }
    }

    private static IOException isBeingWritten(Path root) {
        return new IOException(root + " is being written by another import: wait until that has ended.");
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // by this JVM
        }
    }

    boolean isHeld() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            TAKEN.remove(folder);
        }
    }
}
