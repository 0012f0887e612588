package io.github.tidewatch.jmc.parser;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.openjdk.jmc.common.IMCThread;
import org.openjdk.jmc.common.collection.FastAccessNumberMap;
import org.openjdk.jmc.flightrecorder.parser.IConstantPoolExtension;

/**
 * The threads that the recording's constant pools have, by kernel id: those of the JVM too, of which our records say a
 * name of 15 bytes only. Safe for several threads.
 */
final class KnownThreads implements IConstantPoolExtension {
    private static final String POOL = "java.lang.Thread";

    private final Map<Long, List<IMCThread>> byTid = new ConcurrentHashMap<>();

    @Override
    public void allConstantPoolsResolved(Map<String, FastAccessNumberMap<Object>> pools) {
        FastAccessNumberMap<Object> threads = pools.get(POOL);
        if (threads == null) {
            return;
        }
        for (Object thread : threads) {
            if (thread instanceof IMCThread known) {
                add(known);
            }
        }
    }

    void add(IMCThread thread) {
        long tid = tid(thread);
        if (tid > 0 && thread.getThreadName() != null) {
            byTid.computeIfAbsent(tid, any -> new CopyOnWriteArrayList<>()).add(thread);
        }
    }

    /** In the order in which they were read. */
    List<IMCThread> of(long tid) {
        return byTid.getOrDefault(tid, List.of());
    }

    /** 0 if unknown: JMC has no method that returns it, but a public field of a class that is not public. */
    static long tid(IMCThread thread) {
        try {
            Field field = thread.getClass().getField("osThreadId");
            return field.trySetAccessible() && field.get(thread) instanceof Number tid ? tid.longValue() : 0;
        } catch (ReflectiveOperationException e) {
            return 0;
        }
    }
}
