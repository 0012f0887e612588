package io.github.tidewatch.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Tests for JUnit's test kit, of which most fail. The thread "burner" uses a CPU for 200 ms. */
@AssertAccounting({})
class Limits {
    private static void burn() throws InterruptedException {
        ThreadMXBean times = ManagementFactory.getThreadMXBean();
        Thread burner = new Thread(
                () -> {
                    while (times.getCurrentThreadCpuTime() < TimeUnit.MILLISECONDS.toNanos(200)) {
                        for (int i = 0; i < 1_000_000; i++) { // between system calls, so that most of it is user time
                            Thread.onSpinWait();
                        }
                    }
                },
                "burner");
        burner.start();
        burner.join();
    }

    @Test
    @AssertAccounting({"userTime(burner) > 50 ms", "userTime(burner) < 60 s"})
    void keepsToThem() throws InterruptedException {
        burn();
    }

    @Test
    @AssertAccounting({"userTime(burner) > 50 ms", "userTime(burner) < 1 ms"})
    void failsOfOne() throws InterruptedException {
        burn();
        Thread.currentThread().interrupt();
    }

    @Test
    @AssertAccounting("userTime(nobody) < 5 %")
    void isAboutThreadsThatAreNotThere() {}

    @Test
    @AssertAccounting("cpuDelai(*) < 5 %")
    void hasAMetricThatIsNone() {}

    @Test
    @AssertAccounting("cpuDelay(*) < 5 %")
    void failsByItself() {
        assertThat("this").isEqualTo("that");
    }

    @Nested
    class Inner {
        @Test
        void hasThoseOfTheOuterClass() {}
    }
}
