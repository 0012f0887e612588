package io.github.tidewatch.agent.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tidewatch.agent.cli.console.CommandFailure;
import io.github.tidewatch.testing.RequiresCgroupV1;
import io.github.tidewatch.testing.RequiresProgram;
import io.github.tidewatch.testing.Skip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StepKernelTest {
    @Test
    @RequiresProgram("sleep")
    @RequiresCgroupV1("freezer")
    void aStepThatNeverEndsNamesTheFrozenCgroup() throws Exception {
        namesTheFrozenCgroup(Path.of("/sys/fs/cgroup/freezer"), "freezer.state", "FROZEN", "THAWED");
    }

    @Test
    @RequiresProgram("sleep")
    void aStepThatNeverEndsNamesTheFrozenCgroupOfVersion2() throws Exception {
        Path mount = Stream.of(Path.of("/sys/fs/cgroup/unified"), Path.of("/sys/fs/cgroup"))
                .filter(path -> Files.isWritable(path.resolve("cgroup.procs")))
                .findFirst()
                .orElseThrow(() -> Skip.because("no hierarchy of cgroup version 2 that this user may write to"));
        namesTheFrozenCgroup(mount, "cgroup.freeze", "1", "0");
    }

    private static void namesTheFrozenCgroup(Path mount, String file, String freeze, String thaw) throws Exception {
        Path group = mount.resolve("tidewatch-step-" + ProcessHandle.current().pid());
        Process frozen = new ProcessBuilder("sleep", "60").start();
        try {
            Files.createDirectory(group);
            Files.writeString(group.resolve("cgroup.procs"), Long.toString(frozen.pid()));
            TargetProcess process = TargetProcess.of((int) frozen.pid());
            assertThatThrownBy(() -> Step.run(process, "asking it", Duration.ofMillis(200), () -> {
                        Files.writeString(group.resolve(file), freeze);
                        Thread.sleep(60_000);
                        return null;
                    }))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("did not answer while asking it, since its cgroup is frozen: " + group);
            assertThatThrownBy(() -> Step.run(process, "asking it again", Duration.ofMillis(200), () -> null))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("is frozen with its cgroup " + group)
                    .hasMessageContaining("thaw that");
            Files.writeString(group.resolve(file), thaw);
            assertThat(new RunState(process).whyStopped()).isNull();
        } finally {
            if (Files.exists(group)) {
                Files.writeString(group.resolve(file), thaw);
            }
            frozen.destroyForcibly().waitFor();
            Files.deleteIfExists(group);
        }
    }

    @Test
    void theOwnUserIsThatOfTheCallingProcessWhateverItsPidIsInProc() throws Exception {
        assertThat(TargetProcess.ownUid()).isEqualTo(Files.getAttribute(Path.of("/proc/self/status"), "unix:uid"));
    }
}
