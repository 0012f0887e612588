package io.github.tidewatch.benchmarks.parts;

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

/** Committing an event about a thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EventBenchmark {
    private final LikeThreadDelay event = new LikeThreadDelay();
    private Recording recording;

    @Setup
    public void record() {
        recording = new Recording();
        recording.setMaxSize(10_000_000);
        recording.enable(LikeThreadDelay.class);
        recording.start();
        event.sampledThread = Thread.currentThread();
        event.threadName = Thread.currentThread().getName();
    }

    @TearDown
    public void stop() {
        recording.close();
    }

    @Benchmark
    public void commit() {
        event.userTime++;
        event.waitTime += 1_000_000;
        event.commit();
    }
}
