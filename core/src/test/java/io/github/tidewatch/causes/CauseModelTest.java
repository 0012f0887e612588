package io.github.tidewatch.causes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.tidewatch.host.CpuSet;
import java.util.Random;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Each cause alone and two at once, in intervals of a second with known numbers; times in milliseconds. */
class CauseModelTest {
    private static final long MS = 1_000_000;
    private static final Offset<Long> CLOSE = within(20 * MS);

    private final CauseModel model = new CauseModel();
    private final DelayedThreads threads = new DelayedThreads();
    private final CauseParts sum = new CauseParts();

    private void thread(long onCpu, long delay, long switches) {
        int i = threads.add();
        threads.onCpu[i] = onCpu * MS;
        threads.delay[i] = delay * MS;
        threads.switches[i] = switches;
    }

    private static CpuUse use(String cpus, long busy, long steal, long idle, long own) {
        CpuUse use = new CpuUse(CpuSet.parse(cpus));
        use.count = use.cpus.count();
        use.busy = busy * MS;
        use.steal = steal * MS;
        use.idle = idle * MS;
        use.own = own * MS;
        return use;
    }

    private void split(long throttled, CpuUse use) {
        model.splitQuota(threads, 1000 * MS, throttled * MS, 1000 * MS, 10, use == null ? 1 : use.count);
        for (int i = 0; i < threads.count; i++) {
            model.split(threads, i, use);
            CauseParts parts = model.parts();
            assertThat(parts.quota
                            + parts.ownThreads
                            + parts.neighbors
                            + parts.steal
                            + parts.placement
                            + parts.unexplained)
                    .isEqualTo(threads.delay[i]);
            sum.add(parts);
        }
    }

    @Test
    void aLoneThreadUnderAQuotaOfAQuarterLosesAllOfItToTheQuota() {
        thread(250, 750, 10);
        split(750, use("0-1", 260, 0, 1740, 250));
        assertThat(sum.quota).isCloseTo(750 * MS, CLOSE);
    }

    /** The numbers of kernel-facts: half a CPU, four spinners on two CPUs, both held back for 75 of 100 ms. */
    @Test
    void fourSpinnersUnderAQuotaLoseToItAndBehindEachOther() {
        for (int i = 0; i < 4; i++) {
            thread(125, 875, 30);
        }
        split(1500, use("0-1", 510, 0, 1490, 500));
        assertThat(sum.quota).isCloseTo(3000 * MS, CLOSE);
        assertThat(sum.ownThreads).isCloseTo(500 * MS, CLOSE);
    }

    @Test
    void aNeighborOnTheSameCpuHadItForHalfOfTheTime() {
        thread(500, 500, 120);
        split(0, use("1", 1000, 0, 0, 500));
        assertThat(sum.neighbors).isCloseTo(500 * MS, CLOSE);
    }

    @Test
    void eightSpinnersOnTwoCpusWaitForEachOther() {
        for (int i = 0; i < 8; i++) {
            thread(250, 750, 100);
        }
        split(0, use("0-1", 2000, 0, 0, 2000));
        assertThat(sum.ownThreads).isCloseTo(6000 * MS, CLOSE);
    }

    @Test
    void quotaAndNeighborAtOnceHaveTheirPartsInOrder() {
        thread(250, 750, 60); // in each period of 100 ms: 25 run, 25 behind the neighbor, 50 held back
        split(500, use("0", 1000, 0, 0, 250));
        assertThat(sum.quota).isCloseTo(500 * MS, CLOSE);
        assertThat(sum.neighbors).isCloseTo(250 * MS, CLOSE);
    }

    /** Of a thread that never slept, what is neither on CPU nor block I/O counts as delay, though no counter has it. */
    @Test
    void whatTheHypervisorTookFromALoneSpinnerIsSteal() {
        thread(900, 100, 10);
        split(0, use("0", 900, 100, 0, 900));
        assertThat(sum.steal).isCloseTo(100 * MS, CLOSE);
    }

    @Test
    void wakeUpsOfAnIdleHostArePlacement() {
        thread(50, 40, 1000);
        split(0, use("0-1", 55, 0, 1945, 50));
        assertThat(sum.placement).isCloseTo(40 * MS, CLOSE);
    }

    /** A thread that sleeps while its group is held back loses nothing to the quota. */
    @Test
    void threadsThatTakeTurnsShareTheQuotasPartByTheTimeThatTheyWereActive() {
        thread(75, 225, 20); // a collector, active for 300 ms
        thread(175, 525, 20); // the application, for the other 700
        split(750, use("0-1", 260, 0, 1740, 250));
        assertThat(threads.quota[0]).isCloseTo(225 * MS, CLOSE);
        assertThat(threads.quota[1]).isCloseTo(525 * MS, CLOSE);
    }

    /** Two CPUs were held back together for 50 ms: that is what a thread can have waited. */
    @Test
    void noThreadWaitsLongerForTheQuotaThanTheGroupWasHeldBack() {
        for (int i = 0; i < 4; i++) {
            thread(250, 250, 10);
        }
        CpuUse use = use("0-1", 2000, 0, 0, 1000);
        model.splitQuota(threads, 1000 * MS, 100 * MS, 100 * MS, 1, use.count);
        for (int i = 0; i < threads.count; i++) {
            assertThat(threads.quota[i]).isBetween(20 * MS, 50 * MS);
        }
    }

    /** The CPU has nothing to do only while the quota holds both back: nobody waits for placement. */
    @Test
    void twoSpinnersPinnedToOneCpuUnderAQuotaLoseNothingToPlacement() {
        thread(250, 750, 2500);
        thread(250, 750, 2500);
        split(500, use("0", 500, 0, 500, 500));
        assertThat(sum.placement).isZero();
        assertThat(sum.quota).isCloseTo(1000 * MS, CLOSE);
    }

    @Test
    void threadsThatAreKnownInSumLoseToTheQuotaWhatTheyWouldOneByOne() {
        for (int i = 0; i < 10; i++) {
            thread(25, 75, 10);
        }
        split(500, use("0", 250, 0, 750, 250));
        long apart = sum.quota;
        threads.clear();
        sum.clear();
        thread(250, 750, 100);
        threads.members[0] = 10;
        split(500, use("0", 250, 0, 750, 250));
        assertThat(sum.quota).isCloseTo(apart, CLOSE);
    }

    @Test
    void withoutTheHostsCountersTheRestIsUnexplained() {
        thread(250, 750, 10);
        split(500, null);
        assertThat(sum.quota).isCloseTo(500 * MS, CLOSE);
        assertThat(sum.unexplained).isCloseTo(250 * MS, CLOSE);
    }

    @Test
    void aWaitLongerThanAllThatRanIsUnexplained() {
        thread(100, 800, 10);
        split(0, use("0", 200, 0, 0, 100));
        assertThat(sum.unexplained).isGreaterThan(650 * MS);
    }

    @Test
    void whateverTheCountersSayNoPartIsNegativeAndTheSumIsTheDelay() {
        Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            threads.clear();
            int count = 1 + random.nextInt(6);
            for (int i = 0; i < count; i++) {
                thread(random.nextInt(1500), random.nextInt(3) == 0 ? 0 : random.nextInt(3000), random.nextInt(5000));
            }
            CpuUse use = use(
                    random.nextBoolean() ? "0" : "0-7",
                    random.nextInt(4000),
                    random.nextInt(500),
                    random.nextInt(4000),
                    random.nextInt(4000));
            split(random.nextInt(3) == 0 ? 0 : random.nextInt(8000), use);
            assertThat(LongStream.of(
                            sum.quota, sum.ownThreads, sum.neighbors, sum.steal, sum.placement, sum.unexplained))
                    .allMatch(part -> part >= 0);
            sum.clear();
        }
    }
}
