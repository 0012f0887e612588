package io.github.tidewatch.examples;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A file full of random bytes that is read with direct I/O, so that each read waits for the device.
 * Where that cannot be, {@link #caveat()} says so and what the reads are instead. To be read by one thread.
 */
final class ScratchFile implements AutoCloseable {
    private static final int MIB = 1024 * 1024;
    // Large, so that the device's time outweighs the system call's even on a fast disk.
    private static final int READ_BYTES = MIB;
    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs", "rootfs", "hugetlbfs");

    private final FileChannel channel;
    private final ByteBuffer buffer;
    private final int reads;
    private final String caveat;
    private final Random random = new Random();
    private final AtomicLong bytesRead = new AtomicLong();

    private ScratchFile(FileChannel channel, ByteBuffer buffer, int reads, String caveat) {
        this.channel = channel;
        this.buffer = buffer;
        this.reads = reads;
        this.caveat = caveat;
    }

    /** Makes a file of about that size in a new directory under the given one. */
    static ScratchFile create(Path directory, int mib) throws IOException {
        Store store = Store.of(directory);
        Path own = Files.createTempDirectory(directory, "tidewatch-disk-");
        Path path = own.resolve("data");
        FileChannel channel = null;
        try {
            String caveat = null;
            try {
                channel = FileChannel.open(path, CREATE, READ, WRITE, direct());
                if (IN_MEMORY.contains(store.type)) {
                    caveat = inMemory(directory, store);
                }
            } catch (IOException | UnsupportedOperationException e) {
                channel = FileChannel.open(path, CREATE, READ, WRITE);
                caveat = IN_MEMORY.contains(store.type)
                        ? inMemory(directory, store)
                        : refused(directory, store, e.getMessage());
            }
            return filled(channel, store.blockSize, mib, caveat);
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            throw e;
        } finally {
            // The open channel keeps the content; without a name nothing is left however the JVM ends.
            Files.deleteIfExists(path);
            Files.delete(own);
        }
    }

    /** Why reads of this file don't wait for a disk, and what they do instead. */
    Optional<String> caveat() {
        return Optional.ofNullable(caveat);
    }

    /** Reads one block at a random place. */
    void readSomewhere() throws IOException {
        buffer.clear();
        long position = (long) random.nextInt(reads) * buffer.capacity();
        int count = channel.read(buffer, position);
        if (count <= 0) {
            throw new EOFException("nothing to read at " + position);
        }
        bytesRead.addAndGet(count);
    }

    long bytesRead() {
        return bytesRead.get();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static ScratchFile filled(FileChannel channel, int blockSize, int mib, String caveat) throws IOException {
        int size = (Math.max(READ_BYTES, blockSize) + blockSize - 1) / blockSize * blockSize;
        ByteBuffer buffer = ByteBuffer.allocateDirect(size + blockSize)
                .alignedSlice(blockSize)
                .slice();
        buffer.limit(size);
        buffer = buffer.slice();
        int reads = Math.toIntExact(Math.max(1, (long) mib * MIB / size));
        Random random = new Random();
        byte[] content = new byte[size];
        for (int i = 0; i < reads; i++) {
            random.nextBytes(content);
            buffer.clear();
            buffer.put(content).flip();
            for (long position = (long) i * size; buffer.hasRemaining(); ) {
                position += channel.write(buffer, position);
            }
        }
        channel.force(true);
        return new ScratchFile(channel, buffer, reads, caveat);
    }

    // By name: javac warns of this exported but JDK-specific class, and knows no way to learn that it is meant.
    private static OpenOption direct() {
        try {
            for (Object option :
                    Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants()) {
                if (option.toString().equals("DIRECT")) {
                    return (OpenOption) option;
                }
            }
        } catch (ClassNotFoundException e) {
            // Said below.
        }
        throw new UnsupportedOperationException("this Java has no direct I/O: module jdk.unsupported is missing");
    }

    private static String inMemory(Path directory, Store store) {
        return directory + " is on " + store.type + ", which lies in memory, so there is no disk to wait for;"
                + " the reader reads from memory instead and the recording shows it on CPU, not in block I/O."
                + " Name a directory on a disk with --dir.";
    }

    private static String refused(Path directory, Store store, String cause) {
        return "the file system of " + directory + " (" + store.type + ") refuses direct I/O (" + cause + ");"
                + " the reader reads through the page cache instead, which holds the file already, and the recording"
                + " shows it on CPU with little or no block I/O. Name a directory on another disk with --dir.";
    }
}
