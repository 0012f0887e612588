package io.github.tidewatch.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.accounting.Workbench.Worker;
import io.github.tidewatch.counters.CpuClocks;
import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.intervals.Task;
import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.procfs.DescriptorBudget;
import io.github.tidewatch.procfs.ProcBuffer;
import io.github.tidewatch.procfs.TaskFiles;
import io.github.tidewatch.waits.WaitClassifier;
import io.github.tidewatch.waits.WaitDetails;
import io.github.tidewatch.waits.WaitKind;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class WaitSamplerKernelTest {
    private final SystemCalls calls = HostSystemCalls.get();
    private final AtomicBoolean readable = new AtomicBoolean(true);
    private final WaitSampler sampler =
            new WaitSampler(CpuClocks.of(calls), null, readable::get, false, false, null, null, null);
    private final Task own = new Task(calls.gettid(), DescriptorBudget.of(0), 1);

    private void failToReadOfMany() {
        Task gone = new Task(Integer.MAX_VALUE, DescriptorBudget.of(0), 1);
        for (int i = 0; i < 200; i++) {
            assertThat(sampler.read(gone)).isFalse();
        }
    }

    @Test
    void aPoolThatExitsDoesNotStopTheSamplingOfTheOthers() {
        failToReadOfMany();
        assertThat(sampler.isReadable()).isTrue();
        assertThat(sampler.read(own)).isTrue();
    }

    /** As long as the descriptor was not kept, the file may be that of a later thread with this tid. */
    @Test
    void whatWasReadByPathIsNotOfAThreadThatHasAnotherTimeOnCpu() throws Exception {
        Pipe pipe = Pipe.open();
        try (Worker reader = new Worker("reader", stop -> pipe.source().read(ByteBuffer.allocate(1)))) {
            reader.go();
            Thread.sleep(50);
            Task task = new Task(reader.tid(), DescriptorBudget.of(10), 1);
            task.counters().readOk();
            CpuClocks clocks = CpuClocks.of(calls);
            long onCpu = clocks.read(task.counters());
            assertThat(sample(clocks, task, onCpu + 1)).isEqualTo(WaitKind.UNKNOWN);
            assertThat(task.counters().files().isKept(TaskFiles.Name.SYSCALL)).isTrue();
            assertThat(sample(clocks, task, onCpu + 2))
                    .as("through the kept descriptor")
                    .isEqualTo(WaitKind.PIPE);
            task.counters().files().close();
            assertThat(sample(clocks, task, onCpu))
                    .as("the clock says that it is the same")
                    .isEqualTo(WaitKind.PIPE);
            task.counters().files().close();
            pipe.sink().close();
        }
    }

    @Test
    void aDescriptorThatTheSamePassHasOpenedProvesNothing() throws Exception {
        Pipe pipe = Pipe.open();
        try (Worker reader = new Worker("reader", stop -> pipe.source().read(ByteBuffer.allocate(1)))) {
            reader.go();
            Thread.sleep(50);
            Task task = new Task(reader.tid(), DescriptorBudget.of(10), 1);
            task.counters().readOk();
            CpuClocks clocks = CpuClocks.of(calls);
            task.counters().set(Quantity.ON_CPU, clocks.read(task.counters()) + 1);
            WaitSampler reading = newSampler(clocks, false);
            assertThat(foundByASecondRead(reading, task)).isEqualTo(WaitKind.UNKNOWN);
            assertThat(foundByASecondRead(reading, task)).as("in a later pass").isEqualTo(WaitKind.PIPE);
            task.counters().files().close();
            pipe.sink().close();
        }
    }

    private static WaitKind foundByASecondRead(WaitSampler reading, Task task) {
        assertThat(reading.readForState(task)).isTrue();
        assertThat(reading.readForState(task)).isTrue();
        reading.note(task, false);
        reading.advance(new Task[] {task}, 1);
        return task.waits().kind();
    }

    @Test
    void theKernelIsNotAskedOfAThreadThatSaysItselfWhatItWaitsFor() throws Exception {
        try (Worker worker = new Worker("parked", stop -> {
            while (!stop.get()) {
                LockSupport.parkNanos(10_000_000_000L);
            }
        })) {
            Thread parked = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("parked"))
                    .findFirst()
                    .orElseThrow();
            worker.go();
            Thread.sleep(50);
            Task task = new Task(worker.tid(), DescriptorBudget.of(10), 1);
            task.mapTo(parked);
            task.counters().readOk();
            CpuClocks clocks = CpuClocks.of(calls);
            assertThat(sample(newSampler(clocks, true), task, clocks.read(task.counters())))
                    .isEqualTo(WaitKind.PARK);
            assertThat(task.counters().files().isKept(TaskFiles.Name.SYSCALL)).isFalse();
            worker.stop.set(true);
            LockSupport.unpark(parked);
        }
    }

    @Test
    void noWaitIsReadWhileDelaysAreNotRecorded() {
        Task task = new Task(calls.gettid(), DescriptorBudget.of(10), 1);
        task.counters().readOk();
        CpuClocks clocks = CpuClocks.of(calls);
        WaitSampler idle = newSampler(clocks, false);
        idle.setWanted(false);
        assertThat(sample(idle, task, 1)).isEqualTo(WaitKind.NONE);
        assertThat(task.counters().files().isKept(TaskFiles.Name.SYSCALL)).isFalse();
    }

    private WaitSampler newSampler(CpuClocks clocks, boolean mapped) {
        WaitClassifier classifier = WaitClassifier.open(Optional.of(calls), true, mapped);
        WaitDetails details = new WaitDetails(classifier, Optional.empty(), true);
        WaitSampler reading = new WaitSampler(clocks, null, () -> true, mapped, false, null, classifier, details);
        reading.setWanted(true);
        return reading;
    }

    private WaitKind sample(CpuClocks clocks, Task task, long onCpu) {
        return sample(newSampler(clocks, false), task, onCpu);
    }

    private static WaitKind sample(WaitSampler reading, Task task, long onCpu) {
        task.counters().set(Quantity.ON_CPU, onCpu);
        task.counters().noteActivity();
        reading.sample(new Task[] {task}, 1);
        reading.advance(new Task[] {task}, 1);
        return task.waits().kind();
    }

    @Test
    void whereNoDescriptorIsToSpareTheStateIsReadFromTheFileThatIsOpen() throws Exception {
        Task task = new Task(calls.gettid(), DescriptorBudget.of(1), 1);
        assertThat(sampler.readForState(own)).as("nothing is kept").isTrue();
        task.counters().files().read(TaskFiles.Name.STAT, new ProcBuffer(1024));
        assertThat(sampler.readForState(task)).isFalse();
        assertThat(sampler.read(task)).as("where nothing else shows it").isTrue();
        task.counters().files().close();
        assertThat(sampler.readForState(task)).as("it is kept itself").isTrue();
        assertThat(task.counters().files().isKept(TaskFiles.Name.SYSCALL)).isTrue();
        task.counters().files().close();
    }

    @Test
    void whatMayNotBeReadAnyMoreIsTriedAgainNowAndThen() {
        readable.set(false);
        failToReadOfMany();
        assertThat(sampler.isReadable()).isFalse();
        assertThat(sampler.read(own)).isFalse();
        readable.set(true);
        for (int i = 0; i < 64; i++) {
            sampler.sample(new Task[0], 0);
        }
        assertThat(sampler.read(own)).isTrue();
    }
}
