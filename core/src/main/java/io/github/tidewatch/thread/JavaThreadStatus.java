package io.github.tidewatch.thread;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;

/**
 * What the JVM says that a Java thread waits for: {@code threadStatus}, which it sets before the thread goes to sleep and
 * which {@link Thread#getState} goes by. A field is read: no safepoint, some nanoseconds. Safe for use by several threads.
 */
public final class JavaThreadStatus {
    /** It enters a monitor that another thread has (JVMTI_THREAD_STATE_BLOCKED_ON_MONITOR_ENTER). */
    public static final int ENTERS_MONITOR = 0x400;

    /** It is in {@link Object#wait()} (JVMTI_THREAD_STATE_IN_OBJECT_WAIT). */
    public static final int IN_OBJECT_WAIT = 0x100;

    /** It is parked by {@link java.util.concurrent.locks.LockSupport} (JVMTI_THREAD_STATE_PARKED). */
    public static final int PARKED = 0x200;

    /** It is in {@link Thread#sleep(long)} (JVMTI_THREAD_STATE_SLEEPING). */
    public static final int SLEEPING = 0x40;

    /** Gets the object that has the field; null where that is the thread. */
    private final MethodHandle holder;

    private final MethodHandle status;

    private JavaThreadStatus(MethodHandle holder, MethodHandle status) {
        this.holder = holder;
        this.status = status.asType(MethodType.methodType(int.class, Object.class));
    }

    /** Empty where the field is not known: {@code java.lang} is not opened to this module, or the JVM is not HotSpot. */
    public static Optional<JavaThreadStatus> open() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
            return Optional.of(open(lookup));
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }

    private static JavaThreadStatus open(MethodHandles.Lookup lookup) throws ReflectiveOperationException {
        try {
            return new JavaThreadStatus(null, lookup.findGetter(Thread.class, "threadStatus", int.class));
        } catch (NoSuchFieldException e) {
            // From JDK 19 on. A lookup from one module into another can look up no further class for itself.
            Class<?> holder = Class.forName("java.lang.Thread$FieldHolder");
            return new JavaThreadStatus(
                    lookup.findGetter(Thread.class, "holder", holder)
                            .asType(MethodType.methodType(Object.class, Thread.class)),
                    lookup.findGetter(holder, "threadStatus", int.class));
        }
    }

    /** The bits of a platform thread; 0 of one that a native thread is just making of itself. */
    public int of(Thread thread) {
        try {
            Object owner = holder == null ? thread : (Object) holder.invokeExact(thread);
            return owner == null ? 0 : (int) status.invokeExact(owner);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
