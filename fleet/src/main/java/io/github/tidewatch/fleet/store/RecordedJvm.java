package io.github.tidewatch.fleet.store;

import io.github.tidewatch.fleet.read.JvmFacts;
import java.util.Optional;

/**
 * The JVM that made a chunk, as its recording says. What it does not say is null.
 *
 * @param jvm process and start
 */
public record RecordedJvm(String jvm, String host, String pod) {
    static final RecordedJvm UNKNOWN = new RecordedJvm(null, null, null);

    private static final int LONGEST = 1000;

    /** Without the user's labels, of which two imports of one chunk may have different ones. */
    public static RecordedJvm of(JvmFacts facts) {
        return new RecordedJvm(cut(facts.jvm()), cut(facts.host()), cut(facts.pod()));
    }

    private static String cut(Optional<String> text) {
        return text.map(all -> all.substring(0, Math.min(LONGEST, all.length())))
                .orElse(null);
    }

    /** Whether it cannot be the same JVM: something differs that is known of both. */
    public boolean differsFrom(RecordedJvm other) {
        return differ(jvm, other.jvm) || differ(host, other.host) || differ(pod, other.pod);
    }

    private static boolean differ(String one, String other) {
        return one != null && other != null && !one.equals(other);
    }

    /** With what the other says where this says nothing. */
    public RecordedJvm or(RecordedJvm other) {
        return new RecordedJvm(
                jvm == null ? other.jvm : jvm, host == null ? other.host : host, pod == null ? other.pod : pod);
    }
}
