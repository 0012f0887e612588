package io.github.tidewatch.taskstats;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.linux.SystemCalls;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskstatsClientKernelTest {
    @Test
    void everyTidOfABatchGetsItsOwnStatisticsAndADeadOneIsGone() throws Exception {
        try (TaskstatsClient client = KernelPreconditions.openTaskstats();
                SleepingThreads threads = new SleepingThreads(200)) {
            int[] tids = threads.tids();
            tids[17] = KernelPreconditions.deadTid();
            List<Integer> seen = new ArrayList<>();
            List<Integer> gone = new ArrayList<>();
            client.pidStats(tids, 0, tids.length, new StatsReceiver() {
                @Override
                public void stats(int index, TaskStatsView view) {
                    assertThat(view.id()).isEqualTo(tids[index]);
                    assertThat(view.get(TaskStatsField.AC_PID)).isEqualTo(tids[index]);
                    assertThat(view.get(TaskStatsField.AC_TGID))
                            .isEqualTo(SystemCalls.host().getpid());
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
            assertThat(seen).doesNotHaveDuplicates().hasSize(199);
            assertThat(client.repliesDropped()).isZero();
        }
    }
}
