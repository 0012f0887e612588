package io.github.tidewatch.agent.hook;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.ArrayList;
import java.util.List;

/**
 * The hook as it is woven in before anything else is there, so that it is there before {@code main}. Until exits can be
 * reported, each thread buffers what {@code /proc} says of it, which needs no native code.
 *
 * <p>Safe for use by any threads at once.
 */
public final class EarlyExits implements Runnable {
    /** Each takes some 2 kB until it is reported. */
    private static final int MOST = 2000;

    private static final String FILES = "/proc/thread-self/";

    private static final byte[] NOTHING = {};

    private static volatile EarlyExits installed;

    private final ThreadExitHook hook;
    private final Throwable failure;
    private List<EarlyExit> buffered = new ArrayList<>();
    private int lost;

    /** What exiting threads run once exits are no longer buffered; null until then. */
    private volatile Runnable successor;

    private volatile boolean full;

    private EarlyExits(ThreadExitHook hook, Throwable failure) {
        this.hook = hook;
        this.failure = failure;
    }

    /** Weaves the hook in, and has exits buffered from now on; or keeps why that cannot be, for {@link #failure}. */
    public static void install(Instrumentation instrumentation) {
        EarlyExits exits;
        try {
            exits = new EarlyExits(ThreadExitHook.install(instrumentation), null);
            read(); // loads what the first thread that ends would have to load
            exits.hook.set(exits);
        } catch (ReflectiveOperationException | UnmodifiableClassException | RuntimeException | LinkageError e) {
            exits = new EarlyExits(null, e);
        }
        installed = exits;
    }

    /** What {@link #install} has installed; null if it was not called. */
    public static EarlyExits installed() {
        return installed;
    }

    /** Nobody is going to report the exits: drops those that are buffered, and buffers no more. Does nothing if nothing is installed. */
    public static void abandon() {
        EarlyExits exits = installed;
        if (exits != null && exits.hook != null) {
            exits.handOver(() -> {});
            exits.hook.set(null);
        }
    }

    /** Why the hook could not be woven in; null if it was. */
    public Throwable failure() {
        return failure;
    }

    /** How long it took to weave the hook in, ns. */
    public long time() {
        return hook.time();
    }

    /** Buffers the calling thread's counters; it does no more after it. */
    @Override
    public void run() {
        EarlyExit end = null;
        try {
            if (successor == null && !full) {
                // By our own rights: what made the thread may have none.
                end = System.getSecurityManager() == null
                        ? read()
                        : AccessController.doPrivileged((PrivilegedAction<EarlyExit>) EarlyExits::read);
            }
        } catch (Throwable e) {
            end = null; // out of memory or stack, most likely: counted as lost
        }
        Runnable next = add(end);
        if (next != null) {
            next.run();
        }
    }

    /** Returns what the thread is to run instead, if it comes too late to be buffered. */
    private synchronized Runnable add(EarlyExit end) {
        if (successor == null) {
            if (end != null && buffered.size() < MOST) {
                buffered.add(end);
            } else {
                lost++;
                full = buffered.size() == MOST;
            }
        }
        return successor;
    }

    /**
     * Buffers no more exits: threads that exit run what is given from now on, by this hook.
     *
     * @return the exits that were buffered
     */
    public synchronized List<EarlyExit> handOver(Runnable action) {
        successor = action;
        hook.set(action);
        List<EarlyExit> all = buffered;
        buffered = new ArrayList<>();
        return all;
    }

    /** How many exits could not be buffered. */
    public synchronized int lost() {
        return lost;
    }

    /** Null if a file cannot be read: the process is out of descriptors, most likely. */
    @SuppressWarnings("ThreadPriorityCheck") // no thread is waited for
    private static EarlyExit read() {
        try {
            // Has the scheduler bring this thread's counters up to date, for want of its CPU clock.
            Thread.yield();
            byte[] schedstat = read("schedstat");
            long time = System.nanoTime();
            boolean hasIo = new File(FILES + "io").canRead();
            return new EarlyExit(
                    Thread.currentThread(),
                    time,
                    schedstat,
                    read("stat"),
                    read("status"),
                    hasIo ? read("io") : NOTHING);
        } catch (IOException e) {
            return null;
        }
    }

    private static byte[] read(String name) throws IOException {
        try (FileInputStream in = new FileInputStream(FILES + name)) {
            return in.readAllBytes();
        }
    }
}
