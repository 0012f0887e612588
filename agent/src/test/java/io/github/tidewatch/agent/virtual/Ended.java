package io.github.tidewatch.agent.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** What was handed over. */
final class Ended implements EndedThreads {
    /** Names, in the order in which they came. */
    final List<String> threads = new ArrayList<>();

    /** Names, each with how many threads there were. */
    final List<String> groups = new ArrayList<>();

    /** Of the last thread: life, wait for a carrier, time on one, of that pinned, and how often. */
    final long[] last = new long[5];

    @Override
    public void thread(String name, long id, long begin, VirtualThreadTimes times) {
        threads.add(name);
        last[0] = times.lifetime();
        last[1] = times.carrierDelay();
        last[2] = times.mounted();
        last[3] = times.pinned();
        last[4] = times.mounts();
        assertThat(times.carrierDelay() + times.mounted() + times.parked()).isEqualTo(times.lifetime());
    }

    @Override
    public void group(String name, long count, VirtualThreadTimes times) {
        groups.add(name + " " + count);
        assertThat(times.carrierDelay() + times.mounted() + times.parked()).isEqualTo(times.lifetime());
    }
}
