package io.github.tidewatch.agent.cli.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import jdk.jfr.consumer.RecordedEvent;

/** Sums of the fields of events about the process or about Tidewatch itself. A field that no event has is unknown. */
final class ProcessSums {
    private final Map<String, Long> sums = new LinkedHashMap<>();
    private final String[] fields;

    ProcessSums(String... fields) {
        this.fields = fields;
    }

    void add(RecordedEvent event) {
        for (String field : fields) {
            if (event.hasField(field)) {
                long value = event.getLong(field);
                if (value != Long.MIN_VALUE) {
                    sums.merge(field, value, Long::sum);
                }
            }
        }
    }

    OptionalLong get(String field) {
        Long sum = sums.get(field);
        return sum == null ? OptionalLong.empty() : OptionalLong.of(sum);
    }

    Map<String, Long> all() {
        return sums;
    }
}
