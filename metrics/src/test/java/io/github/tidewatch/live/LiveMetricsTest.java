package io.github.tidewatch.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where nothing can be followed. */
class LiveMetricsTest {
    /** For a JVM of its own. */
    static final class Starting {
        private Starting() {}

        public static void main(String[] arguments) {
            try (LiveMetrics live = LiveMetrics.start()) {
                System.out.println("started: " + live.series());
            } catch (IllegalStateException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    @Timeout(120)
    void withoutTheModuleOfFlightRecorderTheErrorSaysWhatIsMissing() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "--limit-modules=java.base",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Starting.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(output.strip())
                    .isEqualTo("this JVM has no Flight Recorder, which Tidewatch's live metrics need: use one with the"
                            + " module jdk.jfr");
        } finally {
            child.destroyForcibly();
        }
    }
}
