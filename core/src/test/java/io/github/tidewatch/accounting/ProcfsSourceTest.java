package io.github.tidewatch.accounting;

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
    private Task task;
    private Path schedstat;

    @BeforeEach
    void readOnce() throws IOException {
        source = new ProcfsSource(CpuClocks.NONE, BootClock.ofThisMachine(Optional.empty()), true, false);
        Files.createDirectories(directory.resolve(String.valueOf(TID)));
        schedstat = directory.resolve(TID + "/schedstat");
        Files.writeString(schedstat, "5000000 0 1\n");
        startedAt(1000);
        task = new Task(directory.toString(), TID, DescriptorBudget.of(10), 1);
        read();
        assertThat(task.fresh).isTrue();
    }

    @Test
    void isGoneIfThatOneStartedAtAnotherTime() throws IOException {
        startedAt(2000);
        Files.writeString(schedstat, "");
        read();
        assertThat(task.gone).isTrue();
        assertThat(source.queriesFailed()).isZero();
        assertThat(task.now(Quantity.ON_CPU)).isEqualTo(5_000_000);
    }

    @Test
    void isAFailureIfItIsTheSame() throws IOException {
        Files.writeString(schedstat, "");
        read();
        assertThat(task.gone).isFalse();
        assertThat(task.fresh).isFalse();
        assertThat(source.queriesFailed()).isOne();
        assertThat(source.failure()).contains("empty");
    }

    private void read() {
        source.read(new Task[] {task}, 1);
    }

    /** As a new file: what is kept open stays the one before. */
    private void startedAt(long ticks) throws IOException {
        Path next = Files.writeString(
                directory.resolve("next"), TID + " (x) S" + " 0".repeat(18) + " " + ticks + " 0".repeat(30) + "\n");
        Files.move(next, directory.resolve(TID + "/stat"), StandardCopyOption.REPLACE_EXISTING);
    }
}
