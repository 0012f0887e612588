package io.github.tidewatch.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.accounting.Workbench.Worker;
import io.github.tidewatch.counters.SourceChoice;
import io.github.tidewatch.intervals.Interval;
import io.github.tidewatch.testing.RequiresRoot;
import io.github.tidewatch.testing.ReusedTid;
import io.github.tidewatch.waits.WaitKind;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernel gives the tid of a thread that has ended to another one. */
@RequiresRoot
class ReusedTidKernelTest {
    private static final long PERIOD = 50;

    private final Map<String, Map<WaitKind, Long>> waits = new HashMap<>();
    private final Map<String, Long> lengths = new HashMap<>();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void whatTheLaterThreadWaitsForIsNotAddedToTheEarlierOne(int samplesBetween) throws Exception {
        ReusedTid.require();
        Pipe pipe = Pipe.open();
        Worker earlier = new Worker("earlier", stop -> pipe.source().read(ByteBuffer.allocate(1)));
        long begin = System.nanoTime();
        try (Accounting accounting = Accounting.open(SourceChoice.AUTO)) {
            Sampler sampler = accounting.sampler();
            earlier.go();
            Thread.sleep(PERIOD);
            sampler.open(EnumSet.of(Records.DELAYS));
            sample(sampler, 5, earlier.tid());
            pipe.sink().close();
            earlier.close();
            long lived = System.nanoTime() - begin;
            sample(sampler, samplesBetween, earlier.tid());
            try (Worker later = withTid(earlier.tid())) {
                later.go();
                sample(sampler, 5, earlier.tid());
                emit(sampler, true, earlier.tid());
                assertThat(waits.get("later"))
                        .as("%s", waits)
                        .containsKey(WaitKind.PARK)
                        .doesNotContainKey(WaitKind.PIPE);
                later.stop.set(true); // else it would park again
                LockSupport.unpark(thread("later"));
            }
            assertThat(waits.get("earlier"))
                    .as("%s", waits)
                    .containsKey(WaitKind.PIPE)
                    .doesNotContainKey(WaitKind.PARK);
            assertThat(waits.get("earlier").get(WaitKind.PIPE)).isGreaterThan(PERIOD * 1_000_000);
            assertThat(lengths.get("earlier")).isLessThanOrEqualTo(lived + samplesBetween * 10L * PERIOD * 1_000_000);
        }
    }

    /** A thread that parks, with this tid. */
    private static Worker withTid(int tid) throws Exception {
        return ReusedTid.start(
                tid,
                () -> new Worker("later", stop -> {
                    while (!stop.get()) {
                        LockSupport.parkNanos(60_000_000_000L);
                    }
                }),
                Worker::tid);
    }

    private static Thread thread(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void sample(Sampler sampler, int times, int tid) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            Thread.sleep(PERIOD);
            sampler.sample();
            emit(sampler, false, tid);
        }
    }

    private void emit(Sampler sampler, boolean all, int tid) {
        sampler.emitDelays(all, interval -> {
            if (interval.thread().tid() == tid) {
                add(interval);
            }
        });
    }

    private void add(Interval interval) {
        String name = interval.thread().name();
        lengths.merge(name, interval.length(), Long::sum);
        Map<WaitKind, Long> kinds = waits.computeIfAbsent(name, any -> new EnumMap<>(WaitKind.class));
        for (WaitKind kind : EnumSet.range(WaitKind.MONITOR, WaitKind.UNKNOWN)) {
            if (interval.wait(kind) != 0) {
                kinds.merge(kind, interval.wait(kind), Long::sum);
            }
        }
    }
}
