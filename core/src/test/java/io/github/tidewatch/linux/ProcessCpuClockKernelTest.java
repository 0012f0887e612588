package io.github.tidewatch.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

class ProcessCpuClockKernelTest {
    private static final long BURNT = 20_000_000;
    private static final long MOST_AGE = 2_000_000;

    @Test
    void allWhoReadItHaveOneReadingThatIsAtMostTwoMillisecondsOld() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        ProcessCpuClock clock = ProcessCpuClock.by(HostSystemCalls.get());
        assertThat(ProcessCpuClock.by(HostSystemCalls.get())).isSameAs(clock);
        long before = clock.getAsLong();
        long end = threads.getCurrentThreadCpuTime() + BURNT;
        while (threads.getCurrentThreadCpuTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(clock.getAsLong() - before).isGreaterThanOrEqualTo(BURNT - MOST_AGE);
    }
}
