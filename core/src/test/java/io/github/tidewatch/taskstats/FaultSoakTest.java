package io.github.tidewatch.taskstats;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.linux.Errno;
import io.github.tidewatch.linux.NativeMemory;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A million faults of the kernel: every question has one end, and every answer is the asked task's own. */
class FaultSoakTest {
    private static final int FAULTS = 1_000_000;
    private static final int TIDS = 200;

    private final Random random = new Random(20261124);
    private long faults;

    /** Errors in place of a call or of an answer, and answers that are cut off, doubled, late, lost or another's. */
    private final class Failing extends FakeKernel {
        private final Errno[] passing = {Errno.EINTR, Errno.EAGAIN, Errno.ENOBUFS, Errno.ENOMEM};
        private final Errno[] lasting = {Errno.EPERM, Errno.EMFILE};
        private final Errno[] refusals = {Errno.ESRCH, Errno.EPERM, Errno.ENOMEM, Errno.EAGAIN, Errno.EINVAL};
        private final Deque<byte[]> late = new ArrayDeque<>();
        private boolean failing;

        Failing() {
            onQuery = this::answerOrFail;
        }

        private boolean fails(int oneIn) {
            boolean fails = failing && random.nextInt(oneIn) == 0;
            faults += fails ? 1 : 0;
            return fails;
        }

        private int one(Errno[] errors) {
            return errors[random.nextInt(errors.length)].number();
        }

        private void answerOrFail(int sequence, int attribute, int tid, Deque<Object> answers) {
            byte[] answer = Messages.stats(sequence, PORT, tid);
            if (!fails(3)) {
                answers.add(answer);
                return;
            }
            switch (random.nextInt(8)) {
                case 0: // lost
                    return;
                case 1:
                    answers.add(answer);
                    answers.add(answer);
                    return;
                case 2:
                    late.add(answer);
                    if (late.size() > TIDS) {
                        late.remove();
                    }
                    return;
                case 3:
                    answers.add(Arrays.copyOf(answer, random.nextInt(answer.length)));
                    return;
                case 4:
                    answers.add(Messages.error(sequence, PORT, one(refusals)));
                    return;
                case 5:
                    answers.add(Messages.stats(sequence, PORT, tid + 1));
                    return;
                case 6:
                    answers.add(Messages.stats(sequence, PORT + 1, tid));
                    return;
                default:
                    answers.add(one(passing));
                    answers.add(answer);
            }
        }

        @Override
        public long send(int socket, NativeMemory memory, int offset, int length, int flags) {
            if (fails(10)) {
                return -one(fails(20) ? lasting : passing);
            }
            if (!late.isEmpty()) {
                queue.add(late.remove()); // what was asked with an earlier datagram
            }
            datagrams.clear();
            return super.send(socket, memory, offset, length, flags);
        }
    }

    @Tag("exhaustive")
    @Test
    void aMillionFaults() {
        Failing kernel = new Failing();
        int[] tids = new int[TIDS];
        for (int i = 0; i < TIDS; i++) {
            tids[i] = 5000 + 3 * i;
        }
        long[] ends = new long[Outcome.values().length + 1];
        int[] reported = new int[TIDS];
        long heap = 0;
        try (TaskstatsClient client = TaskstatsClient.open(kernel)) {
            kernel.failing = true;
            for (int pass = 0; faults < FAULTS; pass++) {
                Arrays.fill(reported, 0);
                client.pidStats(tids, 0, TIDS, new StatsReceiver() {
                    @Override
                    public void stats(int index, TaskStatsView view) {
                        reported[index]++;
                        ends[0]++;
                        if (view.get(TaskStatsField.CPU_COUNT) != Messages.cpuCountOf(tids[index])
                                || view.get(TaskStatsField.AC_PID) != tids[index]) {
                            throw new AssertionError("another task's numbers for " + tids[index]);
                        }
                    }

                    @Override
                    public void missing(int index, Outcome outcome) {
                        reported[index]++;
                        ends[1 + outcome.ordinal()]++;
                    }
                });
                assertThat(reported).containsOnly(1);
                if (pass == 100) {
                    heap = usedHeap();
                }
            }
            System.out.printf(
                    "%d faults in %d questions: answered, then by Outcome %s; asked again %d, dropped %d%n",
                    faults, client.queries(), Arrays.toString(ends), client.queriesRepeated(), client.repliesDropped());
        }
        assertThat(ends).as("every end was seen").doesNotContain(0);
        assertThat(usedHeap() - heap).isLessThan(4 << 20);
        assertThat(kernel.closes).isEqualTo(1);
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
