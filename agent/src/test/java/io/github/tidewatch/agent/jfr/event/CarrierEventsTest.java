package io.github.tidewatch.agent.jfr.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.intervals.CarrierTimes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events of intervals, with a worker of an ordinary pool in the place of a carrier. */
class CarrierEventsTest {
    private static final long SECOND = 1_000_000_000;

    @TempDir
    Path directory;

    private final ForkJoinPool pool = new ForkJoinPool(1);
    private final List<String> troubles = new ArrayList<>();
    private final CarrierTimes times = new CarrierTimes();
    private final long start = System.nanoTime() - 1000 * SECOND;

    @AfterEach
    void end() {
        pool.shutdownNow();
    }

    private interface Script {
        void run(CarrierEvents events) throws Exception;
    }

    private List<RecordedEvent> recorded(Script script) throws Exception {
        Path file = directory.resolve("x.jfr");
        try (Recording recording = new Recording()) {
            recording.enable(VirtualThreadSchedulerEvent.class).withoutStackTrace();
            recording.start();
            CarrierEvents events = new CarrierEvents(troubles::add);
            script.run(events);
            recording.stop();
            recording.dump(file);
        }
        // As they were committed, by one thread: begins long before the two readings of the clocks, which here are
        // microseconds apart, are too uncertain to sort by.
        return RecordingFile.readAllEvents(file);
    }

    private void emit(CarrierEvents events, long begin, long end, Thread... carriers) {
        times.beginAt(start + begin * SECOND);
        for (Thread carrier : carriers) {
            times.add(carrier);
        }
        times.endAt(start + end * SECOND);
        events.begin();
        events.emit(times);
        events.end();
    }

    private Thread worker() throws Exception {
        return pool.submit(Thread::currentThread).get();
    }

    private static List<Long> values(List<RecordedEvent> events, String field) {
        return events.stream().map(event -> event.getLong(field)).collect(Collectors.toList());
    }

    @Test
    void anIntervalThatBeganWithoutTheProbeHasAllButItsDelay() throws Exception {
        Thread carrier = worker();
        List<RecordedEvent> events = recorded(all -> emit(all, 0, 1, carrier));
        assertThat(values(events, "interval")).containsExactly(SECOND);
        assertThat(values(events, "carriers")).containsExactly(1L);
        assertThat(values(events, "carrierDelay")).containsExactly(Long.MIN_VALUE);
    }

    @Test
    void aQueueCountsForItsOwnIntervalAndNotForTheTimeWithoutCarriersBefore() throws Exception {
        Thread carrier = worker();
        List<RecordedEvent> events = recorded(all -> {
            emit(all, 0, 1, carrier);
            emit(all, 1, 2);
            emit(all, 482, 483, carrier);
        });
        assertThat(values(events, "interval")).containsExactly(SECOND, SECOND, SECOND);
        assertThat(values(events, "carriers")).containsExactly(1L, 0L, 1L);
        assertThat(values(events, "mounted").get(1)).isZero();
        assertThat(values(events, "queued").get(1)).isZero();
        assertThat(values(events, "parallelism")).containsExactly(1L, 1L, 1L);
        assertThat(values(events, "carrierDelay").get(2)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void theCarriersThatAreThereAsTheFirstIntervalBeginsAreNoEvent() throws Exception {
        Thread carrier = worker();
        List<RecordedEvent> events = recorded(all -> {
            emit(all, 0, 0, carrier);
            emit(all, 0, 1, carrier);
        });
        assertThat(values(events, "interval")).containsExactly(SECOND);
        boolean canProbe = Runtime.version().feature() >= 21;
        assertThat(values(events, "carrierDelay").get(0) >= 0).isEqualTo(canProbe);
        assertThat(troubles).hasSize(canProbe ? 0 : 1);
    }
}
