package io.github.tidewatch.agent.cli.report.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BinaryOperator;
import jdk.jfr.consumer.RecordedEvent;

/**
 * Sums of the fields of events about the process or about Tidewatch itself, of some the greatest value. A field that no
 * event has is unknown.
 */
public final class ProcessSums {
    private final Map<String, Long> sums = new LinkedHashMap<>();
    private final String[] fields;
    private String[] greatest = {};

    ProcessSums(String... fields) {
        this.fields = fields;
    }

    /** Takes the greatest value of these too. */
    ProcessSums andGreatest(String... of) {
        greatest = of;
        return this;
    }

    public void add(RecordedEvent event) {
        for (String field : fields) {
            merge(event, field, Long::sum);
        }
        for (String field : greatest) {
            merge(event, field, Long::max);
        }
    }

    private void merge(RecordedEvent event, String field, BinaryOperator<Long> with) {
        if (event.hasField(field)) {
            long value = event.getLong(field);
            if (value != Long.MIN_VALUE) {
                sums.merge(field, value, with);
            }
        }
    }

    public OptionalLong get(String field) {
        Long sum = sums.get(field);
        return sum == null ? OptionalLong.empty() : OptionalLong.of(sum);
    }

    public Map<String, Long> all() {
        return sums;
    }
}
