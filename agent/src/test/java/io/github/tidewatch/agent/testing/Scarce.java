package io.github.tidewatch.agent.testing;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;

/** Applications that run on although something is used up: the disk, the heap, the number of threads. */
public final class Scarce {
    private Scarce() {}

    /**
     * Commits many times what the disk holds, then fills the disk itself, and ends with exit code 3. Argument: a folder on
     * that disk.
     */
    public static final class Disk {
        private static final String TEXT = "x".repeat(8000);

        public static void main(String[] args) throws Exception {
            File folder = new File(args[0]);
            for (int i = 0; i < 25_000; i++) {
                TextEvent event = new TextEvent();
                event.text = TEXT + i;
                event.commit();
                if (i % 20 == 0) { // at most 32 MB/s: in 250 ms a quarter of what is kept free
                    Thread.sleep(5);
                }
            }
            System.out.println("committed");
            byte[] block = new byte[1 << 20];
            try (OutputStream out = Files.newOutputStream(folder.toPath().resolve("filler"))) {
                while (folder.getUsableSpace() > 28 << 20) {
                    out.write(block);
                }
                System.out.println("little is free");
                // A disk that fills faster than the watch reads it is not the point here.
                for (int i = 0;
                        i < 3000
                                && !FlightRecorder.getFlightRecorder()
                                        .getRecordings()
                                        .isEmpty();
                        i++) {
                    Thread.sleep(10);
                }
                fill(out, block);
            }
            Thread.sleep(1500); // JFR writes once a second
            System.out.println("full");
            System.exit(3);
        }

        private static void fill(OutputStream out, byte[] block) {
            try {
                while (true) {
                    out.write(block);
                }
            } catch (IOException e) {
                System.out.println("no space is left");
            }
        }
    }

    static final class TextEvent extends Event {
        String text;
    }

    /** Threads that end one after the other, while nothing is sampled. Arguments: file, threads, periods. */
    public static final class Heap {
        public static void main(String[] args) throws Exception {
            SelfRecording.prepare();
            try (SelfRecording recording = SelfRecording.start("heap", args[2])) {
                int count = Integer.parseInt(args[1]);
                List<Thread> last = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    Thread thread = new Thread(() -> {}, "short-" + i);
                    thread.start();
                    last.add(thread);
                    if (last.size() > 50) {
                        last.remove(0).join();
                    }
                }
                for (Thread thread : last) {
                    thread.join();
                }
                recording.stop(Paths.get(args[0]));
            }
            System.out.println("ended");
        }
    }

    /**
     * Starts to record when no thread can be made any more, and makes one when it can be again. Arguments: file, a file that
     * appears when the limit is there, one that appears when it is gone.
     */
    public static final class Threads {
        public static void main(String[] args) throws Exception {
            SelfRecording.prepare();
            try (Recording other = new Recording()) {
                for (String event : SelfRecording.EVENTS) {
                    other.disable("tidewatch." + event);
                }
                other.enable("jdk.CPULoad").withPeriod(java.time.Duration.ofMillis(100));
                other.start(); // JFR makes its own threads
                Thread.sleep(500);
                System.out.println("limit me");
                await(Paths.get(args[1]));
                try (SelfRecording recording = SelfRecording.start("limited", "100 ms")) {
                    Thread.sleep(1000);
                    System.out.println("let me go");
                    await(Paths.get(args[2]));
                    Thread.sleep(1000);
                    Thread late = new Thread(() -> {}, "late");
                    late.start();
                    late.join();
                    Thread.sleep(300);
                    recording.stop(Paths.get(args[0]));
                }
            }
            System.exit(3);
        }

        private static void await(Path file) throws InterruptedException {
            while (!Files.exists(file)) {
                Thread.sleep(10);
            }
        }
    }
}
