package io.github.tidewatch.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class JavaThreadStatusTest {
    private final JavaThreadStatus status = JavaThreadStatus.open().orElseThrow();

    @Test
    void aParkedThreadHasTheStatusParked() throws Exception {
        Thread thread = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                LockSupport.park();
            }
        });
        thread.start();
        while (thread.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
        assertThat(status.of(thread) & JavaThreadStatus.PARKED).isNotZero();
        thread.interrupt();
        thread.join();
    }

    /** A native thread that attaches is on the JVM's list before its constructor has run. */
    @Test
    void aThreadThatIsBeingMadeSaysNothing() throws Exception {
        Class<?> unsafe = Class.forName("sun.misc.Unsafe");
        Field only = unsafe.getDeclaredField("theUnsafe");
        only.setAccessible(true);
        Thread thread =
                (Thread) unsafe.getMethod("allocateInstance", Class.class).invoke(only.get(null), Thread.class);
        assertThat(status.of(thread)).isZero();
    }
}
