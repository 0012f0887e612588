package io.github.tidewatch.agent;

import java.security.PrivilegedAction;

/** Makes one thread of {@link HelperThreads}, in the access-control context of nobody. */
final class HelperThreadMaker implements PrivilegedAction<Thread>, Thread.UncaughtExceptionHandler {
    /** In bytes. */
    private static final long STACK = 512 * 1024;

    private final String name;
    private final Runnable task;

    HelperThreadMaker(String name, Runnable task) {
        this.name = name;
        this.task = task;
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // else it would have its starter's
    public Thread run() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        Thread thread = new Thread(group, task, name, STACK, false);
        thread.setDaemon(true);
        thread.setPriority(Thread.NORM_PRIORITY);
        thread.setUncaughtExceptionHandler(this);
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        return thread;
    }

    /** Without memory even saying what failed may fail, and the JVM would print that. */
    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {}
}
