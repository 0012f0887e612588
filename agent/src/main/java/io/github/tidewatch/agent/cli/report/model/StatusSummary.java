package io.github.tidewatch.agent.cli.report.model;

import io.github.tidewatch.findings.StatusFacts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import jdk.jfr.consumer.RecordedEvent;

/** What the {@code tidewatch.Status} events say of the sources and of what could not be seen; each thing once, in order. */
public final class StatusSummary {
    private final Map<String, Set<String>> values = new LinkedHashMap<>();
    private final Set<String> missing = new LinkedHashSet<>();
    private final Set<String> incomplete = new LinkedHashSet<>();
    private final Set<String> notSampled = new LinkedHashSet<>();
    private final Set<String> unreliable = new LinkedHashSet<>();
    private final List<RecordedEvent> pending = new ArrayList<>();
    private StatusFacts facts;
    private long lostBytes;

    StatusSummary() {
        // In this order, whatever comes first.
        for (String title :
                new String[] {"source", "taskstats version", "delay accounting", "thread mapping", "CPU quota", "kernel"
                }) {
            values.put(title, new LinkedHashSet<>());
        }
    }

    /** In any order: a file has events in that of the buffers that they were in. */
    public void add(RecordedEvent status) {
        pending.add(status);
    }

    /** Takes what was added since: all of a chunk together, since its events are in no order. */
    public void resolve() {
        takeInOrder();
    }

    private void takeInOrder() {
        pending.sort(Comparator.comparing(RecordedEvent::getStartTime));
        pending.forEach(this::take);
        pending.clear();
    }

    private void take(RecordedEvent status) {
        facts = StatusFacts.of(
                text(status, "source"),
                flag(status, "delayAccountingAtStart"),
                flag(status, "delayAccounting"),
                text(status, "missing"),
                text(status, "unreliable"));
        addValue(status, "source", "source", Object::toString);
        addValue(status, "taskstatsVersion", "taskstats version", Object::toString);
        addValue(status, "delayAccounting", "delay accounting", value -> Boolean.TRUE.equals(value) ? "on" : "off");
        addValue(status, "threadMapping", "thread mapping", Object::toString);
        addValue(status, "cpuQuota", "CPU quota", Object::toString);
        addValue(status, "kernel", "kernel", Object::toString);
        addLines(status, "missing", missing);
        addLines(status, "unreliable", unreliable);
        if (status.hasField("notSampled")) {
            notSampled.clear(); // the later one counts on from the earlier
            addLines(status, "notSampled", notSampled);
        }
        Set<String> last = new LinkedHashSet<>();
        addLines(status, "incompleteThreads", last);
        if (!last.isEmpty()) {
            incomplete.clear(); // the later one names all of the earlier that still are
            incomplete.addAll(last);
        }
    }

    /** JFR itself has lost events, of whatever type, for want of buffers. */
    public void lose(long bytes) {
        lostBytes += bytes;
    }

    /** How much of the events JFR has lost. */
    public long lostBytes() {
        return lostBytes;
    }

    private static String text(RecordedEvent status, String field) {
        return status.hasField(field) ? status.getString(field) : null;
    }

    private static Boolean flag(RecordedEvent status, String field) {
        return status.hasField(field) ? Boolean.valueOf(status.getBoolean(field)) : null;
    }

    private void addValue(RecordedEvent status, String field, String title, Function<Object, String> text) {
        Object value = status.hasField(field) ? status.getValue(field) : null;
        if (value != null) {
            values.get(title).add(text.apply(value));
        }
    }

    private static void addLines(RecordedEvent status, String field, Set<String> lines) {
        Object value = status.hasField(field) ? status.getValue(field) : null;
        if (value != null) {
            value.toString().lines().filter(line -> !line.isBlank()).forEach(lines::add);
        }
    }

    /** Whether the recording has any such event. */
    public boolean any() {
        takeInOrder();
        return facts != null;
    }

    /** What the latest of them says, for the rules. */
    Optional<StatusFacts> facts() {
        takeInOrder();
        return Optional.ofNullable(facts);
    }

    /** Such as "source" and "taskstats"; of values that changed all, in order. */
    public Map<String, String> values() {
        takeInOrder();
        Map<String, String> reported = new LinkedHashMap<>();
        values.forEach((title, all) -> {
            if (!all.isEmpty()) {
                reported.put(title, String.join(", then ", all));
            }
        });
        return reported;
    }

    /** What the host did not give, with cause and remedy. */
    public Collection<String> missing() {
        takeInOrder();
        return missing;
    }

    /** Which threads are known in part only, and why. */
    public Collection<String> incomplete() {
        takeInOrder();
        return incomplete;
    }

    /** Of which time or threads there are no samples, and why. */
    public Collection<String> notSampled() {
        takeInOrder();
        return notSampled;
    }

    /** What the kernel counts wrongly, and what the recording lacks. */
    public Collection<String> unreliable() {
        takeInOrder();
        Set<String> all = new LinkedHashSet<>(unreliable);
        if (lostBytes > 0) {
            all.add("JFR lost " + lostBytes
                    + " bytes of events (jdk.DataLoss), perhaps records among them: sums may be too"
                    + " low. More memory for its buffers helps: -XX:FlightRecorderOptions=memorysize=64m");
        }
        return all;
    }
}
