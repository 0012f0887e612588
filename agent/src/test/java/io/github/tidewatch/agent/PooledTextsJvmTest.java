package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.StackTrace;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** Texts of events that a new thread writes first in a chunk: JFR before JDK 21 loses them without the agent. */
class PooledTextsJvmTest {
    @TempDir
    Path directory;

    /** Records ten times, each time in a new thread. */
    static final class Recordings {
        private static final int TIMES = 10;

        private Recordings() {}

        @Name("test.Named")
        @StackTrace(false)
        static final class Named extends Event {
            String name;
        }

        public static void main(String[] args) throws Exception {
            while (FlightRecorder.getFlightRecorder().getEventTypes().stream()
                    .noneMatch(type -> type.getName().equals("tidewatch.Status"))) {
                Thread.sleep(10);
            }
            Path file = Path.of("pooled.jfr");
            AtomicInteger all = new AtomicInteger();
            AtomicInteger lost = new AtomicInteger();
            for (int i = 0; i < TIMES; i++) {
                Thread thread = new Thread(() -> record(file));
                thread.start();
                thread.join();
                for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
                    if (event.getEventType().getName().equals("test.Named")) {
                        all.incrementAndGet();
                        lost.addAndGet(event.getString("name") == null ? 1 : 0);
                    }
                }
            }
            System.out.println(all + " events, " + lost + " without their text");
        }

        private static void record(Path file) {
            try (Recording recording = new Recording()) {
                recording.start();
                for (int i = 0; i < 5; i++) {
                    Named event = new Named();
                    event.name = "longer than sixteen characters";
                    event.commit();
                }
                recording.stop();
                Files.deleteIfExists(file);
                recording.dump(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @ParameterizedTest
    @JdkSource({11, 17})
    void eventsOfANewThreadThatWritesFirstInAChunkHaveTheirTexts(int feature) throws Exception {
        RunningJvm.Result result = new TestJvm(Jdks.home(feature), directory)
                .agent("")
                .jvmArgs("-XX:StartFlightRecording:filename=x.jfr")
                .main(Recordings.class)
                .timeout(Duration.ofMinutes(2))
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.stdout).contains("50 events, 0 without their text");
    }
}
