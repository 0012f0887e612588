package io.github.tidewatch.agent.jfr.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.JmcRecording;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.StackTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmc.common.item.IItem;

class EventTimesTest {
    private static final String TYPE = "io.github.tidewatch.test.Emitted";
    private static final int THREADS = 300;
    private static final int PASSES = 20;
    private static final long MICRO = 1000;

    @TempDir
    Path directory;

    @Name(TYPE)
    @StackTrace(false)
    static final class Emitted extends Event {
        long number;
    }

    /** Intervals of threads that follow each other, to the microsecond as taskstats reports them, some after an idle gap. */
    @Test
    void missionControlLosesNoEventAndReportsNoneTwice() throws Exception {
        Random random = new Random(1);
        Path file = directory.resolve("emitted.jfr");
        long number = 0;
        try (Recording recording = new Recording()) {
            recording.enable(Emitted.class).withoutStackTrace();
            recording.start();
            EventTimes times = new EventTimes(new Emitted());
            times.mark();
            long[] emitted = new long[THREADS];
            long start = System.nanoTime() / MICRO * MICRO;
            Arrays.fill(emitted, start);
            for (int pass = 1; pass <= PASSES; pass++) {
                Thread.sleep(5);
                times.mark();
                for (int thread = 0; thread < THREADS; thread++) {
                    long now = start + pass * 5000L * MICRO + (long) random.nextInt(100) * MICRO;
                    if (random.nextInt(4) == 0) {
                        continue;
                    }
                    long middle = emitted[thread] + (now - emitted[thread]) / MICRO / 2 * MICRO;
                    boolean idle = now - emitted[thread] > 6000L * MICRO;
                    if (idle) { // the activity first, as when the idle gap is held back
                        number = emit(times, number, middle, now - middle);
                        number = emit(times, number, emitted[thread], middle - emitted[thread]);
                    } else {
                        number = emit(times, number, emitted[thread], now - emitted[thread]);
                    }
                    emitted[thread] = now;
                }
            }
            recording.stop();
            recording.dump(file);
        }
        Set<Object> numbers = new HashSet<>();
        JmcRecording read = JmcRecording.load(file);
        for (IItem item : read.items(TYPE)) {
            numbers.add(read.value(TYPE, "number", item).toString());
        }
        assertThat(read.items(TYPE)).hasSize((int) number);
        assertThat(numbers).hasSize((int) number);
    }

    private static long emit(EventTimes times, long number, long begin, long length) {
        Emitted event = new Emitted();
        event.number = number;
        times.set(event, begin, length);
        event.commit();
        return number + 1;
    }
}
