package io.github.tidewatch.agent.weave;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

/**
 * A class loader as the key of a map, which does not keep it from being collected, and asks it for nothing: an application's may have
 * a hash code that takes locks. Safe for use by all threads.
 */
final class LoaderKey extends WeakReference<ClassLoader> {
    private final int hash;
    private final boolean bootstrap;

    /**
     * A key.
     *
     * @param loader null for the bootstrap loader
     * @param queue where it stands once the loader is collected; null for nowhere
     */
    LoaderKey(ClassLoader loader, ReferenceQueue<ClassLoader> queue) {
        super(loader, queue);
        hash = System.identityHashCode(loader);
        bootstrap = loader == null;
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
        if (!(other instanceof LoaderKey) || bootstrap != ((LoaderKey) other).bootstrap) {
            return false;
        }
        ClassLoader loader = get();
        return bootstrap || (loader != null && ((LoaderKey) other).get() == loader);
    }
}
