package io.github.tidewatch.agent.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.intervals.KernelRelease;
import io.github.tidewatch.testing.Skip;
import io.github.tidewatch.waits.CallTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On files as the kernel has them below {@code /proc/PID}. */
class CurrentWaitsTest {
    private static final KernelRelease GOOD = KernelRelease.of("6.18.0");

    @TempDir
    Path process;

    @BeforeEach
    void numbersAreKnown() throws IOException {
        String arch = System.getProperty("os.arch");
        Skip.unless(CallTable.of(arch).isPresent(), "the numbers of system calls of " + arch + " are not known");
        Files.writeString(process.resolve("syscall"), "running\n");
        Files.createDirectory(process.resolve("fd"));
    }

    @Test
    void aThreadIsInWhatItsCallAndDescriptorSay() throws IOException {
        boolean x86 = System.getProperty("os.arch").equals("amd64");
        Files.createSymbolicLink(process.resolve("fd/7"), Path.of("socket:[123]"));
        Files.createSymbolicLink(process.resolve("fd/8"), Path.of("pipe:[123]"));
        assertThat(wait(x86 ? 0 : 63, 7)).isEqualTo("network");
        assertThat(wait(x86 ? 0 : 63, 8)).isEqualTo("pipe");
        assertThat(wait(x86 ? 0 : 63, 9)).as("a descriptor that cannot be read").isEmpty();
        assertThat(wait(x86 ? 202 : 98, 1)).isEqualTo("futex");
        assertThat(wait(x86 ? 271 : 73, 1)).isEqualTo("poll");
        assertThat(wait(x86 ? 230 : 115, 1)).isEqualTo("sleep");
        assertThat(wait(500, 1)).isEqualTo("other");
    }

    @Test
    void aRunnableThreadAndOneThatHasEndedWaitForNothing() throws IOException {
        CurrentWaits waits = CurrentWaits.of(process, GOOD);
        assertThat(waits.areKnown()).isTrue();
        Files.createDirectories(process.resolve("task/5"));
        Files.writeString(process.resolve("task/5/syscall"), "running\n");
        assertThat(waits.of(5)).isEmpty();
        assertThat(waits.of(6)).isEmpty();
    }

    @Test
    void noCallIsReadWhereThatCanStopTheThreadOrIsNotPermitted() throws IOException {
        assertThat(CurrentWaits.of(process, KernelRelease.of("6.12.10")).areKnown())
                .isFalse();
        Files.delete(process.resolve("syscall"));
        assertThat(CurrentWaits.of(process, GOOD).areKnown()).isFalse();
    }

    private String wait(int number, int argument) throws IOException {
        Path task = Files.createDirectories(process.resolve("task/5"));
        Files.writeString(
                task.resolve("syscall"),
                number + " 0x" + Integer.toHexString(argument) + " 0x1 0x0 0x0 0x0 0x0 0x7f 0x7e\n");
        return CurrentWaits.of(process, GOOD).of(5);
    }
}
