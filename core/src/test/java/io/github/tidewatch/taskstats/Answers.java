package io.github.tidewatch.taskstats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** A receiver that accepts exactly one call for each tid, and only the fake kernel's numbers of that very tid. */
final class Answers implements StatsReceiver {
    private final int[] tids;
    private final Outcome[] outcomes;
    private final boolean[] answered;

    Answers(int... tids) {
        this.tids = tids;
        outcomes = new Outcome[tids.length];
        answered = new boolean[tids.length];
    }

    static Answers ask(TaskstatsClient client, int... tids) {
        Answers answers = new Answers(tids);
        client.pidStats(tids, 0, tids.length, answers);
        assertThat(answers.answered).doesNotContain(false);
        return answers;
    }

    @Override
    public void stats(int index, TaskStatsView view) {
        once(index);
        assertThat(view.id()).isEqualTo(tids[index]);
        assertThat(view.get(TaskStatsField.AC_PID)).isEqualTo(tids[index]);
        assertThat(view.get(TaskStatsField.CPU_COUNT)).isEqualTo(Messages.cpuCountOf(tids[index]));
    }

    @Override
    public void missing(int index, Outcome outcome) {
        once(index);
        outcomes[index] = outcome;
    }

    private void once(int index) {
        assertThat(answered[index]).as("second call for " + tids[index]).isFalse();
        answered[index] = true;
    }

    /** The tids without statistics, with the reason: such as {@code "7 GONE"}. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < tids.length; i++) {
            if (outcomes[i] != null) {
                missing.add(tids[i] + " " + outcomes[i]);
            }
        }
        return missing;
    }
}
