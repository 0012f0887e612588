package io.github.tidewatch.agent.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Applications that record themselves while their threads spend their time in known ways. */
public final class Workloads {
    private static final int BLOCK = 1 << 20;

    private Workloads() {}

    /** Two spinning threads per CPU. Arguments: directory, seconds, then the period of each recording in ms. */
    public static final class Contention {
        public static void main(String[] args) throws Exception {
            SelfRecording.prepare();
            try (Crew crew = new Crew()) {
                for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
                    crew.spin("spinner-" + i);
                }
                for (int i = 2; i < args.length; i++) {
                    try (SelfRecording recording = SelfRecording.start(args[i], args[i] + " ms")) {
                        Thread.sleep(1000 * Long.parseLong(args[1]));
                        recording.stop(Paths.get(args[0], args[i] + ".jfr"));
                    }
                }
            }
        }
    }

    /** Threads that wait: one for the disk, the others voluntarily. Arguments: recording, file to read, seconds. */
    public static final class Waits {
        public static void main(String[] args) throws Exception {
            SelfRecording.prepare();
            Path file = Paths.get(args[1]);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, direct());
                    Crew crew = new Crew()) {
                ByteBuffer buffer = ByteBuffer.allocateDirect(BLOCK + 4096)
                        .alignedSlice(4096)
                        .limit(BLOCK)
                        .slice();
                long blocks = channel.size() / BLOCK;
                long[] next = new long[1];
                crew.start("disk-reader", () -> {
                    buffer.clear();
                    channel.read(buffer, next[0]++ % blocks * BLOCK);
                });
                waitVoluntarily(crew);
                try (SelfRecording recording = SelfRecording.start("waits", Duration.ofSeconds(1))) {
                    Thread.sleep(1000 * Long.parseLong(args[2]));
                    recording.stop(Paths.get(args[0]));
                }
            }
        }

        // By name: javac warns of this exported but JDK-specific class, and knows no way to learn that it is meant.
        private static OpenOption direct() throws ReflectiveOperationException {
            return (OpenOption) Class.forName("com.sun.nio.file.ExtendedOpenOption")
                    .getField("DIRECT")
                    .get(null);
        }
    }

    static void waitVoluntarily(Crew crew) throws InterruptedException {
        ReentrantLock lock = new ReentrantLock();
        // Seldom, since each time they wake up they wait for a CPU where the host is busy.
        crew.start("sleeper", () -> Thread.sleep(200));
        crew.start("parker", () -> LockSupport.parkNanos(200_000_000));
        crew.start("lock-holder", () -> {
            lock.lockInterruptibly();
            try {
                Thread.sleep(190);
            } finally {
                lock.unlock();
            }
            Thread.sleep(10);
        });
        crew.start("lock-waiter", () -> {
            lock.lockInterruptibly();
            lock.unlock();
            Thread.sleep(20);
        });
    }

    /**
     * Many kinds of threads: computing, waiting, allocating, writing, ending soon, and one that is still for long.
     * Arguments: recording, period in ms, seconds. A witness each second, "mixture-1" and so on.
     */
    public static final class Mixture {
        public static void main(String[] args) throws Exception {
            SelfRecording.prepare();
            Path scratch =
                    Files.createTempFile(Paths.get(args[0]).toAbsolutePath().getParent(), "scratch", "");
            int seconds = Integer.parseInt(args[2]);
            try (FileChannel channel = FileChannel.open(scratch, StandardOpenOption.WRITE);
                    Crew crew = new Crew();
                    SelfRecording recording = SelfRecording.start("mixture", args[1] + " ms")) {
                crew.spin("spinner-1");
                crew.spin("spinner-2");
                waitVoluntarily(crew);
                crew.start("allocator", Mixture::allocate);
                crew.start("writer", () -> write(channel));
                crew.start("starter", Mixture::startBriefly);
                crew.once("late", () -> Thread.sleep(1000L * seconds - 1500));
                for (int i = 1; i < seconds; i++) {
                    Thread.sleep(1000);
                    System.gc(); // all of the JVM's own threads have work
                    System.out.print(Witness.take("mixture-" + i));
                }
                recording.stop(Paths.get(args[0]));
            } finally {
                Files.delete(scratch);
            }
        }

        private static void allocate() throws InterruptedException {
            long sum = 0;
            for (int i = 0; i < 100; i++) {
                sum += new byte[10_000].length;
            }
            Thread.sleep(sum > 0 ? 2 : 0);
        }

        private static void write(FileChannel channel) throws IOException, InterruptedException {
            ByteBuffer buffer = ByteBuffer.allocate(100_000);
            channel.write(buffer, 0);
            channel.force(false);
            Thread.sleep(10);
        }

        private static void startBriefly() throws InterruptedException {
            Thread brief = new Thread(() -> LockSupport.parkNanos(1_000_000), "brief");
            brief.start();
            brief.join();
        }
    }
}
