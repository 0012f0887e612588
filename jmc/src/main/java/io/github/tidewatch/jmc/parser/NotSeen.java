package io.github.tidewatch.jmc.parser;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.flightrecorder.JfrAttributes;
import org.openjdk.jmc.flightrecorder.parser.IEventSink;
import org.openjdk.jmc.flightrecorder.parser.IEventSinkFactory;
import org.openjdk.jmc.flightrecorder.parser.ValueField;

/**
 * Makes an event of each line of {@code tidewatch.Status} that says what is missing: JMC shows a text of several lines in one
 * row. What several events say is one row, with the time of the first. For one thread at a time.
 */
final class NotSeen {
    static final String TYPE = "tidewatch.NotSeen";

    private static final List<String> SAYING = List.of("missing", "unreliable", "notSampled", "incompleteThreads");
    private static final int MOST = 1000;

    private static final int START = 0;

    private final Map<List<String>, Object> firstSeen = new LinkedHashMap<>();
    private String[] category = {};

    /** Takes an event with these fields, of this category. */
    void add(List<ValueField> fields, Object[] values, String[] of) {
        category = of;
        int start = ThreadFields.indexOf(fields, JfrAttributes.START_TIME.getIdentifier());
        for (String field : SAYING) {
            int place = ThreadFields.indexOf(fields, field);
            if (start >= 0 && place >= 0 && values[place] instanceof String text) {
                String kind = fields.get(place).getName();
                text.lines()
                        .filter(line -> !line.isBlank() && firstSeen.size() < MOST)
                        .forEach(line -> firstSeen.putIfAbsent(row(kind, line), values[start]));
            }
        }
    }

    private static List<String> row(String kind, String line) {
        int colon = line.indexOf(": ");
        return colon < 0 ? List.of(kind, "", line) : List.of(kind, line.substring(0, colon), line.substring(colon + 2));
    }

    void handOn(IEventSinkFactory next) {
        if (firstSeen.isEmpty()) {
            return;
        }
        List<ValueField> fields = new ArrayList<>(List.of(
                new ValueField(JfrAttributes.START_TIME),
                new ValueField("kind", "Kind", "What is so of it", UnitLookup.PLAIN_TEXT),
                new ValueField("what", "What", "What cannot be seen", UnitLookup.PLAIN_TEXT),
                new ValueField("why", "Why", "The cause, and how to get it", UnitLookup.PLAIN_TEXT)));
        IEventSink sink = next.create(
                TYPE,
                "Not Seen",
                category,
                "What cannot be seen, a row for each. Made by the Tidewatch plug-in from the Tidewatch Status events",
                fields);
        firstSeen.forEach((row, time) -> {
            Object[] values = new Object[fields.size()];
            values[START] = time;
            for (int i = 0; i < row.size(); i++) {
                values[START + 1 + i] = row.get(i);
            }
            sink.addEvent(values);
        });
        firstSeen.clear();
    }
}
