package io.github.tidewatch.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Starts the isolated part off the application's threads: the hook first if it is to be there before {@code main}. Given the layer's
 * loader, makes that of what weaves spans: a class of its own for that would cost start-up time.
 */
final class IsolatedStart implements Runnable, UnaryOperator<ClassLoader> {

    private static final String EARLY_HOOK = "io.github.tidewatch.agent.hook.EarlyExits";

    private static final String ENTRY = "io.github.tidewatch.agent.jfr.AgentEntry";

    private static final long LONGEST_WAIT = 250;

    private final AgentOptions options;
    private final Map<String, String> values;
    private final Instrumentation instrumentation;
    private final boolean beforeMain;
    private AgentJar jar;
    private final CountDownLatch hooked = new CountDownLatch(1);

    /** With {@code beforeMain} if the JVM starts, so that threads are to be seen from the first one on. */
    IsolatedStart(
            AgentOptions options, Map<String, String> values, Instrumentation instrumentation, boolean beforeMain) {
        this.options = options;
        this.values = values;
        this.instrumentation = instrumentation;
        this.beforeMain = beforeMain;
    }

    @Override
    @SuppressWarnings("unchecked") // as AgentEntry declares it
    public void run() {
        Class<?> early = null;
        StartingStatus status = null;
        try {
            jar = AgentJar.open(AgentJar.ofThisClass());
            HookLoader hook = new HookLoader(jar);
            if (!"off".equals(values.get("exits"))) {
                openJavaLang(hook.getUnnamedModule());
            }
            if (beforeMain && "hook".equals(values.get("exits"))) {
                early = Class.forName(EARLY_HOOK, true, hook);
                early.getMethod("install", Instrumentation.class).invoke(null, instrumentation);
            }
            hooked.countDown();
            status = StartingStatus.install();
            Module module = JarModule.define(jar, hook);
            Thread.currentThread().setContextClassLoader(module.getClassLoader());
            openJavaLang(module);
            String spans = values.get("spans");
            Object changes = Class.forName(ENTRY, true, module.getClassLoader())
                    .getMethod("start", Instrumentation.class, Map.class, BiPredicate.class, UnaryOperator.class)
                    .invoke(null, instrumentation, values, new HelperThreads(), this);
            TidewatchAgent.followSpans((Consumer<String>) changes, spans);
        } catch (Throwable e) {
            abandon(early);
            if (options.logs("error")) {
                Console.failure("could not start, recordings have no Tidewatch events: ", e);
            }
            if (status != null) {
                status.failed(e);
            }
            return;
        } finally {
            hooked.countDown();
        }
        if (status != null) {
            status.remove();
        }
    }

    @Override
    public ClassLoader apply(ClassLoader layer) {
        try {
            return new HookLoader(jar, layer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void abandon(Class<?> early) {
        try {
            if (early != null) {
                early.getMethod("abandon").invoke(null);
            }
        } catch (Throwable e) {
            // Out of memory, most likely; it buffers a bounded number of exits.
        }
    }

    private void openJavaLang(Module to) {
        instrumentation.redefineModule(
                Object.class.getModule(), Set.of(), Map.of(), Map.of("java.lang", Set.of(to)), Set.of(), Map.of());
    }

    /**
     * Waits until the exits of threads are noticed, which they mostly are by then, or cannot be; but never long, whatever
     * holds it up. An interrupt is the application's, and stays.
     */
    void awaitHook() {
        try {
            hooked.await(LONGEST_WAIT, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
