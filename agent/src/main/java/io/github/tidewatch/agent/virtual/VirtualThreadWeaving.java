package io.github.tidewatch.agent.virtual;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.concurrent.TimeUnit;
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

    /** Null until it is needed. */
    private MountClass calls;

    /** Null while nothing is woven. */
    private MountTable table;

    /** Of tables that are gone. */
    private long lostBefore;

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
        if (table != null) {
            calls.setThreshold(threshold);
            return;
        }
        long begin = System.nanoTime();
        Class<?> target = Class.forName("java.lang.VirtualThread", false, null);
        if (calls == null) {
            calls = new MountClass(classFiles);
        }
        table = new MountTable(MountTable.slots(Runtime.getRuntime().maxMemory()));
        calls.set(table, threshold);
        MountWeaver weaver = new MountWeaver(target);
        try {
            weaver.weaveInto(instrumentation);
        } catch (Throwable e) {
            release();
            throw e;
        }
        LOG.info(
                "virtual threads account for themselves; it took {} ms to weave that",
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    }

    /** Takes the calls out again. */
    public synchronized void unweave() throws ReflectiveOperationException, UnmodifiableClassException {
        if (table != null) {
            release();
            instrumentation.retransformClasses(Class.forName("java.lang.VirtualThread", false, null));
        }
    }

    private void release() throws ReflectiveOperationException {
        calls.clear();
        lostBefore += table.lost.get();
        table = null;
    }

    /** Hands over what became known since the last time; nothing while nothing is woven. */
    public synchronized void read(EndedThreads sink) {
        if (table != null) {
            table.read(sink);
        }
    }

    /** How many threads could not be accounted for, since there were too many at once. */
    public synchronized long lost() {
        return lostBefore + (table == null ? 0 : table.lost.get());
    }
}
