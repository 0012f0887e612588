package io.github.tidewatch.agent.cli.top;

import java.util.Comparator;
import java.util.function.ToDoubleFunction;

/** What rows are sorted by, the largest first, and the key that chooses it. */
enum SortKey {
    CPU('c', "cpu", Row::onCpu),
    DELAY('d', "delay", row -> row.cpuDelay),
    BLOCK_IO('b', "bio", row -> row.blockIo),
    WAIT('w', "wait", row -> row.wait),
    SWITCHES('x', "switches", row -> row.voluntarySwitches + row.involuntarySwitches),
    FAULTS('f', "faults", row -> row.minorFaults + row.majorFaults),
    IO('i', "io", row -> row.readBytes + row.writeBytes),
    TID('t', "tid", null),
    NAME('n', "name", null);

    final char key;
    final String label;

    @SuppressWarnings("ImmutableEnumChecker") // comparators without state
    private final Comparator<Row> order;

    SortKey(char key, String label, ToDoubleFunction<Row> value) {
        this.key = key;
        this.label = label;
        Comparator<Row> byTid = Comparator.comparingInt(row -> row.tid);
        if (value != null) {
            // What is not known comes last; equal rows keep an order of their own, so that they do not dance.
            this.order = Comparator.<Row>comparingDouble(row -> rank(value.applyAsDouble(row)))
                    .thenComparing(row -> row.name)
                    .thenComparing(byTid);
        } else if (label.equals("name")) {
            this.order = Comparator.<Row, String>comparing(row -> row.name).thenComparing(byTid);
        } else {
            this.order = byTid.thenComparing(row -> row.name);
        }
    }

    Comparator<Row> order() {
        return order;
    }

    private static double rank(double value) {
        return Double.isNaN(value) ? 1 : -value;
    }
}
