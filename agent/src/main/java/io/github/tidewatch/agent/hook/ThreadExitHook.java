package io.github.tidewatch.agent.hook;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Has an action run in each platform thread as the last thing that it does before the VM takes it down. Needs {@code
 * java.lang} opened to this class's module, the unnamed one of its loader.
 *
 * <p>Once woven in, it stays for the life of the JVM; without an action it costs a read of a field.
 */
public final class ThreadExitHook {
    private final VarHandle action;
    private final long time;

    private ThreadExitHook(VarHandle action, long time) {
        this.action = action;
        this.time = time;
    }

    /**
     * Weaves the call in. Retransforms {@link Thread}, which stops all threads for some milliseconds.
     *
     * @param instrumentation not used any more after this call: while an agent has a transformer, the JVM makes each class
     *     file that the application loads a Java array and hands it round, and when there is no memory for that, it
     *     complains on stderr. Whoever retransforms Thread later takes the call out again; its ends are then reported by the
     *     sampler
     * @throws ReflectiveOperationException if this JDK's Thread is another than is known
     * @throws UnmodifiableClassException if the JVM does not let it be changed
     */
    public static ThreadExitHook install(Instrumentation instrumentation)
            throws ReflectiveOperationException, UnmodifiableClassException {
        long begin = System.nanoTime();
        MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
        Class<?> callee = lookup.defineClass(ThreadExitCallee.bytes());
        VarHandle action = lookup.findStaticVarHandle(callee, ThreadExitCallee.ACTION, Runnable.class);
        ThreadWeaver weaver = new ThreadWeaver();
        weaver.warmUp();
        instrumentation.addTransformer(weaver, true);
        try {
            instrumentation.retransformClasses(Thread.class);
        } finally {
            instrumentation.removeTransformer(weaver);
        }
        if (!weaver.hasWoven()) {
            throw new NoSuchMethodException("Thread." + ThreadWeaver.METHOD + "() could not be changed");
        }
        return new ThreadExitHook(action, System.nanoTime() - begin);
    }

    /** How long it took to weave the call in, ns. */
    public long time() {
        return time;
    }

    /**
     * Sets what ending threads run, from now on; null for nothing.
     *
     * @param toRun must not throw, must not wait for long, and must not use thread locals; what it throws is swallowed
     */
    public void set(Runnable toRun) {
        action.setVolatile(toRun);
    }
}
