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
 * A thread that reads again and again a file that it needs in memory. Under a memory limit below the file's size, what it
 * reads was evicted shortly before. The limit has to come from outside, by a control group.
 */
final class Thrashing implements Workload {
    private static final int MIB = 1024 * 1024;
    private static final int READ_BYTES = 16 * 1024;
    private static final int ROUNDS = 2;

    /** A prime number: all places have their turn, in an order that no read-ahead foresees. */
    private static final int STRIDE = 7919;

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
            crew.start("cache-reader", () -> readHalvesInTurn(file, settings.fileMib()));
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

    /**
     * The one half of the file and then the other, for ever. A half fits into memory and is in use, so that its pages are
     * kept until the other half takes their place; only then does the kernel call their return thrashing.
     */
    private static void readHalvesInTurn(FileChannel file, int mib) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
        int places = Math.toIntExact((long) mib * MIB / 2 / READ_BYTES);
        for (int begin = 0; !Thread.currentThread().isInterrupted(); begin = places - begin) {
            for (int i = 0; i < ROUNDS * places && !Thread.currentThread().isInterrupted(); i++) {
                long place = begin + (long) i * STRIDE % places;
                buffer.clear();
                file.read(buffer, place * READ_BYTES);
            }
        }
    }
}
