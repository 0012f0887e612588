package io.github.tidewatch.benchmarks.parts;

import io.github.tidewatch.benchmarks.kernel.Idlers;
import io.github.tidewatch.taskstats.Outcome;
import io.github.tidewatch.taskstats.StatsReceiver;
import io.github.tidewatch.taskstats.TaskScope;
import io.github.tidewatch.taskstats.TaskStatsField;
import io.github.tidewatch.taskstats.TaskStatsView;
import io.github.tidewatch.taskstats.TaskstatsClient;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Asking taskstats, and reading what it answers; for each task. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class QueryBenchmark implements StatsReceiver {
    /** As many as {@code TaskstatsClient} puts into a datagram. */
    private static final int BATCH = 64;

    private static final TaskStatsField[] READ = TaskStatsField.values();

    private Idlers idlers;
    private TaskstatsClient client;
    private int[] tids;
    private ByteBuffer reply;
    private byte[] bytes;
    private long sum;

    @Setup
    public void open() throws InterruptedException {
        idlers = new Idlers(BATCH);
        tids = idlers.tids();
        client = TaskstatsClient.open();
        client.pidStats(tids, 0, 1, new StatsReceiver() {
            @Override
            public void stats(int index, TaskStatsView view) {
                bytes = view.bytes();
            }

            @Override
            public void missing(int index, Outcome outcome) {
                throw new IllegalStateException(outcome.toString());
            }
        });
        reply = ByteBuffer.allocateDirect(bytes.length).order(ByteOrder.nativeOrder());
        reply.put(bytes).flip();
    }

    @TearDown
    public void close() {
        client.close();
        idlers.close();
    }

    @Benchmark
    public long single() {
        client.pidStats(tids, 0, 1, this);
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long batched() {
        client.pidStats(tids, 0, BATCH, this);
        return sum;
    }

    /** All fields that the kernel knows of one reply. */
    @Benchmark
    public long decode() {
        TaskStatsView view = TaskStatsView.of(reply, TaskScope.THREAD, tids[0]);
        for (TaskStatsField field : READ) {
            if (field != TaskStatsField.AC_COMM && view.has(field)) {
                sum += view.get(field);
            }
        }
        return sum;
    }

    @Override
    public void stats(int index, TaskStatsView view) {
        sum += view.get(TaskStatsField.CPU_RUN_VIRTUAL_TOTAL) + view.get(TaskStatsField.CPU_DELAY_TOTAL);
    }

    @Override
    public void missing(int index, Outcome outcome) {
        throw new IllegalStateException(outcome.toString());
    }
}
