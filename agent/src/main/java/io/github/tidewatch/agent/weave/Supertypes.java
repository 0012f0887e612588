package io.github.tidewatch.agent.weave;

import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;

/**
 * What a class extends and implements, itself included. Of a class that is being loaded by its class file, and those of its supertypes,
 * which its loader is asked for as resources: to load them would change the order in which the application loads its classes. Safe for use
 * by any threads at once.
 */
final class Supertypes {
    /** Of all loaders; forgotten then, and read again. */
    private static final int MOST_KNOWN = 20_000;

    private final JdkClasses jdk;
    private final Map<LoaderKey, Map<String, List<String>>> known = new HashMap<>();
    private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
    private int count;

    /** The threads that ask a loader: what a loader loads to answer is not looked at. By identity, as a thread may have a hash code of its own. */
    private final Map<Thread, Boolean> asking = Collections.synchronizedMap(new IdentityHashMap<>());

    Supertypes(JdkClasses jdk) {
        this.jdk = jdk;
    }

    /** Of a class that is loaded. */
    static Set<String> of(Class<?> type) {
        Set<String> all = new HashSet<>();
        addLoaded(type, all);
        return all;
    }

    private static void addLoaded(Class<?> type, Set<String> all) {
        for (Class<?> c = type; c != null && all.add(c.getName()); c = c.getSuperclass()) {
            for (Class<?> implemented : c.getInterfaces()) {
                addLoaded(implemented, all);
            }
        }
    }

    /** Of a class that is being loaded by {@code loader}; empty while the same thread asks already. */
    Set<String> of(ClassLoader loader, ClassReader reader) {
        if (asking.putIfAbsent(Thread.currentThread(), true) != null) {
            return Set.of();
        }
        try {
            Set<String> all = new HashSet<>();
            List<String> first = direct(reader);
            String own = reader.getClassName().replace('/', '.');
            put(loader, own, first); // it need not be read when a class that extends it is loaded
            all.add(own);
            Deque<String> open = new ArrayDeque<>(first);
            while (!open.isEmpty()) {
                String type = open.pop();
                if (all.add(type)) {
                    if (jdk.contains(type)) {
                        addOfJdk(type, all);
                    } else {
                        open.addAll(direct(loader, type));
                    }
                }
            }
            return all;
        } finally {
            asking.remove(Thread.currentThread());
        }
    }

    private static List<String> direct(ClassReader reader) {
        List<String> types = new ArrayList<>();
        if (reader.getSuperName() != null) {
            types.add(reader.getSuperName().replace('/', '.'));
        }
        for (String implemented : reader.getInterfaces()) {
            types.add(implemented.replace('/', '.'));
        }
        return types;
    }

    /** The JVM loads it next in any case. */
    private static void addOfJdk(String type, Set<String> all) {
        try {
            all.remove(type);
            addLoaded(Class.forName(type, false, ClassLoader.getPlatformClassLoader()), all);
        } catch (ClassNotFoundException | LinkageError e) {
            all.add(type);
        }
    }

    private List<String> direct(ClassLoader loader, String type) {
        List<String> types = get(loader, type);
        if (types != null) {
            return types;
        }
        try {
            ClassFile file = ClassFile.ofResource(loader, type);
            types = file == null || file.reader() == null ? List.of() : direct(file.reader());
            put(loader, type, types);
            return types;
        } catch (IOException | RuntimeException e) {
            return List.of(); // unknown now, as while too many files are open; the next class asks again
        }
    }

    private synchronized List<String> get(ClassLoader loader, String type) {
        Map<String, List<String>> types = known.get(new LoaderKey(loader, null));
        return types == null ? null : types.get(type);
    }

    private synchronized void put(ClassLoader loader, String type, List<String> types) {
        for (Reference<? extends ClassLoader> gone = collected.poll(); gone != null; gone = collected.poll()) {
            Map<String, List<String>> removed = known.remove((LoaderKey) gone);
            count -= removed == null ? 0 : removed.size();
        }
        if (count >= MOST_KNOWN) {
            known.clear();
            count = 0;
        }
        Map<String, List<String>> ofLoader = known.get(new LoaderKey(loader, null));
        if (ofLoader == null) {
            ofLoader = new HashMap<>();
            known.put(new LoaderKey(loader, collected), ofLoader);
        }
        count += ofLoader.put(type, types) == null ? 1 : 0;
    }
}
