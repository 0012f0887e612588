package io.github.tidewatch.agent.weave;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Bounds what the JVM keeps of woven classes: of each the original class file, outside the heap, for as long as the class is loaded.
 * Safe for use by any threads at once.
 */
final class WovenBytes {
    private final long most;
    private final Map<LoaderKey, OfLoader> loaders = new HashMap<>();
    private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
    private long total;

    WovenBytes(long most) {
        this.most = most;
    }

    /** Whether a class may be woven; then it counts, once. */
    synchronized boolean take(ClassLoader loader, String type, int bytes) {
        for (Reference<? extends ClassLoader> gone = collected.poll(); gone != null; gone = collected.poll()) {
            OfLoader woven = loaders.remove((LoaderKey) gone);
            total -= woven == null ? 0 : woven.bytes;
        }
        OfLoader woven = loaders.get(new LoaderKey(loader, null));
        if (woven == null) {
            woven = new OfLoader();
            loaders.put(new LoaderKey(loader, collected), woven);
        }
        if (woven.types.contains(type)) {
            return true;
        }
        if (total + bytes > most) {
            return false;
        }
        woven.types.add(type);
        woven.bytes += bytes;
        total += bytes;
        return true;
    }

    private static final class OfLoader {
        final Set<String> types = new HashSet<>();
        long bytes;
    }
}
