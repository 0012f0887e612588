package io.github.tidewatch.intervals;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.procfs.DescriptorBudget;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a thread or the kernel's counters do: what is reported of them is possible, and of honest counters complete. */
class ReconciliationPropertyTest {
    /** What a thread does for a while. */
    private enum Doing {
        RUNS,
        WAITS_FOR_CPU,
        WAITS_FOR_DISK,
        SLEEPS
    }

    private static final class Stretch {
        final Doing doing;
        final long length;

        Stretch(Doing doing, long length) {
            this.doing = doing;
            this.length = length;
        }

        @Override
        public String toString() {
            return doing + " " + length;
        }
    }

    /** Takes what is reported, and checks each interval by itself. */
    private static final class Intervals {
        final Task task = new Task(1, DescriptorBudget.of(0), 1);
        final DelayTracker tracker = new DelayTracker(
                new DelayAccountingState(DelayAccounting.ON, -1_000_000_000_000L),
                true,
                new BlockIoPlausibility(KernelRelease.of("6.1.0")));
        long length;
        long onCpu;
        long cpuDelay;
        long blockIo;
        long discarded;

        Intervals() {
            task.accounted = true;
            task.counters.readOk();
            task.counters.readOk();
        }

        void sample(boolean all) {
            tracker.emit(new Task[] {task}, 1, false, all, this::take);
        }

        private void take(Interval i) {
            assertThat(i.length()).isPositive();
            assertThat(i.userTime()).isNotNegative();
            assertThat(i.systemTime()).isNotNegative();
            assertThat(i.cpuDelay()).isBetween(i.pendingCpuDelay(), i.length());
            assertThat(i.blockIoDelay()).isBetween(i.pendingBlockIoDelay(), i.length());
            assertThat(i.pendingCpuDelay()).isNotNegative();
            assertThat(i.pendingBlockIoDelay()).isNotNegative();
            assertThat(i.waitTime()).isNotNegative();
            assertThat(i.discardedDelay()).isNotNegative();
            length += i.length();
            onCpu += i.userTime() + i.systemTime();
            cpuDelay += i.cpuDelay();
            blockIo += i.blockIoDelay();
            discarded += i.discardedDelay();
        }
    }

    /**
     * A thread with a kernel that counts right: on-CPU time as it passes, waits when they end. The samples come whenever
     * they come.
     */
    private static final class HonestThread {
        private final Intervals tracker = new Intervals();
        private long time;
        private long onCpu;
        private long cpuDelay;
        private long blockIo;
        private long sleeps;
        private long waitedForCpu;
        private long waitedForDisk;

        /** Lets the thread do this, with samples every {@code period}. */
        void live(Stretch stretch, long period) {
            begin(stretch.doing);
            long left = stretch.length;
            while (left > 0) {
                long toSample = period - time % period;
                long step = Math.min(left, toSample);
                pass(stretch.doing, step);
                left -= step;
                if (step == toSample) {
                    note(stretch.doing);
                    tracker.sample(false);
                }
            }
        }

        private void begin(Doing doing) {
            if (doing != Doing.WAITS_FOR_CPU) {
                cpuDelay += waitedForCpu;
                waitedForCpu = 0;
            }
            if (doing != Doing.WAITS_FOR_DISK) {
                blockIo += waitedForDisk;
                waitedForDisk = 0;
            }
            if (doing == Doing.SLEEPS || doing == Doing.WAITS_FOR_DISK) {
                sleeps++;
            }
        }

        private void pass(Doing doing, long step) {
            time += step;
            onCpu += doing == Doing.RUNS ? step : 0;
            waitedForCpu += doing == Doing.WAITS_FOR_CPU ? step : 0;
            waitedForDisk += doing == Doing.WAITS_FOR_DISK ? step : 0;
        }

        void note(Doing doing) {
            Task task = tracker.task;
            task.counters.set(Quantity.ON_CPU, onCpu);
            task.counters.set(Quantity.USER_TIME, onCpu);
            task.counters.set(Quantity.CPU_DELAY, cpuDelay);
            task.counters.set(Quantity.BLOCK_IO_DELAY, blockIo);
            task.counters.set(Quantity.VOLUNTARY_SWITCHES, sleeps);
            task.counters.setTime(time);
            task.counters.setOnQueue(doing == Doing.RUNS || doing == Doing.WAITS_FOR_CPU);
            task.waiting = doing == Doing.WAITS_FOR_CPU
                    ? Waiting.CPU
                    : doing == Doing.WAITS_FOR_DISK ? Waiting.DISK : Waiting.NOTHING;
        }
    }

    /** As the scheduler has it: who wakes, waits for a CPU, however shortly, and runs before it waits for anything. */
    private static List<Stretch> plausible(List<Stretch> wishes) {
        List<Stretch> life = new java.util.ArrayList<>();
        for (Stretch wish : wishes) {
            Doing last = life.isEmpty() ? Doing.SLEEPS : life.get(life.size() - 1).doing;
            boolean needsToRun =
                    (wish.doing == Doing.SLEEPS || wish.doing == Doing.WAITS_FOR_DISK) && last != Doing.RUNS;
            if (needsToRun) {
                life.add(new Stretch(Doing.RUNS, 1000));
            }
            life.add(wish);
        }
        life.add(new Stretch(Doing.RUNS, 1000)); // in which all that it waited for is credited
        return life;
    }

    @Provide
    static Arbitrary<List<Stretch>> lives() {
        Arbitrary<Long> length = Arbitraries.longs().between(1, 5_000_000_000L);
        return Combinators.combine(Arbitraries.of(Doing.class), length)
                .as(Stretch::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(30);
    }

    @Property(tries = 3000, seed = "20261122")
    void ofHonestCountersNothingIsLostNothingDiscardedAndNothingReportedTwice(
            @ForAll("lives") List<Stretch> wishes, @ForAll("periods") long period) {
        HonestThread thread = new HonestThread();
        thread.note(Doing.SLEEPS);
        thread.tracker.tracker.open(1, 0, new Task[] {thread.tracker.task}, 1);
        long[] truth = new long[Doing.values().length];
        for (Stretch stretch : plausible(wishes)) {
            thread.live(stretch, period);
            truth[stretch.doing.ordinal()] += stretch.length;
        }
        thread.begin(Doing.RUNS);
        thread.time += 1;
        thread.onCpu += 1;
        thread.note(Doing.RUNS);
        thread.tracker.sample(true);

        Intervals emitted = thread.tracker;
        assertThat(emitted.length).isEqualTo(thread.time);
        assertThat(emitted.discarded).isZero();
        assertThat(emitted.onCpu).isEqualTo(truth[Doing.RUNS.ordinal()] + 1);
        assertThat(emitted.cpuDelay).isEqualTo(truth[Doing.WAITS_FOR_CPU.ordinal()]);
        assertThat(emitted.blockIo).isEqualTo(truth[Doing.WAITS_FOR_DISK.ordinal()]);
    }

    @Provide
    static Arbitrary<Long> periods() {
        return Arbitraries.of(10_000_000L, 20_000_000L, 100_000_000L, 1_000_000_000L, 7_777_777L);
    }

    private static final class Sample {
        final long length;
        final long[] changes;
        final Waiting waiting;
        final boolean onQueue;

        Sample(long length, long[] changes, Waiting waiting, boolean onQueue) {
            this.length = length;
            this.changes = changes;
            this.waiting = waiting;
            this.onQueue = onQueue || waiting == Waiting.CPU;
        }

        @Override
        public String toString() {
            return length + " " + java.util.Arrays.toString(changes) + " " + waiting + " " + onQueue;
        }
    }

    @Provide
    static Arbitrary<List<Sample>> anything() {
        Arbitrary<Long> length = Arbitraries.longs().between(1, 5_000_000_000L);
        Arbitrary<long[]> changes = Arbitraries.oneOf(
                        Arbitraries.just(0L),
                        Arbitraries.longs().between(-1_000_000, 1_000_000),
                        Arbitraries.longs().between(0, 5_000_000_000L),
                        Arbitraries.longs().between(0, 1L << 60))
                .array(long[].class)
                .ofSize(4);
        return Combinators.combine(length, changes, Arbitraries.of(Waiting.class), Arbitraries.of(true, false))
                .as(Sample::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(30);
    }

    @Property(tries = 3000, seed = "20261122")
    void whateverTheCountersDoEveryIntervalIsPossibleAndTheTimeAddsUp(@ForAll("anything") List<Sample> samples) {
        Intervals emitted = new Intervals();
        emitted.tracker.open(1, 0, new Task[] {emitted.task}, 1);
        long time = 0;
        for (Sample sample : samples) {
            time += sample.length;
            emitted.task.counters.setTime(time);
            emitted.task.counters.set(Quantity.ON_CPU, emitted.task.now(Quantity.ON_CPU) + sample.changes[0]);
            emitted.task.counters.set(Quantity.USER_TIME, emitted.task.now(Quantity.USER_TIME) + sample.changes[0] / 2);
            emitted.task.counters.set(
                    Quantity.SYSTEM_TIME,
                    emitted.task.now(Quantity.SYSTEM_TIME) + (sample.changes[0] - sample.changes[0] / 2));
            emitted.task.counters.set(Quantity.CPU_DELAY, emitted.task.now(Quantity.CPU_DELAY) + sample.changes[1]);
            emitted.task.counters.set(
                    Quantity.BLOCK_IO_DELAY, emitted.task.now(Quantity.BLOCK_IO_DELAY) + sample.changes[2]);
            emitted.task.counters.set(
                    Quantity.VOLUNTARY_SWITCHES,
                    emitted.task.now(Quantity.VOLUNTARY_SWITCHES) + Math.abs(sample.changes[3] % 3));
            emitted.task.waiting = sample.waiting;
            emitted.task.counters.setOnQueue(sample.onQueue);
            emitted.sample(false);
        }
        emitted.task.counters.setTime(time + 1);
        emitted.sample(true);
        assertThat(emitted.length).isEqualTo(time + 1);
    }
}
