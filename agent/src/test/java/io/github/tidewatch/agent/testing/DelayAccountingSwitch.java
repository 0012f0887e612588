package io.github.tidewatch.agent.testing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Assumptions;

/**
 * Sets {@code kernel.task_delayacct} for a test and then back to what it was. It holds for the whole host, so tests
 * that depend on it exclude each other by a file lock; keep it as briefly as possible.
 */
public final class DelayAccountingSwitch implements AutoCloseable {
    private static final Path SYSCTL = Paths.get("/proc/sys/kernel/task_delayacct");

    private final FileChannel channel;
    private final String found;
    private final boolean changed;

    private DelayAccountingSwitch(FileChannel channel, String found, boolean changed) {
        this.channel = channel;
        this.found = found;
        this.changed = changed;
    }

    /** Switches it on or off; skips the calling test, saying why, where that is not possible. */
    public static DelayAccountingSwitch set(boolean on) throws IOException {
        if (!Files.exists(SYSCTL)) {
            skip("this kernel has no " + SYSCTL);
        }
        Path lock = Paths.get(System.getProperty("java.io.tmpdir"), "tidewatch-task_delayacct.lock");
        FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock held = channel.lock(); // released with the channel
            String found = Files.readString(SYSCTL).trim();
            String wanted = on ? "1" : "0";
            if (found.equals(wanted)) {
                return new DelayAccountingSwitch(channel, found, false);
            }
            if (!held.isValid() || !Files.isWritable(SYSCTL)) {
                skip(SYSCTL + " is " + found + " and only root may change it");
            }
            Files.writeString(SYSCTL, wanted);
            return new DelayAccountingSwitch(channel, found, true);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void skip(String reason) {
        System.out.println("skipped: " + reason);
        Assumptions.abort(reason);
    }

    @Override
    public void close() throws IOException {
        try {
            if (changed) {
                Files.writeString(SYSCTL, found);
            }
        } finally {
            channel.close();
        }
    }
}
