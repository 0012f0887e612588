package io.github.tidewatch.benchmarks.parts;

import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.procfs.DescriptorBudget;
import io.github.tidewatch.procfs.ProcBuffer;
import io.github.tidewatch.procfs.SchedStat;
import io.github.tidewatch.procfs.TaskFiles;
import io.github.tidewatch.procfs.TaskIo;
import io.github.tidewatch.procfs.TaskStat;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Reading and parsing a thread's files, from a descriptor that is kept, and opened each time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ProcfsBenchmark {
    private final ProcBuffer buffer = new ProcBuffer(2048);
    private final SchedStat schedStat = new SchedStat();
    private final TaskStat stat = new TaskStat();
    private final TaskIo io = new TaskIo();
    private TaskFiles kept;
    private int tid;

    @Setup
    public void open() {
        tid = HostSystemCalls.get().gettid();
        kept = new TaskFiles(tid, DescriptorBudget.ofThisProcess());
    }

    @TearDown
    public void close() {
        kept.close();
    }

    @Benchmark
    public long schedstat() throws IOException {
        kept.read(TaskFiles.Name.SCHEDSTAT, buffer);
        schedStat.parse(buffer.bytes(), buffer.length());
        return schedStat.onCpu();
    }

    @Benchmark
    public long stat() throws IOException {
        kept.read(TaskFiles.Name.STAT, buffer);
        stat.parse(buffer.bytes(), buffer.length());
        return stat.userTicks();
    }

    @Benchmark
    public long io() throws IOException {
        kept.read(TaskFiles.Name.IO, buffer);
        io.parse(buffer.bytes(), buffer.length());
        return io.readCalls();
    }

    @Benchmark
    public long schedstatOpened() throws IOException {
        try (TaskFiles files = new TaskFiles(tid, DescriptorBudget.of(0))) {
            files.read(TaskFiles.Name.SCHEDSTAT, buffer);
            schedStat.parse(buffer.bytes(), buffer.length());
        }
        return schedStat.onCpu();
    }
}
