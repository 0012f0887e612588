package io.github.tidewatch.taskstats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.taskstats.TaskstatsException.Reason;
import io.github.tidewatch.testing.RequiresTaskstats;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@RequiresTaskstats
class TaskstatsClientKernelTest {
    private final TaskstatsClient client = TaskstatsClient.open();

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void aDeadTidInABatchIsGoneAndTheOthersAreRight() throws Exception {
        try (SleepingThreads threads = new SleepingThreads(64)) {
            int[] tids = threads.tids();
            tids[17] = DeadTask.tid();
            List<Integer> seen = new ArrayList<>();
            List<Integer> gone = new ArrayList<>();
            client.pidStats(tids, 0, tids.length, new StatsReceiver() {
                @Override
                public void stats(int index, TaskStatsView view) {
                    assertThat(view.id()).isEqualTo(tids[index]);
                    assertThat(view.get(TaskStatsField.AC_PID)).isEqualTo(tids[index]);
                    assertThat(view.comm()).isEqualTo(threads.name(index));
                    seen.add(index);
                }

                @Override
                public void missing(int index, Outcome outcome) {
                    assertThat(outcome).isEqualTo(Outcome.GONE);
                    gone.add(index);
                }
            });
            assertThat(gone).containsExactly(17);
            assertThat(seen).doesNotHaveDuplicates().hasSize(63);
            assertThat(client.repliesDropped()).isZero();
        }
    }

    @Test
    void afterRefusedCpumasksAThousandInterleavedQueriesHaveNoWrongAnswer() throws Exception {
        try (WorkingThreads threads = new WorkingThreads(32)) {
            int[] tids = threads.tids();
            int[] asked = new int[64];
            int[] indexes = new int[64];
            SplittableRandom random = new SplittableRandom(1);
            int answers = 0;
            for (int round = 0; round < 1000; round++) {
                if (round % 100 == 0) {
                    assertThatThrownBy(() -> client.registerCpumask("0-8191"))
                            .isInstanceOfSatisfying(TaskstatsException.class, e -> assertThat(e.reason())
                                    .isEqualTo(Reason.INVALID));
                }
                int count = random.nextBoolean() ? 1 : 1 + random.nextInt(64);
                for (int i = 0; i < count; i++) {
                    indexes[i] = random.nextInt(tids.length);
                    asked[i] = tids[indexes[i]];
                }
                answers += count;
                client.pidStats(asked, 0, count, new OwnWitness(threads, indexes));
            }
            assertThat(client.repliesDropped()).isZero();
            assertThat(client.repliesLost()).isZero();
            assertThat(answers).isGreaterThan(1000);
            assertThat(client.pidStats(tids[7]).identity().comm()).contains("worker-7");
        }
    }

    @Test
    void aReceiveBufferThatIsTooSmallCostsNoWrongAnswer() throws Exception {
        try (WorkingThreads threads = new WorkingThreads(16)) {
            client.setReceiveBufferSize(1);
            assertThat(client.getReceiveBufferSize()).isBetween(256, 4608);
            int[] asked = new int[500];
            int[] indexes = new int[500];
            for (int i = 0; i < asked.length; i++) {
                indexes[i] = i % 16;
                asked[i] = threads.tids()[indexes[i]];
            }
            OwnWitness witness = new OwnWitness(threads, indexes);
            client.pidStats(asked, 0, asked.length, witness);
            assertThat(witness.answers).isEqualTo(500);
            assertThat(client.queriesRepeated()).as("there were overruns").isPositive();
            System.out.printf(
                    "receive buffer %d: 500 queries, %d asked again, %d lost, 0 wrong%n",
                    client.getReceiveBufferSize(), client.queriesRepeated(), client.repliesLost());
        }
    }

    /** Holds against each answer what the thread said of itself before it went to sleep for good. */
    private static final class OwnWitness implements StatsReceiver {
        private final WorkingThreads threads;
        private final int[] indexes;
        int answers;

        OwnWitness(WorkingThreads threads, int[] indexes) {
            this.threads = threads;
            this.indexes = indexes;
        }

        @Override
        public void stats(int index, TaskStatsView view) {
            int worker = indexes[index];
            long switches = threads.own(worker).voluntarySwitches();
            assertThat(view.get(TaskStatsField.NVCSW))
                    .isBetween(switches, switches + WorkingThreads.SWITCHES_APART / 2);
            long micros = threads.own(worker).userTime().toNanos() / 1000
                    + threads.own(worker).systemTime().toNanos() / 1000;
            assertThat(view.get(TaskStatsField.CPU_RUN_VIRTUAL_TOTAL) / 1000).isBetween(micros - 1, micros + 20_000);
            assertThat(view.comm()).isEqualTo(threads.name(worker));
            answers++;
        }

        @Override
        public void missing(int index, Outcome outcome) {
            assertThat(outcome).isEqualTo(Outcome.LOST);
            answers++;
        }
    }

    @Test
    void theSteadyStateAllocatesNothing() throws Exception {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        try (SleepingThreads threads = new SleepingThreads(500)) {
            int[] tids = threads.tids();
            long[] sum = new long[1];
            StatsReceiver receiver = new StatsReceiver() {
                @Override
                public void stats(int index, TaskStatsView view) {
                    sum[0] += view.get(TaskStatsField.CPU_DELAY_TOTAL) + view.get(TaskStatsField.BLKIO_DELAY_TOTAL);
                }

                @Override
                public void missing(int index, Outcome outcome) {
                    throw new AssertionError(outcome);
                }
            };
            for (int warmUp = 0; warmUp < 200; warmUp++) {
                client.pidStats(tids, 0, tids.length, receiver);
            }
            memory.getThreadAllocatedBytes(self);
            long before = memory.getThreadAllocatedBytes(self);
            for (int pass = 0; pass < 200; pass++) {
                client.pidStats(tids, 0, tids.length, receiver);
            }
            // A few bytes are the JVM's own, for compiling; one object for each of 100 000 answers would be megabytes.
            assertThat(memory.getThreadAllocatedBytes(self) - before).isLessThan(1000);
        }
    }

    @Test
    void aGroupHasTheSumsOfItsTasksAndNothingElse() {
        int pid = HostSystemCalls.get().getpid();
        TaskStats group = client.tgidStats(pid);
        TaskStats self = client.pidStats(HostSystemCalls.get().gettid());
        assertThat(group.scope()).isEqualTo(TaskScope.GROUP);
        assertThat(group.id()).isEqualTo(pid);
        assertThat(group.cpuTime().orElseThrow()).isGreaterThan(self.cpuTime().orElseThrow());
        assertThat(group.minorFaults()).isEmpty();
        assertThat(group.bytesRead()).isEmpty();
        assertThat(group.identity().comm()).isEmpty();
        assertThat(self.identity().tgid()).hasValue(pid);
        assertThat(self.version()).isEqualTo(client.version());
        assertThat(self.toString()).contains("tid " + self.id());
        assertThatThrownBy(() -> client.tgidStats(DeadTask.tid()))
                .isInstanceOfSatisfying(
                        TaskstatsException.class, e -> assertThat(e.reason()).isEqualTo(Reason.GONE));
    }

    @Test
    void theKernelDoublesTheReceiveBufferAndPermitsMoreThanTheBound() {
        client.setReceiveBufferSize(64 * 1024);
        assertThat(client.getReceiveBufferSize()).isEqualTo(128 * 1024);
        client.setReceiveBufferSize(16 << 20);
        assertThat(client.getReceiveBufferSize()).isEqualTo(32 << 20);
    }
}
