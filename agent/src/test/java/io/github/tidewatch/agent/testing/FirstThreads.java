package io.github.tidewatch.agent.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Paths;

/** Runs one thread in the first line of main, and another that computes and prints what it knows of itself at its end. */
public final class FirstThreads {
    private static final long NANOS = 30_000_000;

    private FirstThreads() {}

    public static void main(String[] args) throws InterruptedException {
        System.out.println("at " + System.currentTimeMillis());
        run(new Thread("first"));
        run(new Computing());
        System.out.println("at " + System.currentTimeMillis());
        Apps.awaitAgent();
    }

    private static void run(Thread thread) throws InterruptedException {
        thread.start();
        thread.join();
    }

    private static final class Computing extends Thread {
        Computing() {
            super("second");
        }

        @Override
        public void run() {
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < NANOS) {
                onSpinWait();
            }
            try {
                String onCpu = Files.readAllLines(Paths.get("/proc/thread-self/schedstat"), ISO_8859_1)
                        .get(0)
                        .split(" ", 2)[0];
                System.out.println("second " + Witness.ownTid() + " " + onCpu + " " + (System.nanoTime() - begin));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
