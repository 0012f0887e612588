package io.github.tidewatch.examples;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * A thread that reads at random from a file that it needs in memory. Under a memory limit below the file's size, what it
 * reads was evicted shortly before. The limit has to come from outside, by a control group.
 */
final class Thrashing implements Workload {
    private static final int MIB = 1024 * 1024;
    private static final int READ_BYTES = 16 * 1024;
    private static final int READS = 3;

    @Override
    public String name() {
        return "thrashing";
    }

    @Override
    public String shows() {
        return "a thread (cache-reader) that reads a file through the page cache: under a memory limit below the file's"
                + " size mostly block I/O delay, thrashing delay within";
    }

    @Override
    public int defaultSeconds() {
        return 10;
    }

    @Override
    public void run(Settings settings, Progress progress) throws IOException, InterruptedException {
        Path path = Files.createTempFile(settings.directory(), "tidewatch-cache-", ".data");
        try (FileChannel file = FileChannel.open(path, CREATE, READ, WRITE, DELETE_ON_CLOSE);
                Crew crew = new Crew()) {
            fill(file, settings.fileMib());
            crew.start("cache-reader", () -> readAtRandom(file, settings.fileMib()));
            crew.work(name(), settings.seconds(), progress);
        }
    }

    private static void fill(FileChannel file, int mib) throws IOException {
        byte[] content = new byte[MIB];
        Random random = new Random();
        for (int i = 0; i < mib; i++) {
            random.nextBytes(content);
            for (ByteBuffer rest = ByteBuffer.wrap(content); rest.hasRemaining(); ) {
                file.write(rest, (long) i * MIB + rest.position());
            }
        }
        // Dirty pages cannot be evicted.
        file.force(true);
    }

    private static void readAtRandom(FileChannel file, int mib) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
        Random random = new Random();
        int places = Math.toIntExact((long) mib * MIB / READ_BYTES);
        while (!Thread.currentThread().isInterrupted()) {
            long place = (long) random.nextInt(places) * READ_BYTES;
            // More than once: only of pages that it has seen in use does the kernel call the next eviction thrashing.
            for (int i = 0; i < READS; i++) {
                buffer.clear();
                file.read(buffer, place);
            }
        }
    }
}
