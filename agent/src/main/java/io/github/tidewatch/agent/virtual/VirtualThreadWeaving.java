package io.github.tidewatch.agent.virtual;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the JDK's virtual threads account for themselves while it is asked for. Of threads that were started before, nothing is
 * known. Safe for use by any threads at once.
 */
public final class VirtualThreadWeaving {
    private static final Logger LOG = LoggerFactory.getLogger(VirtualThreadWeaving.class);

    private final Instrumentation instrumentation;
    private final Function<String, byte[]> classFiles;

    /** Of all tables. */
    private final AtomicLong lost = new AtomicLong();

    /** Null until it is needed. */
    private MountClass calls;

    /** Null until it is needed. */
    private volatile Redefinitions redefinitions;

    /** How often the class had been changed when it was woven. */
    private volatile int wovenAt;

    /** Null while nothing is woven. */
    private volatile MountTable table;

    /**
     * Weaves nothing yet.
     *
     * @param classFiles the class file of a class of this package, by its name with folders
     */
    public VirtualThreadWeaving(Instrumentation instrumentation, Function<String, byte[]> classFiles) {
        this.instrumentation = instrumentation;
        this.classFiles = classFiles;
    }

    /**
     * Threads that are started from now on account for themselves. Needs {@code java.lang} opened to this class's module.
     * Retransforms a class, which stops all threads for some milliseconds; if that is done already, another threshold holds.
     *
     * @param threshold in nanoseconds: threads that live so long are handed over one by one
     * @throws ReflectiveOperationException if this JDK's virtual threads are other than is known
     * @throws UnmodifiableClassException if the JVM does not let them be changed
     */
    public synchronized void weave(long threshold)
            throws ReflectiveOperationException, UnmodifiableClassException, IOException {
        if (table != null && !isUndone()) {
            calls.setThreshold(threshold);
            return;
        }
        if (table != null) {
            lost.addAndGet(table.occupied()); // calls of them are missing
            release();
        }
        long begin = System.nanoTime();
        Class<?> target = target();
        if (calls == null) {
            refusePlatformThreads();
            calls = new MountClass(classFiles);
            redefinitions = new Redefinitions(target);
        }
        MountTable next = new MountTable(MountTable.slots(MountTable.freeHeap()), lost);
        calls.set(next, threshold);
        MountWeaver weaver = new MountWeaver(target);
        try {
            weaver.weaveInto(instrumentation);
        } catch (Throwable e) {
            calls.clear();
            throw e;
        }
        wovenAt = redefinitions.own();
        table = next;
        LOG.info(
                "virtual threads account for themselves; it took {} ms to weave that",
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    }

    /** Takes the calls out again. */
    public synchronized void unweave() throws ReflectiveOperationException, UnmodifiableClassException {
        if (table != null) {
            release();
            instrumentation.retransformClasses(target());
        }
    }

    /**
     * Whether somebody else has changed the class since it was woven, and so may have taken the calls out. Then {@link #weave} weaves
     * them again; of threads that were started before, nothing is known from there on. Waits for nobody.
     */
    public boolean isUndone() {
        return table != null && redefinitions.own() != wovenAt;
    }

    /** Such as with -XX:-VMContinuations: then the class that would be woven is not used. */
    private void refusePlatformThreads() throws ReflectiveOperationException {
        Module own = VirtualThreadWeaving.class.getModule();
        Map<String, Set<Module>> exported = Map.of("jdk.internal.vm", Set.of(own));
        instrumentation.redefineModule(Object.class.getModule(), Set.of(), exported, Map.of(), Set.of(), Map.of());
        Class<?> support = Class.forName("jdk.internal.vm.ContinuationSupport", true, null);
        if (Boolean.FALSE.equals(support.getMethod("isSupported").invoke(null))) {
            throw new NoSuchMethodException("this JVM gives each virtual thread a platform thread of its own");
        }
    }

    private static Class<?> target() throws ClassNotFoundException {
        return Class.forName("java.lang.VirtualThread", false, null);
    }

    private void release() throws ReflectiveOperationException {
        table = null;
        calls.clear();
    }

    /** Hands over what became known since the last time; nothing while nothing is woven. */
    public synchronized void read(EndedThreads sink) {
        if (table != null) {
            table.read(sink);
        }
    }

    /** How many threads could not be accounted for: there were too many at once, or calls of them are missing. Waits for nobody. */
    public long lost() {
        return lost.get();
    }
}
