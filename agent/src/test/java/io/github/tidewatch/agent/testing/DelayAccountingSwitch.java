package io.github.tidewatch.agent.testing;

import io.github.tidewatch.testing.Skip;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;

/**
 * Sets {@code kernel.task_delayacct} for a test and then back to what it was. It holds for the whole host, so tests
 * that depend on it exclude each other by a lock of that file; keep it as briefly as possible. All reads and writes go
 * by one descriptor: the kernel lets go of a process' locks of a file when any descriptor of it is closed (fcntl(2)).
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
        Skip.unless(Files.exists(SYSCTL), "this kernel has no " + SYSCTL);
        boolean writable = Files.isWritable(SYSCTL);
        // Who may not change it shares the lock with others, and keeps those off who may.
        FileChannel channel = writable
                ? FileChannel.open(SYSCTL, StandardOpenOption.READ, StandardOpenOption.WRITE)
                : FileChannel.open(SYSCTL, StandardOpenOption.READ);
        try {
            channel.lock(0, Long.MAX_VALUE, !writable); // released with the channel
            String found = read(channel);
            String wanted = on ? "1" : "0";
            boolean change = !found.equals(wanted);
            if (change) {
                Skip.unless(writable, SYSCTL + " is " + found + " and only root may change it");
                write(channel, wanted);
            }
            return new DelayAccountingSwitch(channel, found, change);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(16);
        channel.read(content, 0);
        return new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII).trim();
    }

    private static void write(FileChannel channel, String value) throws IOException {
        channel.write(ByteBuffer.wrap(value.getBytes(StandardCharsets.US_ASCII)), 0);
    }

    @Override
    public void close() throws IOException {
        try {
            if (changed) {
                write(channel, found);
            }
        } finally {
            channel.close();
        }
    }
}
