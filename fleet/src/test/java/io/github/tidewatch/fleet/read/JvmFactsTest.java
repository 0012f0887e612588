package io.github.tidewatch.fleet.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.StackTrace;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table "Whose" of docs/fleet.md: what a recording says of its service, version, host and pod. */
class JvmFactsTest {
    @TempDir
    Path directory;

    /** As JFR's own. */
    @Name("jdk.InitialEnvironmentVariable")
    @StackTrace(false)
    static final class Variable extends Event {
        String key;
        String value;
    }

    /** As JFR's own. */
    @Name("jdk.InitialSystemProperty")
    @StackTrace(false)
    static final class Property extends Event {
        String key;
        String value;
    }

    /** Of settings such as {@code -Dname=value NAME=value}. */
    private JvmFacts of(String settings) throws IOException {
        Path file = directory.resolve("test.jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            for (String setting : settings.split(" ", -1)) {
                commit(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
            }
            recording.stop();
            recording.dump(file);
        }
        return ChunkEvents.read(file, (table, row) -> true).facts();
    }

    private static void commit(String key, String value) {
        if (key.startsWith("-D")) {
            Property property = new Property();
            property.key = key.substring(2);
            property.value = value;
            property.commit();
        } else {
            Variable variable = new Variable();
            variable.key = key;
            variable.value = value;
            variable.commit();
        }
    }

    private static String text(JvmFacts facts) {
        return Stream.of(facts.service(), facts.version(), facts.host(), facts.pod())
                .map((Optional<String> fact) -> fact.orElse("-"))
                .reduce((a, b) -> a + " " + b)
                .orElseThrow();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            PATH=/bin                                                              | - - - -
            -Dotel.service.name=a OTEL_SERVICE_NAME=b                              | a - - -
            OTEL_SERVICE_NAME=b OTEL_RESOURCE_ATTRIBUTES=service.name=c            | b - - -
            OTEL_RESOURCE_ATTRIBUTES=service.name=c -Dspring.application.name=d    | c - - -
            -Dspring.application.name=d SPRING_APPLICATION_NAME=e                  | d - - -
            SPRING_APPLICATION_NAME=e                                              | e - - -
            OTEL_RESOURCE_ATTRIBUTES=service.version=1%2E2%2C3,service.name=x+y    | x+y 1.2,3 - -
            OTEL_RESOURCE_ATTRIBUTES=service.version=50%                           | - 50% - -
            -Dotel.resource.attributes=host.name=p OTEL_RESOURCE_ATTRIBUTES=host.name=v | - - p -
            OTEL_RESOURCE_ATTRIBUTES=host.name=h,k8s.node.name=n NODE_NAME=m       | - - n -
            NODE_NAME=m OTEL_RESOURCE_ATTRIBUTES=host.name=h HOSTNAME=g            | - - m -
            OTEL_RESOURCE_ATTRIBUTES=host.name=h HOSTNAME=g                        | - - h -
            HOSTNAME=g                                                             | - - g -
            HOSTNAME=g KUBERNETES_SERVICE_HOST=10.0.0.1                            | - - - g
            POD_NAME=q HOSTNAME=g KUBERNETES_SERVICE_HOST=10.0.0.1                 | - - - q
            OTEL_RESOURCE_ATTRIBUTES=k8s.pod.name=r POD_NAME=q                     | - - - r
            OTEL_SERVICE_NAME=                                                     | - - - -
            """)
    void theFirstSourceOfTheTableThatIsThereWins(String settings, String expected) throws IOException {
        assertThat(text(of(settings))).isEqualTo(expected);
    }
}
