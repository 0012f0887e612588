package io.github.tidewatch.counters;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.procfs.DescriptorBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task of which what is kept open says nothing any more, while a task with its tid is there. */
class ProcfsSourceTest {
    private static final int TID = 7;

    @TempDir
    private Path directory;

    private ProcfsSource source;
    private TaskCounters task;
    private Path schedstat;

    @BeforeEach
    void readOnce() throws IOException {
        source = new ProcfsSource(CpuClocks.NONE, BootClock.ofThisMachine(Optional.empty()), true, false);
        Files.createDirectories(directory.resolve(String.valueOf(TID)));
        schedstat = directory.resolve(TID + "/schedstat");
        Files.writeString(schedstat, "5000000 0 1\n");
        startedAt(1000);
        task = new TaskCounters(directory.resolve(String.valueOf(TID)).toString(), TID, DescriptorBudget.of(10));
        read();
        assertThat(task.lastReadOk()).isTrue();
    }

    @Test
    void isGoneIfThatOneStartedAtAnotherTime() throws IOException {
        startedAt(2000);
        Files.writeString(schedstat, "");
        read();
        assertThat(task.isGone()).isTrue();
        assertThat(source.queriesFailed()).isZero();
        assertThat(task.get(Quantity.ON_CPU)).isEqualTo(5_000_000);
    }

    @Test
    void isAFailureIfItIsTheSame() throws IOException {
        Files.writeString(schedstat, "");
        read();
        assertThat(task.isGone()).isFalse();
        assertThat(task.lastReadOk()).isFalse();
        assertThat(source.queriesFailed()).isOne();
        assertThat(source.failure()).contains("empty");
    }

    /** As it does in a process of more than some 270 groups. */
    @Test
    void isReadWholeHoweverLongItsStatusIs() throws IOException {
        StringBuilder status = new StringBuilder("Name:\tx\nGroups:\t");
        for (int group = 0; group < 65_536; group++) {
            status.append(4_000_000_000L + group).append(' ');
        }
        Files.writeString(
                directory.resolve(TID + "/status"),
                status + "\nvoluntary_ctxt_switches:\t41\nnonvoluntary_ctxt_switches:\t7\n");
        source.readRest(task);
        assertThat(task.lastReadOk()).isTrue();
        assertThat(task.get(Quantity.VOLUNTARY_SWITCHES)).isEqualTo(41);
        assertThat(task.get(Quantity.INVOLUNTARY_SWITCHES)).isEqualTo(7);
        assertThat(source.queriesFailed()).isZero();
    }

    @Test
    void isCountedAsFailedIfAFileIsLongerThanAnyThatTheKernelMakes() throws IOException {
        Files.writeString(directory.resolve(TID + "/status"), "x".repeat(2 << 20));
        source.readRest(task);
        assertThat(task.lastReadOk()).isFalse();
        assertThat(source.queriesFailed()).isOne();
        assertThat(source.failure()).contains("longer than 1048576 bytes");
    }

    private void read() {
        source.read(new TaskCounters[] {task}, 1);
    }

    /** As a new file: what is kept open stays the one before. */
    private void startedAt(long ticks) throws IOException {
        Path next = Files.writeString(
                directory.resolve("next"), TID + " (x) S" + " 0".repeat(18) + " " + ticks + " 0".repeat(30) + "\n");
        Files.move(next, directory.resolve(TID + "/stat"), StandardCopyOption.REPLACE_EXISTING);
    }
}
