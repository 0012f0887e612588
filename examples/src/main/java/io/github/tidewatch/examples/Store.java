package io.github.tidewatch.examples;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What has to be known of a file system to read it directly. */
final class Store {
    private static final int USUAL_BLOCK_SIZE = 4096;

    final String type;
    final int blockSize;

    private Store(String type, int blockSize) {
        this.type = type;
        this.blockSize = blockSize;
    }

    static Store of(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new NoSuchFileException(directory.toString(), null, "no such directory");
        }
        FileStore store;
        try {
            store = Files.getFileStore(directory);
        } catch (IOException e) {
            // In a chroot Java does not find the mount point; a wrong block size fails loudly at the first write.
            return new Store("of unknown type", USUAL_BLOCK_SIZE);
        }
        return new Store(store.type(), Math.toIntExact(store.getBlockSize()));
    }
}
