package io.github.tidewatch.agent.jfr;

import io.github.tidewatch.accounting.Accounting;
import io.github.tidewatch.accounting.exit.BufferedExits;
import io.github.tidewatch.agent.hook.EarlyExit;
import io.github.tidewatch.agent.jfr.event.EventTimes;
import io.github.tidewatch.agent.jfr.event.ThreadEndEvent;
import io.github.tidewatch.intervals.Interval;
import io.github.tidewatch.linux.SystemCalls;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports the exits that were buffered before there was an accounting, each as an event of the time at which it was. */
final class BufferedExitEvents {
    private static final Logger LOG = LoggerFactory.getLogger(BufferedExitEvents.class);

    /** Between two readings of JFR's clock, for its rate. */
    private static final long MILLIS = 20;

    private final Accounting accounting;
    private final Optional<SystemCalls> calls;
    private final EventTimes times = new EventTimes(new ThreadEndEvent());

    BufferedExitEvents(Accounting accounting, Optional<SystemCalls> calls) {
        this.accounting = accounting;
        this.calls = calls;
    }

    /**
     * Leaves out those from before the first recording.
     *
     * @param lost how many more there were, which could not be buffered
     */
    void emit(List<EarlyExit> exits, int lost) {
        if (!EventType.getEventType(ThreadEndEvent.class).isEnabled()) {
            return;
        }
        int left = exits.size();
        int failed = lost;
        try {
            BufferedExits buffered = accounting.bufferedExits(calls, this::commit);
            long begin = beginOfRecording();
            if (left > 0) {
                times.mark();
                Thread.sleep(MILLIS);
                times.mark();
            }
            for (EarlyExit end : exits) {
                failed += end.time() - begin < 0 || isEmitted(buffered, end) ? 0 : 1;
                left--;
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.warn("threads that exited before the accounting was there are not recorded: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does that
        }
        accounting.exitAccounting().addFailed(failed + left);
    }

    private static boolean isEmitted(BufferedExits buffered, EarlyExit end) {
        try {
            buffered.emit(end.thread(), end.time(), end.schedstat(), end.stat(), end.status(), end.io());
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.debug("a thread that exited before the accounting was there is not recorded: {}", e.toString());
            return false;
        }
    }

    private void commit(Interval life) {
        ThreadEndEvent event = ThreadEndEvent.of(life);
        times.set(event, life.begin() + life.length(), 0);
        event.commit();
    }

    /** When the first recording began that runs, by {@link System#nanoTime()}. */
    private static long beginOfRecording() {
        Instant first = Instant.now();
        for (Recording recording : FlightRecorder.getFlightRecorder().getRecordings()) {
            Instant start = recording.getStartTime();
            if (recording.getState() == RecordingState.RUNNING && start != null && start.isBefore(first)) {
                first = start;
            }
        }
        return System.nanoTime() - Duration.between(first, Instant.now()).toNanos();
    }
}
