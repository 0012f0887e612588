package io.github.tidewatch.benchmarks.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A call of a method that the agent has made a span, while no recording wants spans, and of the same method as it was. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SpanBenchmark {
    /** The agent's option that has {@link #woven} woven. */
    static final String OPTION = "spans=" + SpanBenchmark.class.getName() + "::woven";

    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(60);

    private double value = 7;

    /** Waits until the method is woven. */
    @Setup
    public void weave() throws InterruptedException, IOException {
        FlightRecorder.getFlightRecorder();
        long begin = System.nanoTime();
        while (!isSpan()) {
            if (System.nanoTime() - begin > LONGEST_WAIT) {
                throw new IllegalStateException("nothing is woven");
            }
            Thread.sleep(100);
        }
    }

    /** Spans cost next to nothing where there are none. */
    @TearDown
    public void confirm() throws IOException {
        if (!isSpan()) {
            throw new IllegalStateException("nothing is woven any more");
        }
    }

    private boolean isSpan() throws IOException {
        Path file = Files.createTempFile("spans", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable("tidewatch.Span").withThreshold(Duration.ZERO);
            recording.start();
            woven(value);
            recording.stop();
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .anyMatch(event -> event.getEventType().getName().equals("tidewatch.Span"));
        } finally {
            Files.delete(file);
        }
    }

    @Benchmark
    public double plainCall() {
        return plain(value);
    }

    @Benchmark
    public double wovenCall() {
        return woven(value);
    }

    private static double plain(double x) {
        return Math.sqrt(x);
    }

    private static double woven(double x) {
        return Math.sqrt(x);
    }
}
