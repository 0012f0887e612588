package io.github.tidewatch.agent.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;

/**
 * Records itself while threads compute, wait, fault and do I/O as they did before and do afterwards, so that somebody
 * else can sample their counters around the start of the recording and around its end. Argument: a directory.
 *
 * <p>Prints "ready", waits for the file "start", starts the recording, prints "started"; waits for "stop", writes the
 * recording to "x.jfr", prints "stopped"; ends when there is "end".
 */
public final class Steady {
    private static final int PAGE = 4096;
    private static final int PAGES = 16;

    private Steady() {}

    public static void main(String[] args) throws Exception {
        Path directory = Paths.get(args[0]).toAbsolutePath();
        SelfRecording.prepare();
        Path file = Files.createTempFile(directory, "steady", "");
        try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.READ);
                Crew crew = new Crew()) {
            written.write(ByteBuffer.allocate(PAGE * PAGES));
            crew.spin("spinner-1");
            crew.spin("spinner-2");
            crew.start("sleeper", () -> Thread.sleep(20));
            crew.start("faulter", () -> fault(written));
            crew.start("writer", () -> write(written));
            crew.start("reader", () -> read(file));
            Workloads.waitVoluntarily(crew);
            System.out.println("ready");
            await(directory.resolve("start"));
            try (SelfRecording recording = SelfRecording.start("steady", "100 ms")) {
                System.out.println("started");
                await(directory.resolve("stop"));
                recording.stop(directory.resolve("x.jfr"));
            }
            System.out.println("stopped");
            await(directory.resolve("end"));
        }
        System.exit(0);
    }

    private static void fault(FileChannel channel) throws IOException, InterruptedException {
        MappedByteBuffer mapped = channel.map(FileChannel.MapMode.PRIVATE, 0, PAGE * PAGES);
        for (int page = 0; page < PAGES; page++) {
            mapped.put(page * PAGE, (byte) page);
        }
        Thread.sleep(10);
    }

    private static void write(FileChannel channel) throws IOException, InterruptedException {
        channel.write(ByteBuffer.allocate(PAGE * PAGES), 0);
        channel.force(false);
        Thread.sleep(15);
    }

    private static void read(Path file) throws IOException, InterruptedException {
        Files.readAllBytes(file);
        Thread.sleep(5);
    }

    private static void await(Path file) throws InterruptedException {
        while (!Files.exists(file)) {
            Thread.sleep(10);
        }
    }
}
