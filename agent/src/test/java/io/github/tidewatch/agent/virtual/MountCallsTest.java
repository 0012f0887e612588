package io.github.tidewatch.agent.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the calls add up to, made by the test in place of the JDK. */
class MountCallsTest {
    private static final int STARTED = MountCalls.STARTED;
    private static final int UNPARKED = 9;

    private final List<String> ended = new ArrayList<>();
    private final List<String> groups = new ArrayList<>();
    private final long[] last = new long[5];
    private MountTable table = use(16, 0);

    private static MountTable use(int slots, long threshold) {
        MountTable table = new MountTable(slots);
        MountSums.names = table.groupNames;
        MountSums.values = table.groupValues;
        MountCalls.rows = table.rows;
        MountCalls.names = table.names;
        MountCalls.ended = table.ended;
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
        MountCalls.unmounted(thread);
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
        MountCalls.unmounted(thread);
        MountCalls.submit(thread, UNPARKED);
        long first = System.nanoTime();
        pause();
        MountCalls.submit(thread, UNPARKED); // one calls the other
        long second = System.nanoTime();
        MountCalls.mount(thread);
        MountCalls.unmounted(thread);
        MountCalls.done(thread);
        read();
        assertThat(last[1]).isGreaterThanOrEqualTo(second - first);
        assertThat(last[4]).isEqualTo(2);
    }

    @Test
    void aThreadThatWasThereBeforeIsNotRecorded() {
        Thread thread = thread("t");
        MountCalls.submit(thread, UNPARKED);
        MountCalls.mount(thread);
        MountCalls.unmounted(thread);
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
    void ofShortLivesThereAreSumsOnly() {
        table = use(16, Long.MAX_VALUE);
        for (int i = 0; i < 100; i++) {
            live(thread("short-" + i));
        }
        read();
        assertThat(ended).isEmpty();
        assertThat(groups).containsExactly("short-* 100");
        read();
        assertThat(groups).as("taken once").hasSize(1);
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
            MountCalls.unmounted(thread);
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
        MountCalls.unmounted(thread);
        MountCalls.mount(thread);
        MountCalls.unmounted(thread);
        MountCalls.done(thread);
        read();
        assertThat(ended).isEmpty();
        assertThat(groups).isEmpty();
        assertThat(table.lost.get()).isEqualTo(1);
    }

    @Test
    void groupsAreBoundedAndGoByTheNameWithoutTheNumberAtItsEnd() {
        live(thread(""));
        live(thread("17"));
        live(thread("a1b2"));
        live(thread("a1b34"));
        live(thread("x".repeat(201)));
        read();
        assertThat(groups).containsExactlyInAnyOrder("(no name) 2", "a1b* 2", "(others) 1");
        groups.clear();
        for (int i = 0; i < 1000; i++) {
            live(thread("name" + i + "-"));
            if (i % 10 == 0) {
                table.read(new Sink()); // else there is no place
            }
        }
        read();
        assertThat(groups.size()).isLessThanOrEqualTo(MountSums.GROUPS * 101);
        assertThat(groups).anyMatch(group -> group.startsWith("(others)"));
        assertThat(groups.stream()
                        .mapToLong(group -> Long.parseLong(group.substring(group.lastIndexOf(' ') + 1)))
                        .sum())
                .isEqualTo(1000);
    }

    @Test
    void theTableIsASmallPartOfTheHeap() {
        assertThat(MountTable.slots(1L << 40)).isEqualTo(1 << 18);
        assertThat(MountTable.slots(256L << 20)).isEqualTo(1 << 16);
        assertThat(MountTable.slots(1)).isEqualTo(1 << 10);
    }

    private static Thread thread(String name) {
        return new Thread(() -> {}, name);
    }

    private static void live(Thread thread) {
        MountCalls.submit(thread, STARTED);
        MountCalls.mount(thread);
        MountCalls.unmounted(thread);
        MountCalls.done(thread);
    }

    private static void pause() {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < 100_000) {
            Thread.onSpinWait();
        }
    }

    private void read() {
        table.read(new Sink());
    }

    private final class Sink implements EndedThreads {
        @Override
        public void thread(String name, long id, long begin, VirtualThreadTimes times) {
            ended.add(name);
            last[0] = times.lifetime();
            last[1] = times.carrierDelay();
            last[2] = times.mounted();
            last[3] = times.pinned();
            last[4] = times.mounts();
            assertThat(times.carrierDelay() + times.mounted() + times.parked()).isEqualTo(times.lifetime());
        }

        @Override
        public void group(String name, long threads, VirtualThreadTimes times) {
            groups.add(name + " " + threads);
        }
    }
}
