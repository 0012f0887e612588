package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What may start a thread of ours is the application's, and may be undeployed while ours lives on. */
class HelperThreadsTest {
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final AtomicReference<Thread> helper = new AtomicReference<>();

    /** Stands in a loader of its own, as an application's class does in a web server. */
    public static final class Starter implements Runnable {
        static final InheritableThreadLocal<Object> OWN = new InheritableThreadLocal<>();

        private final Runnable start;

        public Starter(Runnable start) {
            this.start = start;
        }

        @Override
        public void run() {
            OWN.set(this);
            start.run();
        }
    }

    @Test
    void aHelperThreadKeepsNothingOfWhoStartedIt() throws Exception {
        WeakReference<ClassLoader> loader = startFromALoaderOfItsOwn(() -> HelperThreads.start("helper", this::work));
        assertThat(isCollected(loader)).isTrue();
        Thread thread = helper.get();
        assertThat(thread.isAlive()).isTrue();
        assertThat(thread.getName()).isEqualTo("helper");
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getPriority()).isEqualTo(Thread.NORM_PRIORITY);
        assertThat(thread.getThreadGroup().getParent()).isNull();
        assertThat(thread.getContextClassLoader()).isSameAs(ClassLoader.getSystemClassLoader());
        mayEnd.countDown();
    }

    /** Guards the test above: a thread that is made without care does keep it. */
    @Test
    void aPlainThreadWouldKeepTheLoader() throws Exception {
        WeakReference<ClassLoader> loader = startFromALoaderOfItsOwn(() -> {
            Thread thread = new Thread(this::work);
            thread.setDaemon(true);
            thread.start();
        });
        System.gc();
        System.gc();
        assertThat(loader.get()).isNotNull();
        mayEnd.countDown();
    }

    private void work() {
        helper.set(Thread.currentThread());
        try {
            mayEnd.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private WeakReference<ClassLoader> startFromALoaderOfItsOwn(Runnable start) throws Exception {
        URL classes = Starter.class.getProtectionDomain().getCodeSource().getLocation();
        ClassLoader loader = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader());
        Runnable starter = Class.forName(Starter.class.getName(), true, loader)
                .asSubclass(Runnable.class)
                .getConstructor(Runnable.class)
                .newInstance(start);
        Thread thread = new Thread(new ThreadGroup("application"), starter, "application");
        thread.setContextClassLoader(loader);
        thread.start();
        thread.join();
        while (helper.get() == null) {
            Thread.onSpinWait();
        }
        return new WeakReference<>(loader);
    }

    /** Waits for the collector, which may take its time. */
    private static boolean isCollected(WeakReference<?> reference) throws InterruptedException {
        for (int i = 0; i < 500 && reference.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        return reference.get() == null;
    }
}
