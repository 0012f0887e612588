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

/**
 * A thread from its start to its end, recorded: run with and without the agent in the JVM, it shows the price of the hook
 * and the event at its end.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ThreadExitBenchmark {
    private Recording recording;

    @Setup
    public void record() throws InterruptedException {
        recording = new Recording();
        recording.setMaxSize(10_000_000);
        recording.enable("tidewatch.ThreadEnd");
        recording.start();
        Thread.sleep(500); // the hook is installed in a thread of its own
    }

    @TearDown
    public void stop() {
        recording.close();
    }

    @Benchmark
    public void startAndJoin() throws InterruptedException {
        Thread thread = new Thread(() -> {});
        thread.start();
        thread.join();
    }
}
