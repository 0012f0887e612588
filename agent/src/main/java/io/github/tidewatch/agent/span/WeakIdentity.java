package io.github.tidewatch.agent.span;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;

/** An object of the application as a key, which does not keep it, and calls none of its methods. Immutable. */
final class WeakIdentity extends WeakReference<Object> {
    private final int hash;

    /** What it is a key of; null for one that only finds others. */
    final Map<WeakIdentity, ?> map;

    /** A key that finds others of the same object. */
    WeakIdentity(Object of) {
        this(of, null, null);
    }

    WeakIdentity(Object of, ReferenceQueue<Object> cleared, Map<WeakIdentity, ?> map) {
        super(of, cleared);
        this.map = map;
        hash = System.identityHashCode(of);
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
        Object own = get();
        return own != null && other instanceof WeakIdentity && own == ((WeakIdentity) other).get();
    }
}
