package io.github.tidewatch.testing;

import io.github.tidewatch.taskstats.TaskstatsClient;
import io.github.tidewatch.taskstats.TaskstatsException;
import java.util.Optional;

/** A class of its own, because some modules have core's tests without core. */
final class TaskstatsProbe {
    private TaskstatsProbe() {}

    /** Why taskstats does not answer this process. */
    static Optional<String> missing() {
        try (TaskstatsClient client = TaskstatsClient.open()) {
            client.pidStats(Math.toIntExact(ProcessHandle.current().pid()));
            return Optional.empty();
        } catch (TaskstatsException e) {
            return Optional.of("no taskstats: " + e.getMessage());
        }
    }
}
