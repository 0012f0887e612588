package io.github.tidewatch.benchmarks.parts;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A span that is shorter than its event's threshold, while a recording wants spans: one reading of the counters. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RecordedSpanBenchmark {
    private final SpanBenchmark spans = new SpanBenchmark();
    private Recording recording;

    /** Waits until the method is woven, and records. */
    @Setup
    public void record() throws InterruptedException, IOException {
        spans.weave();
        recording = new Recording();
        recording.enable("tidewatch.Span").withThreshold(Duration.ofHours(1));
        recording.start();
    }

    /** It was recorded by the agent all the time. */
    @TearDown
    public void stop() throws IOException {
        recording.close();
        spans.confirm();
    }

    @Benchmark
    public double shortSpan() {
        return spans.wovenCall();
    }
}
