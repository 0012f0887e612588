package io.github.tidewatch.fleet.store;

import io.github.tidewatch.fleet.read.JvmFacts;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What all rows of a chunk have in common. A label of the user's wins over what the recording says; what neither says is
 * null.
 *
 * @param start of the JVM, in nanoseconds since 1970
 * @param labels those of the user's that have no column of their own
 */
public record Identity(
        String service,
        String version,
        String host,
        String pod,
        String jvm,
        Long start,
        Map<String, String> labels,
        String chunk) {
    private static final int LONGEST = 1000;

    /** Of a chunk that says this of its JVM. */
    public static Identity of(JvmFacts facts, Map<String, String> labels, String chunk) {
        Map<String, String> others = new TreeMap<>(labels);
        String service = Partitions.shortened(take(others, "service", facts.service()));
        return new Identity(
                service,
                take(others, "version", facts.version()),
                take(others, "host", facts.host()),
                take(others, "pod", facts.pod()),
                facts.jvm().orElse(null),
                facts.start(),
                others,
                chunk);
    }

    private static String take(Map<String, String> labels, String name, Optional<String> recorded) {
        String label = labels.remove(name);
        String value = label == null ? recorded.orElse(null) : label;
        return value == null || value.length() <= LONGEST ? value : value.substring(0, LONGEST);
    }
}
