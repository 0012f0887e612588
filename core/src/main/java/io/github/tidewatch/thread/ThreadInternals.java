package io.github.tidewatch.thread;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;

/** The private members of {@link Thread} that lead to its tid; needs {@code java.lang} opened to this module. */
final class ThreadInternals {
    private final VarHandle eetop;
    private final MethodHandle getThreads;

    private ThreadInternals(VarHandle eetop, MethodHandle getThreads) {
        this.eetop = eetop;
        this.getThreads = getThreads;
    }

    static ThreadInternals open() throws MappingException {
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
            return new ThreadInternals(
                    lookup.findVarHandle(Thread.class, "eetop", long.class),
                    lookup.findStatic(Thread.class, "getThreads", MethodType.methodType(Thread[].class)));
        } catch (IllegalAccessException e) {
            throw new MappingException("java.lang is not opened to this module", e);
        } catch (ReflectiveOperationException e) {
            throw new MappingException("this JVM's Thread is not HotSpot's: " + e.getMessage(), e);
        }
    }

    /** The address of the VM's JavaThread; 0 while the thread is not alive, and for virtual threads. */
    long address(Thread thread) {
        return (long) eetop.getVolatile(thread);
    }

    /** All live platform threads, without a safepoint. */
    Thread[] threads() {
        try {
            return (Thread[]) getThreads.invokeExact();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
