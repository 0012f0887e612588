package io.github.tidewatch.counters;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.linux.HostSystemCalls;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Starts of threads by procfs, on a machine that is suspended. */
class BootClockTest {
    private static final long SECOND = 1_000_000_000;
    private static final long TICK = 10_000_000;

    private long now = 100 * SECOND;
    private long suspended;

    private final BootClock clock = new BootClock(0, () -> -suspended, () -> now);

    private long sinceBoot() {
        return now + suspended;
    }

    @Test
    void aThreadThatBeganAfterASuspendDidNotBeginInTheFuture() {
        long before = sinceBoot();
        suspended += 3600 * SECOND;
        now += SECOND;
        assertThat(clock.toNanoTime(sinceBoot())).isEqualTo(now);
        assertThat(clock.toNanoTime(before)).isEqualTo(now - SECOND);
    }

    @Test
    void aThreadKeepsItsStartThroughEachOfSeveralSuspends() {
        long[] starts = new long[200];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = sinceBoot();
            clock.observe();
            now += SECOND;
            suspended += 60 * SECOND;
            clock.observe();
        }
        for (int i = starts.length - 50; i < starts.length; i++) {
            assertThat(clock.toNanoTime(starts[i])).isEqualTo((100 + i) * SECOND);
        }
    }

    @Test
    void oneThatBeganBetweenTheLastSampleAndTheSuspendIsNotOlderThanTheSample() {
        clock.observe();
        long sample = now;
        now += SECOND / 2;
        long start = sinceBoot();
        suspended += 3600 * SECOND;
        now += SECOND;
        assertThat(clock.toNanoTime(start)).isBetween(sample, now);
    }

    @Test
    void thisMachinesClockIsTheSameWithoutNativeCode() throws Exception {
        BootClock plain = BootClock.ofThisMachine(Optional.empty());
        BootClock other = BootClock.ofThisMachine(Optional.of(HostSystemCalls.get()));
        assertThat(Math.abs(plain.toNanoTime(0) - other.toNanoTime(0))).isLessThan(100 * TICK);
    }
}
