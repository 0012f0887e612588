package io.github.tidewatch.benchmarks.parts;

import io.github.tidewatch.accounting.Accounting;
import io.github.tidewatch.accounting.RecordSink;
import io.github.tidewatch.accounting.Records;
import io.github.tidewatch.accounting.Sampler;
import io.github.tidewatch.counters.SourceChoice;
import io.github.tidewatch.intervals.Interval;
import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.thread.HotSpotJavaThreads;
import io.github.tidewatch.thread.MappingException;
import java.util.Set;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A sample of all threads without the events, and of it the mapping; one thread in ten runs between two samples. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PassBenchmark {
    private static final Set<Records> RECORDS = Set.of(Records.DELAYS, Records.USAGE);

    private static final int ACTIVE_OF = 10;

    @Param("1000")
    private int threads;

    private Phaser turns;
    private Accounting accounting;
    private Sampler sampler;
    private HotSpotJavaThreads mapping;
    private long emitted;

    private final RecordSink sum = new RecordSink() {
        @Override
        public void delays(Interval interval) {
            emitted += interval.userTime();
        }

        @Override
        public void usage(Interval interval) {
            emitted++;
        }
    };

    @Setup
    public void open() throws MappingException {
        turns = new Phaser(1);
        Phaser never = new Phaser(1);
        for (int i = 0; i < threads; i++) {
            boolean active = i % ACTIVE_OF == 0;
            if (active) {
                turns.register();
            }
            Thread thread = new Thread(null, () -> live(active ? turns : never, active), "crowd-" + i, 192 * 1024);
            thread.setDaemon(true);
            thread.start();
        }
        mapping = HotSpotJavaThreads.open(HostSystemCalls.get());
        accounting = Accounting.open(SourceChoice.AUTO);
        sampler = accounting.sampler();
        sampler.open(RECORDS);
    }

    private static void live(Phaser phaser, boolean active) {
        while (!phaser.isTerminated()) {
            if (active) {
                phaser.arriveAndAwaitAdvance();
            } else {
                phaser.awaitAdvance(0);
            }
        }
    }

    /** Lets the active ones run once. */
    @Setup(Level.Invocation)
    public void turn() {
        turns.arriveAndAwaitAdvance();
    }

    @TearDown
    public void close() throws java.io.IOException {
        turns.forceTermination();
        accounting.close();
    }

    @Benchmark
    public long pass() {
        sampler.sample(RECORDS, false, sum);
        return emitted;
    }

    @Benchmark
    public int mapping() {
        mapping.refresh();
        int count = mapping.count();
        mapping.release();
        return count;
    }
}
