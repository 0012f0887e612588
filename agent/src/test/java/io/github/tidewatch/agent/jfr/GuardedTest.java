package io.github.tidewatch.agent.jfr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whatever happens inside, JFR and the application get nothing of it, and do not wait. */
class GuardedTest {
    private final List<String> off = new ArrayList<>();
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void containsWhateverIsThrown() {
        for (Runnable failing : List.<Runnable>of(
                () -> {
                    throw new OutOfMemoryError("of the test");
                },
                this::overflow,
                () -> {
                    throw new NoClassDefFoundError("of the test");
                },
                () -> {
                    throw new ThreadDeath();
                },
                () -> {
                    throw new IllegalStateException("of the test");
                })) {
            assertThatCode(new Guarded("it", failing, off::add)::run).doesNotThrowAnyException();
        }
        assertThat(off).isEmpty();
    }

    @SuppressWarnings("InfiniteRecursion") // until the stack is full
    private void overflow() {
        overflow();
    }

    @Test
    void switchesOffWhatKeepsFailingAndReportsItOnce() {
        Guarded guarded = new Guarded(
                "sampling",
                () -> {
                    runs.incrementAndGet();
                    throw new LinkageError("broken");
                },
                off::add);
        for (int i = 0; i < 30; i++) {
            guarded.run();
        }
        assertThat(runs).hasValue(10);
        assertThat(off).singleElement().asString().contains("sampling is off", "10 times", "broken");
    }

    @Test
    void oneThatWorksAgainIsKept() {
        Guarded guarded = new Guarded(
                "sampling",
                () -> {
                    if (runs.incrementAndGet() % 10 != 0) {
                        throw new IllegalStateException("nine times of ten");
                    }
                },
                off::add);
        for (int i = 0; i < 100; i++) {
            guarded.run();
        }
        assertThat(runs).hasValue(100);
        assertThat(off).isEmpty();
    }

    @Test
    void nobodyWaitsForOneThatHangs() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch let = new CountDownLatch(1);
        Thread hanging = new Thread(new Guarded(
                "hanging",
                () -> {
                    inside.countDown();
                    try {
                        let.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                off::add));
        hanging.start();
        inside.await();
        Thread waiting = new Thread(() -> {
            Thread.currentThread().interrupt();
            new Guarded("flush", runs::incrementAndGet, off::add).run();
            runs.addAndGet(Thread.currentThread().isInterrupted() ? 100 : 0);
        });
        waiting.start();
        waiting.join(20_000);
        assertThat(waiting.isAlive()).isFalse();
        assertThat(runs)
                .as("it was not run, and the interrupt is the application's")
                .hasValue(100);
        List<String> inTime = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Guarded.outOfTurn("status", () -> inTime.add("emitted"), off::add).run();
            new Guarded("flush", runs::incrementAndGet, off::add).run();
        }
        assertThat(inTime).as("what needs no turn is done in any case").hasSize(20);
        assertThat(off).as("who is late is not broken").isEmpty();
        let.countDown();
        hanging.join();
        new Guarded("flush", runs::incrementAndGet, off::add).run();
        assertThat(runs).hasValue(101);
    }
}
