package io.github.tidewatch.agent.span;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.accounting.Accounting;
import io.github.tidewatch.counters.SourceChoice;
import io.github.tidewatch.testing.Skip;
import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SpanThreadsTest {
    private final Accounting accounting = Accounting.open(SourceChoice.PROCFS);
    private SpanThreads threads;

    @BeforeEach
    void open() {
        Skip.unless(accounting.spanAccounting().isPresent(), "this kernel does not count CPU delay");
        threads = new SpanThreads(accounting.spanAccounting().get());
    }

    @AfterEach
    void close() {
        accounting.close();
    }

    private static void inThread(Runnable work) throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(work);
        thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
        thread.start();
        thread.join();
        assertThat(failure.get()).isNull();
    }

    /** As workers of the common pool do when they become idle. */
    private static void loseThreadLocals() {
        try {
            Field locals = Thread.class.getDeclaredField("threadLocals");
            locals.setAccessible(true);
            locals.set(Thread.currentThread(), null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aThreadThatLosesItsThreadLocalsKeepsItsSpans() throws Exception {
        inThread(() -> {
            ThreadSpans first = threads.get();
            loseThreadLocals();
            assertThat(threads.get()).isSameAs(first);
            loseThreadLocals();
            assertThat(threads.count()).isEqualTo(1);
            assertThat(threads.remove()).isSameAs(first);
            assertThat(threads.count()).isZero();
        });
    }

    @Test
    void eachThreadHasItsOwnSpans() throws Exception {
        ThreadSpans own = threads.get();
        inThread(() -> {
            assertThat(threads.remove()).isNull();
            ThreadSpans others = threads.get();
            assertThat(others).isNotSameAs(own);
            assertThat(others.thread.isOf(Thread.currentThread())).isTrue();
            threads.remove();
        });
        assertThat(threads.get()).isSameAs(own);
        assertThat(threads.count()).isEqualTo(1);
    }
}
