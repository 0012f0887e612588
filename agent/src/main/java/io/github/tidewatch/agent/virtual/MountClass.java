package io.github.tidewatch.agent.virtual;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/** Defines {@link MountCalls} and {@link MountSums} as classes of {@code java.lang}, once in a JVM, and sets their fields. */
final class MountClass {
    static final String NAME = "java/lang/TidewatchMountCalls";

    private static final Map<String, String> NAMES = Map.of(
            MountCalls.class.getName().replace('.', '/'),
            NAME,
            MountSums.class.getName().replace('.', '/'),
            "java/lang/TidewatchMountSums");

    private final Lookup lookup;
    private final Class<?> calls;
    private final Class<?> sums;

    /**
     * Defines them. Needs {@code java.lang} opened to this class's module.
     *
     * @param classFiles the class file of a class of this package, by its internal name
     */
    MountClass(Function<String, byte[]> classFiles) throws ReflectiveOperationException, IOException {
        lookup = MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup());
        sums = define(MountSums.class, classFiles);
        calls = define(MountCalls.class, classFiles);
        warmUp();
    }

    private Class<?> define(Class<?> compiled, Function<String, byte[]> classFiles)
            throws IOException, IllegalAccessException {
        byte[] file = classFiles.apply(compiled.getName().replace('.', '/') + ".class");
        return lookup.defineClass(RenamedClass.of(file, NAMES));
    }

    /** Has the calls write into this table; before any can come. */
    void set(MountTable table, long threshold) throws ReflectiveOperationException {
        set(sums, "names", AtomicReferenceArray.class, table.groupNames);
        set(sums, "values", AtomicLongArray.class, table.groupValues);
        set(calls, "rows", long[][].class, table.rows);
        set(calls, "names", String[].class, table.names);
        set(calls, "lost", AtomicLong.class, table.lost);
        set(calls, "base", long.class, table.base);
        setThreshold(threshold);
        set(calls, "keys", AtomicLongArray.class, table.keys);
    }

    void setThreshold(long threshold) throws ReflectiveOperationException {
        set(calls, "threshold", long.class, threshold);
    }

    /** Has the calls do nothing, and lets the table go. A call that is under way may still write into it, or fail, which it keeps. */
    void clear() throws ReflectiveOperationException {
        set(calls, "keys", AtomicLongArray.class, null);
        set(calls, "rows", long[][].class, null);
        set(calls, "names", String[].class, null);
        set(sums, "names", AtomicReferenceArray.class, null);
        set(sums, "values", AtomicLongArray.class, null);
    }

    private void set(Class<?> owner, String field, Class<?> type, Object value) throws ReflectiveOperationException {
        lookup.findStaticVarHandle(owner, field, type).setVolatile(value);
    }

    /** Runs each call with each of its ends, so that nothing is to be looked for when it comes from a carrier. */
    private void warmUp() throws ReflectiveOperationException {
        set(new MountTable(MountTable.FEWEST_SLOTS, new AtomicLong()), 0);
        try {
            for (long threshold : new long[] {0, Long.MAX_VALUE}) { // its row is read, or it is not
                setThreshold(threshold);
                live();
            }
            submit(MountRow.STARTED);
            call("mount");
            call("mount"); // one too many: it is lost
            call("done");
        } catch (ReflectiveOperationException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e); // the calls throw nothing
        } finally {
            clear();
        }
    }

    private void live() throws Throwable {
        submit(MountRow.STARTED);
        for (int state : new int[] {MountRow.TIMED_PARKING, MountRow.TIMED_WAITING}) {
            call("mount");
            call("pinned");
            call("unpinned");
            unmount(state);
            call("expired");
            submit(MountRow.UNPARKED);
        }
        call("mount");
        unmount(0);
        call("done");
        submit(MountRow.STARTED);
        call("done"); // it was not mounted
    }

    private void submit(int state) throws Throwable {
        lookup.findStatic(calls, "submit", MethodType.methodType(void.class, Thread.class, int.class))
                .invoke(Thread.currentThread(), state);
    }

    private void unmount(int state) throws Throwable {
        lookup.findStatic(calls, "unmounted", MethodType.methodType(void.class, Thread.class, int.class, long.class))
                .invoke(Thread.currentThread(), state, 1L);
    }

    private void call(String call) throws Throwable {
        lookup.findStatic(calls, call, MethodType.methodType(void.class, Thread.class))
                .invoke(Thread.currentThread());
    }
}
