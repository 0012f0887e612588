package io.github.tidewatch.procfs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many descriptors Tidewatch may keep open: a sixteenth of what the process may have, since they count against the
 * application's limit, and 4096 at most, since the kernel keeps 4 KB of memory for each that was read. Safe for use by any threads at once; none waits for another.
 */
public final class DescriptorBudget {
    private static final int SHARE = 16;

    /** The kernel keeps a page for each, charged to the container: 16 MB. */
    private static final int MOST = 4096;

    private static final int MANY = 512;

    /** Made when it is first asked for: a JVM sets its limit as it starts. */
    private static final class OfThisProcess {
        private static final int LIMIT = limitOfThisProcess();
        private static final DescriptorBudget BUDGET = withRoomForTheHost(share(LIMIT));
    }

    /** Of the host and of control groups there are about so many files, each read in every interval. */
    private static final int OF_THE_HOST = 32;

    private final int size;
    private final int ofTheHost;
    private final AtomicInteger free;

    private DescriptorBudget(int size, int ofTheHost) {
        this.size = size;
        this.ofTheHost = ofTheHost;
        this.free = new AtomicInteger(size);
    }

    /** A budget of {@code size} descriptors. */
    public static DescriptorBudget of(int size) {
        return new DescriptorBudget(size, 0);
    }

    /** The same, of which files of threads leave some, at most a quarter, to those of the host, which are opened after them. */
    static DescriptorBudget withRoomForTheHost(int size) {
        return new DescriptorBudget(size, Math.min(OF_THE_HOST, size / 4));
    }

    /**
     * The one budget of this process, by its limit in {@code /proc/self/limits}; none if that cannot be read. Files of the host and
     * of control groups are in it, too.
     */
    public static DescriptorBudget ofThisProcess() {
        return OfThisProcess.BUDGET;
    }

    /** Whether the application has more descriptors than it may miss some. */
    static boolean areManyInThisProcess() {
        return OfThisProcess.LIMIT >= MANY;
    }

    /** How many descriptors this process may have; 0 if that cannot be read. */
    private static int limitOfThisProcess() {
        try {
            return limit(new String(Files.readAllBytes(Path.of("/proc/self/limits")), StandardCharsets.US_ASCII));
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }

    static int shareOf(String limits) {
        return share(limit(limits));
    }

    private static int share(int limit) {
        return Math.min(MOST, limit / SHARE);
    }

    private static int limit(String limits) {
        for (String line : limits.split("\n", -1)) {
            if (line.startsWith("Max open files")) {
                String soft = line.substring("Max open files".length()).trim().split("\\s+", 2)[0];
                return soft.equals("unlimited")
                        ? Integer.MAX_VALUE
                        : (int) Math.min(Integer.MAX_VALUE, Long.parseLong(soft));
            }
        }
        return 0;
    }

    /** For a file of a thread. */
    boolean take() {
        return takeIfAbove(ofTheHost);
    }

    /** For a file of the host or of a control group. */
    boolean takeForTheHost() {
        return takeIfAbove(0);
    }

    /** As {@link #take}, but leaves half of all to what needs them more. */
    boolean takeSpare() {
        return takeIfAbove(size / 2);
    }

    private boolean takeIfAbove(int least) {
        for (int now = free.get(); now > least; now = free.get()) {
            if (free.compareAndSet(now, now - 1)) {
                return true;
            }
        }
        return false;
    }

    boolean hasSpare() {
        return free.get() > size / 2;
    }

    void giveBack() {
        free.incrementAndGet();
    }

    /** How many are kept open. */
    public int kept() {
        return size - free.get();
    }

    /** How many more may be opened. */
    public int free() {
        return free.get();
    }

    /** How many may be open in all. */
    public int size() {
        return size;
    }
}
