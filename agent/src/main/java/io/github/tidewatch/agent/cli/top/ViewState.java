package io.github.tidewatch.agent.cli.top;

import io.github.tidewatch.metrics.ThreadGroups;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What of a snapshot is to be shown, and in which order. Changed by keys; for one thread. */
final class ViewState {
    SortKey sort = SortKey.DELAY;
    boolean reverse;
    boolean groups;
    boolean paused;
    String filter = "";
    /** The filter while it is typed; null if it is not. */
    StringBuilder typing;

    int first;
    boolean help;

    /** The rows to show, all of them, in order. */
    List<Row> select(Snapshot snapshot) {
        String wanted = (typing == null ? filter : typing.toString()).toLowerCase(Locale.ROOT);
        List<Row> rows = new ArrayList<>();
        for (Row row : snapshot.rows) {
            if (row.name.toLowerCase(Locale.ROOT).contains(wanted)
                    || Integer.toString(row.tid).equals(wanted)) {
                rows.add(row);
            }
        }
        if (groups) {
            rows = grouped(rows);
        }
        rows.sort(reverse ? sort.order().reversed() : sort.order());
        return rows;
    }

    private static List<Row> grouped(List<Row> rows) {
        Map<String, Row> groups = new LinkedHashMap<>();
        for (Row row : rows) {
            String pattern = ThreadGroups.of(row.name);
            Row group = groups.computeIfAbsent(pattern, first -> Row.group(row.name));
            group.add(row);
            if (group.threads > 1) {
                group.name = pattern;
            }
        }
        return new ArrayList<>(groups.values());
    }
}
