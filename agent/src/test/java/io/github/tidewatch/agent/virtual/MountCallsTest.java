package io.github.tidewatch.agent.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the calls add up to, made by the test in place of the JDK. */
class MountCallsTest {
    private static final int STARTED = MountRow.STARTED;
    private static final int UNPARKED = MountRow.UNPARKED;
    private static final int PARKED = 4;
    private static final long MILLISECOND = 1_000_000;

    private final Ended sink = new Ended();
    private final List<String> ended = sink.threads;
    private final List<String> groups = sink.groups;
    private final long[] last = sink.last;
    private MountTable table = use(16, 0);

    static MountTable use(int slots, long threshold) {
        MountTable table = new MountTable(slots, new AtomicLong());
        MountSums.names = table.groupNames;
        MountSums.values = table.groupValues;
        MountCalls.rows = table.rows;
        MountCalls.names = table.names;
        MountCalls.lost = table.lost;
        MountCalls.base = table.base;
        MountCalls.threshold = threshold;
        MountCalls.keys = table.keys;
        return table;
    }

    @AfterEach
    void clear() {
        MountCalls.keys = null;
    }

    @Test
    void theThreeTimesSumToTheLifetimeAndAreThoseBetweenTheCalls() {
        Thread thread = thread("t");
        long before = System.nanoTime();
        MountCalls.submit(thread, STARTED);
        long submitted = System.nanoTime();
        pause();
        long beforeMount = System.nanoTime();
        MountCalls.mount(thread);
        long mounted = System.nanoTime();
        MountCalls.pinned(thread);
        pause();
        MountCalls.unpinned(thread);
        long beforeUnmount = System.nanoTime();
        MountCalls.unmounted(thread, 0, 0);
        MountCalls.done(thread);
        long after = System.nanoTime();
        read();
        assertThat(ended).containsExactly("t");
        assertThat(last[1] + last[2]).as("nothing parked").isEqualTo(last[0]);
        assertThat(last[0]).isBetween(beforeUnmount - submitted, after - before);
        assertThat(last[1]).isBetween(beforeMount - submitted, mounted - before);
        assertThat(last[2]).isBetween(beforeUnmount - mounted, after - beforeMount);
        assertThat(last[3]).isPositive().isLessThanOrEqualTo(last[2]);
        assertThat(last[4]).isEqualTo(1);
        assertThat(groups).containsExactly("t 1");
    }

    @Test
    void aWaitCountsFromTheFirstCallSinceItWasUnmounted() {
        Thread thread = thread("t");
        MountCalls.submit(thread, STARTED);
        MountCalls.mount(thread);
        MountCalls.unmounted(thread, 0, 0);
        MountCalls.submit(thread, UNPARKED);
        long first = System.nanoTime();
        pause();
        MountCalls.submit(thread, UNPARKED); // one calls the other
        long second = System.nanoTime();
        MountCalls.mount(thread);
        MountCalls.unmounted(thread, 0, 0);
        MountCalls.done(thread);
        read();
        assertThat(last[1]).isGreaterThanOrEqualTo(second - first);
        assertThat(last[4]).isEqualTo(2);
    }

    @Test
    void ofATimedParkTheWaitForACarrierBeginsWhenItsTimeHasPassed() {
        Thread thread = thread("t");
        long started = System.nanoTime();
        MountCalls.submit(thread, STARTED);
        MountCalls.mount(thread);
        MountCalls.unmounted(thread, MountRow.TIMED_PARKING, 2 * MILLISECOND);
        long unmounted = System.nanoTime();
        pause(6 * MILLISECOND);
        long beforeSubmit = System.nanoTime();
        MountCalls.submit(thread, UNPARKED);
        MountCalls.mount(thread);
        long mounted = System.nanoTime();
        MountCalls.unmounted(thread, 0, 0);
        MountCalls.done(thread);
        read();
        assertThat(last[0] - last[1] - last[2]).as("parked").isEqualTo(2 * MILLISECOND);
        assertThat(last[1]).isBetween(beforeSubmit - unmounted - 2 * MILLISECOND, mounted - started - 2 * MILLISECOND);
    }

    @Test
    void ofATimedParkOfWhichTheJdkDoesNotSayTheTimeTheWaitBeginsWhenItIsGivenToTheScheduler() {
        Thread thread = thread("t");
        MountCalls.submit(thread, STARTED);
        MountCalls.mount(thread);
        MountCalls.unmounted(thread, MountRow.TIMED_PARKING, 0);
        pause();
        MountCalls.submit(thread, UNPARKED);
        MountCalls.mount(thread);
        MountCalls.unmounted(thread, 0, 0);
        MountCalls.done(thread);
        read();
        assertThat(last[0] - last[1] - last[2]).as("parked").isGreaterThanOrEqualTo(100_000);
    }

    @Test
    void ofATimedParkThatIsEndedBeforeItsTimeTheWaitBeginsThere() {
        Thread thread = thread("t");
        MountCalls.submit(thread, STARTED);
        MountCalls.mount(thread);
        MountCalls.unmounted(thread, MountRow.TIMED_PARKING, Long.MAX_VALUE);
        MountCalls.submit(thread, UNPARKED);
        MountCalls.mount(thread);
        MountCalls.unmounted(thread, MountRow.TIMED_PARKING, 3_600_000 * MILLISECOND);
        pause();
        MountCalls.submit(thread, UNPARKED);
        MountCalls.mount(thread);
        MountCalls.unmounted(thread, 0, 0);
        MountCalls.done(thread);
        read();
        assertThat(last[0] - last[1] - last[2]).as("parked").isGreaterThanOrEqualTo(100_000);
        assertThat(last[1]).as("carrier delay").isNotNegative();
    }

    @Test
    void ofATimedWaitForAMonitorItBeginsWhenItsTimeHasPassedOnlyIfThatEndedIt() {
        for (boolean expires : new boolean[] {true, false}) {
            Thread thread = thread("t");
            MountCalls.submit(thread, STARTED);
            MountCalls.mount(thread);
            MountCalls.unmounted(thread, MountRow.TIMED_WAITING, 2);
            pause(6 * MILLISECOND);
            if (expires) {
                MountCalls.expired(thread);
            }
            MountCalls.submit(thread, MountRow.UNBLOCKED);
            MountCalls.mount(thread);
            MountCalls.unmounted(thread, 0, 0);
            MountCalls.done(thread);
            read();
            long parked = last[0] - last[1] - last[2];
            if (expires) {
                assertThat(parked).isEqualTo(2 * MILLISECOND);
            } else {
                assertThat(parked).isGreaterThanOrEqualTo(6 * MILLISECOND);
            }
        }
    }

    @Test
    void whoGivesAThreadBackThatIsParkedAgainChangesNothing() {
        Thread thread = thread("t");
        MountCalls.submit(thread, STARTED);
        MountCalls.mount(thread);
        MountCalls.unmounted(thread, 3, 0);
        MountCalls.submit(thread, PARKED);
        pause();
        MountCalls.submit(thread, UNPARKED);
        MountCalls.mount(thread);
        MountCalls.unmounted(thread, 0, 0);
        MountCalls.done(thread);
        read();
        assertThat(last[0] - last[1] - last[2]).as("parked").isGreaterThanOrEqualTo(100_000);
    }

    @Test
    void aThreadThatWasThereBeforeIsNotRecorded() {
        Thread thread = thread("t");
        MountCalls.submit(thread, UNPARKED);
        MountCalls.mount(thread);
        MountCalls.unmounted(thread, 0, 0);
        MountCalls.done(thread);
        read();
        assertThat(ended).isEmpty();
        assertThat(groups).isEmpty();
        assertThat(table.lost.get()).isZero();
    }

    @Test
    void aThreadThatCouldNotBeStartedLeavesNothing() {
        Thread thread = thread("t");
        MountCalls.submit(thread, STARTED);
        MountCalls.done(thread);
        read();
        assertThat(ended).isEmpty();
        assertThat(groups).isEmpty();
        for (int i = 0; i < 16; i++) {
            assertThat(table.keys.get(i)).isZero();
        }
    }

    @Test
    void threadsWithoutAPlaceAreCountedAndPlacesComeBack() {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            threads.add(thread("t" + i));
            MountCalls.submit(threads.get(i), STARTED);
        }
        assertThat(table.lost.get()).isEqualTo(4);
        for (Thread thread : threads) {
            MountCalls.mount(thread);
            MountCalls.unmounted(thread, 0, 0);
            MountCalls.done(thread);
        }
        read();
        assertThat(ended).hasSize(16);
        live(thread("later"));
        read();
        assertThat(ended).hasSize(17).endsWith("later");
    }

    @Test
    void aThreadOfWhichACallIsMissingIsNotRecorded() {
        Thread thread = thread("t");
        MountCalls.submit(thread, STARTED);
        MountCalls.mount(thread);
        MountCalls.unmounted(thread, 0, 0);
        MountCalls.mount(thread);
        MountCalls.unmounted(thread, 0, 0);
        MountCalls.done(thread);
        read();
        assertThat(ended).isEmpty();
        assertThat(groups).isEmpty();
        assertThat(table.lost.get()).isEqualTo(1);
    }

    @Test
    void aThreadThatEndsForATableThatIsGoneIsNotInTheNext() {
        Thread thread = thread("t");
        MountCalls.submit(thread, STARTED);
        MountCalls.mount(thread);
        MountCalls.unmounted(thread, 0, 0);
        MountTable old = table;
        table = use(16, 0);
        MountCalls.keys = old.keys;
        MountCalls.rows = old.rows;
        MountCalls.names = null; // as while one table takes the other's place
        MountCalls.done(thread);
        MountCalls.keys = table.keys;
        read();
        assertThat(ended).isEmpty();
        assertThat(groups).isEmpty();
        assertThat(old.occupied()).isZero();
    }

    static Thread thread(String name) {
        return new Thread(() -> {}, name);
    }

    static void live(Thread thread) {
        MountCalls.submit(thread, STARTED);
        MountCalls.mount(thread);
        MountCalls.unmounted(thread, 0, 0);
        MountCalls.done(thread);
    }

    private static void pause() {
        pause(100_000);
    }

    private static void pause(long nanos) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < nanos) {
            Thread.onSpinWait();
        }
    }

    private void read() {
        table.read(sink);
    }
}
