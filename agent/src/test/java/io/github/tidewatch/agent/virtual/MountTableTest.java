package io.github.tidewatch.agent.virtual;

import static io.github.tidewatch.agent.virtual.MountCallsTest.live;
import static io.github.tidewatch.agent.virtual.MountCallsTest.thread;
import static io.github.tidewatch.agent.virtual.MountCallsTest.use;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the table holds, how much that is, and what is read of it. */
class MountTableTest {
    private final Ended sink = new Ended();
    private final List<String> ended = sink.threads;
    private final List<String> groups = sink.groups;
    private MountTable table = use(16, 0);

    @AfterEach
    void clear() {
        MountCalls.keys = null;
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
                table.read(sink); // else there is no place
            }
        }
        read();
        assertThat(groups.stream()
                        .map(group -> group.substring(0, group.lastIndexOf(' ')))
                        .distinct()
                        .count())
                .isEqualTo(MountSums.GROUPS - 2); // none ended in "(no name)" and "a1b*"
        assertThat(groups).anyMatch(group -> group.startsWith("(others)"));
        assertThat(groups.stream()
                        .mapToLong(group -> Long.parseLong(group.substring(group.lastIndexOf(' ') + 1)))
                        .sum())
                .isEqualTo(1000);
    }

    @Test
    void aThreadThatStartedAndEndedWhileSumsWereReadIsInTheNextOrTheseWithAllOfItsTimes() throws Exception {
        table = use(1 << 10, 0);
        int workers = 4;
        int lives = 5000;
        CountDownLatch left = new CountDownLatch(workers);
        Sums sums = new Sums();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            Thread worker = new Thread(() -> {
                for (int k = 0; k < lives; k++) {
                    live(thread("t-" + k));
                }
                left.countDown();
            });
            threads.add(worker);
            worker.start();
        }
        while (left.getCount() > 0) {
            table.read(sums);
        }
        for (Thread worker : threads) {
            worker.join();
        }
        table.read(sums);
        long recorded = (long) workers * lives - table.lost.get();
        assertThat(sums.ends).isEqualTo(recorded);
        assertThat(sums.threads).isEqualTo(recorded);
        assertThat(sums.mountsOfGroups).isEqualTo(recorded);
        assertThat(sums.lifetimeOfGroups).isPositive().isEqualTo(sums.lifetimeOfEnds);
    }

    @Test
    void namesOfTheApplicationAreNotTakenForThoseThatStandForOthers() {
        live(thread("(others)"));
        live(thread("(no name)"));
        live(thread("17"));
        read();
        assertThat(groups)
                .containsExactlyInAnyOrder("(others) (application) 1", "(no name) (application) 1", "(no name) 1");
    }

    @Test
    void aVeryLongNameIsNotKept() {
        live(thread("x".repeat(1_001)));
        live(thread("y".repeat(1_000)));
        assertThat(table.names).doesNotContain("x".repeat(1_001));
        read();
        assertThat(ended).containsExactlyInAnyOrder("(long name)", "y".repeat(1_000));
    }

    @Test
    void noArrayOfALargeTableIsMoreThanAMegabyte() {
        MountTable large = new MountTable(MountTable.slots(1L << 40), new AtomicLong());
        assertThat(large.rows).hasDimensions(1 << 5, 1 << 15);
        assertThat(large.keys.length() * 8L).isLessThan(1_100_000);
    }

    @Test
    void aLargeTableHasAPlaceForEightyThousandThreadsAtOnce() {
        table = use(MountTable.slots(1L << 40), 0);
        int threads = 80_000;
        for (int i = 0; i < threads; i++) {
            MountCalls.submit(thread("t"), MountRow.STARTED);
        }
        assertThat(table.lost.get()).isZero();
        assertThat(table.occupied()).isEqualTo(threads);
    }

    @Test
    void theTableIsASmallPartOfTheHeap() {
        assertThat(MountTable.slots(1L << 40)).isEqualTo(1 << 17);
        assertThat(MountTable.slots(256L << 20)).isEqualTo(1 << 16);
        assertThat(MountTable.slots(1)).isEqualTo(1 << 10);
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

    private void read() {
        table.read(sink);
    }

    private static final class Sums implements EndedThreads {
        private long ends;
        private long lifetimeOfEnds;
        private long threads;
        private long lifetimeOfGroups;
        private long mountsOfGroups;

        @Override
        public void thread(String name, long id, long begin, VirtualThreadTimes times) {
            ends++;
            lifetimeOfEnds += times.lifetime();
        }

        @Override
        public void group(String name, long count, VirtualThreadTimes times) {
            threads += count;
            lifetimeOfGroups += times.lifetime();
            mountsOfGroups += times.mounts();
        }
    }
}
