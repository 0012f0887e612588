package io.github.tidewatch.agent.span;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.accounting.Accounting;
import io.github.tidewatch.agent.jfr.event.SpanEvent;
import io.github.tidewatch.counters.SourceChoice;
import io.github.tidewatch.testing.Skip;
import java.lang.reflect.Field;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpanRecorderTest {
    @TempDir
    Path directory;

    private final Accounting accounting = Accounting.open(SourceChoice.PROCFS);
    private final TraceContext traces = new TraceContext();
    private SpanRecorder recorder;

    @BeforeEach
    void open() {
        Skip.unless(accounting.spanAccounting().isPresent(), "this kernel does not count CPU delay");
        FlightRecorder.register(SpanEvent.class);
        recorder = new SpanRecorder(accounting.spanAccounting().get(), traces);
    }

    @AfterEach
    void close() {
        accounting.close();
    }

    @Test
    void aSpanHasTheTraceThatIsCurrentWhenItBeginsElseWhenItEnds() throws Exception {
        Path classes = FakeOpenTelemetry.compile(directory);
        try (URLClassLoader loader =
                        new URLClassLoader(new URL[] {classes.toUri().toURL()}, null);
                Recording recording = started()) {
            assertThat(traces.look(List.of(loader), (of, name) -> of.loadClass(name)))
                    .isTrue();
            Field valid = loader.loadClass("io.opentelemetry.api.trace.Current").getField("valid");
            recorder.apply("none").accept(null);
            Consumer<Throwable> atEnd = recorder.apply("at its end");
            valid.setBoolean(null, true);
            atEnd.accept(null);
            Consumer<Throwable> atBegin = recorder.apply("at its begin");
            valid.setBoolean(null, false);
            atBegin.accept(null);
            recording.stop();
            Path file = directory.resolve("traces.jfr");
            recording.dump(file);
            List<String> found = new ArrayList<>();
            for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
                if (event.getEventType().getName().equals("tidewatch.Span")) {
                    found.add(event.getString("name") + " " + event.getString("traceId") + " "
                            + event.getString("spanId"));
                }
            }
            String ids = " 0af7651916cd43dd8448eb211c80319c b7ad6b7169203331";
            assertThat(found).containsExactly("none null null", "at its end" + ids, "at its begin" + ids);
        }
    }

    private static Recording started() {
        Recording recording = new Recording();
        recording.enable(SpanEvent.class).withThreshold(Duration.ZERO).withoutStackTrace();
        recording.start();
        return recording;
    }

    private List<String> spans(Recording recording) throws Exception {
        recording.stop();
        Path file = directory.resolve("x.jfr");
        recording.dump(file);
        List<String> names = new ArrayList<>();
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            if (event.getEventType().getName().equals("tidewatch.Span")) {
                names.add(event.getString("name") + " in " + event.getString("outer"));
            }
        }
        return names;
    }

    @Test
    void aSpanThatWasOpenWhileNothingWasRecordedIsInNoRecording() throws Exception {
        assertThat(recorder.apply("before")).isNull();
        Consumer<Throwable> early;
        try (Recording first = started()) {
            early = recorder.apply("early");
            assertThat(spans(first)).isEmpty();
        }
        recorder.followRecordings();
        try (Recording second = started()) {
            early.accept(null);
            recorder.apply("late").accept(null);
            assertThat(spans(second)).containsExactly("late in null");
        }
    }

    @Test
    void aForgottenSpanIsAroundNothingThatFollowsTheOneItWasIn() throws Exception {
        try (Recording recording = started()) {
            Consumer<Throwable> request = recorder.apply("request");
            assertThat(recorder.apply("forgotten")).isNotNull();
            request.accept(null);
            recorder.apply("next").accept(null);
            assertThat(spans(recording)).containsExactlyInAnyOrder("request in null", "next in null");
        }
    }

    @Test
    void aSpanThatItsThreadLeavesOpenIsRecordedAtTheThreadsEndAndNoneAfterIt() throws Exception {
        try (Recording recording = started()) {
            List<Consumer<Throwable>> opened = new ArrayList<>();
            Thread thread = new Thread(() -> {
                opened.add(recorder.apply("left"));
                recorder.threadExits();
                opened.add(recorder.apply("after"));
            });
            thread.start();
            thread.join();
            assertThat(opened).hasSize(2).first().isNotNull();
            assertThat(opened.get(1)).isNull();
            assertThat(spans(recording)).containsExactly("left in null");
        }
    }
}
