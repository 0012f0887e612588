package io.github.tidewatch.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** Tests of two classes, of which one is recorded, for JUnit's test kit. */
final class Neighbors {
    private static final AtomicInteger RUNNING = new AtomicInteger();

    private Neighbors() {}

    private static void run() throws InterruptedException {
        RUNNING.incrementAndGet();
        Thread.sleep(20);
        RUNNING.decrementAndGet();
    }

    static class Recorded {
        @Test
        @AssertAccounting("userTime(*) >= 0 ms")
        void isRecorded() throws InterruptedException {
            for (int i = 0; i < 20; i++) {
                assertThat(RUNNING).hasValue(0);
                Thread.sleep(10);
            }
            throw new TestAbortedException("no other test has run; to evaluate the recording is of no use");
        }

        @RepeatedTest(4)
        void runs() throws InterruptedException {
            run();
        }
    }

    static class Others {
        @RepeatedTest(4)
        void runs() throws InterruptedException {
            run();
        }
    }
}
