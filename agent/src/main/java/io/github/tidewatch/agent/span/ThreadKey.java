package io.github.tidewatch.agent.span;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

/** A thread as the key of a map, which does not keep it from being collected. Safe for use by all threads. */
final class ThreadKey extends WeakReference<Thread> {
    private final int hash;

    /**
     * A key.
     *
     * @param queue where it stands once the thread is collected; null for nowhere
     */
    ThreadKey(Thread thread, ReferenceQueue<Thread> queue) {
        super(thread, queue);
        hash = System.identityHashCode(thread);
    }

    boolean isOf(Thread thread) {
        return get() == thread;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        Thread thread = get();
        return thread != null && other instanceof ThreadKey && ((ThreadKey) other).isOf(thread);
    }
}
