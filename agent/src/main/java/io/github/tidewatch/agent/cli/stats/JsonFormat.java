package io.github.tidewatch.agent.cli.stats;

import com.google.gson.stream.JsonWriter;
import io.github.tidewatch.agent.cli.console.Screen;
import io.github.tidewatch.taskstats.TaskScope;
import io.github.tidewatch.taskstats.TaskStats;
import io.github.tidewatch.taskstats.TaskStatsField;
import java.io.IOException;
import java.util.List;

/**
 * An array of objects with the kernel's names and units. A field that this kernel does not fill is not there; one that it
 * fills, but not knowingly for this task, is null.
 */
final class JsonFormat implements StatsFormat {
    private final Screen screen;

    JsonFormat(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void print(List<Query> queries) throws IOException {
        JsonWriter json = screen.json();
        json.beginArray();
        for (Query query : queries) {
            write(json, query, false);
        }
        json.endArray();
        json.flush();
        screen.out().println();
    }

    /** With {@code accounted} where the task is known to have begun with delay accounting on. */
    static void write(JsonWriter json, Query query, boolean accounted) throws IOException {
        json.beginObject();
        json.name("scope").value(query.scope() == TaskScope.THREAD ? "thread" : "group");
        json.name("id").value(query.id());
        json.name("outcome").value(query.outcome());
        if (query.stats().isPresent()) {
            write(json, query.stats().get(), accounted);
        } else {
            json.name("remark").value(query.remark());
        }
        json.endObject();
    }

    private static void write(JsonWriter json, TaskStats stats, boolean known) throws IOException {
        boolean accounted = known || new Delays(stats).areAccounted();
        for (TaskStatsField field : TaskStatsField.values()) {
            if (!stats.has(field)) {
                continue;
            }
            json.name(field.kernelName());
            if (field == TaskStatsField.AC_COMM) {
                json.value(stats.identity().comm().orElse(""));
            } else if (!accounted && Delays.isAccounted(field)) {
                json.nullValue();
            } else {
                json.value(stats.get(field));
            }
        }
    }
}
