package io.github.tidewatch.fleet.read;

import io.github.tidewatch.timeline.RecordedTimes;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import jdk.jfr.consumer.RecordedEvent;

/**
 * What a chunk says of its JVM: process and start, and the settings by which applications name their service, version, host
 * and pod. First comes what OpenTelemetry defines. For one thread.
 */
public final class JvmFacts {
    private static final int LONGEST = 64 * 1024;

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>();
    private Long pid;
    private Long start;

    /** Takes the event if it is of the JVM; false if it is of another kind. */
    boolean take(RecordedEvent event) {
        switch (event.getEventType().getName()) {
            case "jdk.JVMInformation" -> {
                if (event.hasField("pid") && event.hasField("jvmStartTime")) {
                    long started = RecordedTimes.nanos(event.getInstant("jvmStartTime")); // throws if it is no time
                    pid = event.getLong("pid");
                    start = started;
                }
            }
            case "jdk.InitialEnvironmentVariable" -> note(event, environment, JvmFacts::isWantedVariable);
            case "jdk.InitialSystemProperty" -> note(event, properties, JvmFacts::isWantedProperty);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean isWantedVariable(String key) {
        return switch (key) {
            case "OTEL_SERVICE_NAME",
                    "OTEL_RESOURCE_ATTRIBUTES",
                    "SPRING_APPLICATION_NAME",
                    "POD_NAME",
                    "NODE_NAME",
                    "HOSTNAME",
                    "KUBERNETES_SERVICE_HOST" -> true;
            default -> false;
        };
    }

    private static boolean isWantedProperty(String key) {
        return switch (key) {
            case "otel.service.name", "otel.resource.attributes", "spring.application.name" -> true;
            default -> false;
        };
    }

    private static void note(RecordedEvent event, Map<String, String> to, Predicate<String> isWanted) {
        String key = event.getString("key");
        String value = event.getString("value");
        if (key != null && value != null && !value.isBlank() && value.length() <= LONGEST && isWanted.test(key)) {
            to.put(key, value);
        }
    }

    /** Whether it says of which JVM it is. */
    public boolean isKnown() {
        return pid != null;
    }

    /** The process, and when it started: one JVM of a host; empty if that is not known. */
    public Optional<String> jvm() {
        return pid == null ? Optional.empty() : Optional.of(pid + "@" + Instant.ofEpochMilli(start / 1_000_000));
    }

    /** When the JVM started, in nanoseconds since 1970; null if that is not known. */
    public Long start() {
        return start;
    }

    /** The name of its service; empty if it has none. */
    public Optional<String> service() {
        return first(
                properties.get("otel.service.name"),
                environment.get("OTEL_SERVICE_NAME"),
                attribute("service.name"),
                properties.get("spring.application.name"),
                environment.get("SPRING_APPLICATION_NAME"));
    }

    /** The version of its service. */
    public Optional<String> version() {
        return first(attribute("service.version"));
    }

    /** The host: of a pod, its node. */
    public Optional<String> host() {
        return first(
                attribute("k8s.node.name"),
                environment.get("NODE_NAME"),
                attribute("host.name"),
                isInKubernetes() ? null : environment.get("HOSTNAME"));
    }

    /** The pod of Kubernetes, which is a container's host name unless it says otherwise. */
    public Optional<String> pod() {
        return first(
                attribute("k8s.pod.name"),
                environment.get("POD_NAME"),
                isInKubernetes() ? environment.get("HOSTNAME") : null);
    }

    private boolean isInKubernetes() {
        return environment.containsKey("KUBERNETES_SERVICE_HOST");
    }

    /** Of the resource attributes, {@code key=value,key=value}, values percent-encoded. */
    private String attribute(String name) {
        Optional<String> all =
                first(properties.get("otel.resource.attributes"), environment.get("OTEL_RESOURCE_ATTRIBUTES"));
        for (String pair : all.orElse("").split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).trim().equals(name)) {
                return decoded(pair.substring(equals + 1).trim());
            }
        }
        return null;
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }

    private static Optional<String> first(String... values) {
        for (String value : values) {
            if (value != null && !value.isBlank()) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
