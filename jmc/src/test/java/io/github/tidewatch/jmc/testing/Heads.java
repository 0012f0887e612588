package io.github.tidewatch.jmc.testing;

import io.github.tidewatch.agent.testing.DocPage;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openjdk.jmc.common.util.StatefulState;

/** What JMC writes above the columns of a page: the fields' labels, which the documentation has and a test holds. */
public final class Heads {
    private static final Pattern AGGREGATE = Pattern.compile("(SUM|AVG|MAX)(.+):(.+)");
    private static final Pattern MADE = Pattern.compile("(.+?)(Threads|Share)(\\.\\w+)?");

    /** Of the fields that JFR or the plug-in adds. */
    private static final Map<String, String> OTHERS = Map.of(
            "startTime", "Start Time",
            "duration", "Duration",
            "eventThread", "Event Thread",
            "threadGroup", "Thread Group",
            "kind", "Kind",
            "what", "What",
            "why", "Why");

    private final Map<String, String> labels = new HashMap<>(OTHERS);
    private final String key;

    private Heads(String key) {
        this.key = key;
    }

    public static Heads of(StatefulState page) throws IOException {
        StatefulState histogram = page.getChild("state").getChild("histogram");
        Heads heads = new Heads(histogram == null ? "" : histogram.getAttribute("groupBy"));
        String type = Pages.type(page);
        String source =
                switch (type) {
                    case "tidewatch.ThreadsOverTime", "tidewatch.WaitsOverTime" -> "tidewatch.ThreadDelay";
                    case "tidewatch.CausesOverTime" -> "tidewatch.DelayCause";
                    case "tidewatch.NotSeen" -> "tidewatch.Status";
                    default -> type;
                };
        for (List<String> row : DocPage.read("events.md").table(source)) {
            List<String> fields = DocPage.code(row.get(0));
            List<String> names = fields.size() == 1
                    ? List.of(row.get(1))
                    : List.of(row.get(1).split(", ", -1));
            for (int i = 0; i < fields.size(); i++) {
                heads.labels.put(fields.get(i), names.get(i).trim());
            }
        }
        return heads;
    }

    /** What stands above the column of this id. */
    public String head(String id) {
        if (id.equals("itemhistogram.key")) {
            return labels.getOrDefault(key, "");
        }
        if (id.equals("itemhistogram.count")) {
            return "Count";
        }
        Matcher aggregate = AGGREGATE.matcher(id);
        if (!aggregate.matches()) {
            return label(id.replaceFirst(":.*", ""));
        }
        String longest = aggregate.group(3).equals("timespan") ? "Longest " : "Maximum ";
        String of = Map.of("SUM", "Total ", "AVG", "Average ", "MAX", longest).get(aggregate.group(1));
        return of + label(aggregate.group(2));
    }

    private String label(String field) {
        if (labels.containsKey(field)) {
            return labels.get(field);
        }
        Matcher made = MADE.matcher(field);
        if (!made.matches() || !labels.containsKey(made.group(1))) {
            throw new AssertionError("no label of " + field);
        }
        return labels.get(made.group(1)) + (made.group(2).equals("Share") ? " %" : "");
    }
}
