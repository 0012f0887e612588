package io.github.tidewatch.agent.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tidewatch.agent.cli.console.CommandFailure;
import io.github.tidewatch.testing.RequiresCgroupV1;
import io.github.tidewatch.testing.RequiresProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StepKernelTest {
    @Test
    @RequiresProgram("sleep")
    @RequiresCgroupV1("freezer")
    void aStepThatNeverEndsNamesTheFrozenCgroup() throws Exception {
        Path group = Path.of("/sys/fs/cgroup/freezer/tidewatch-step-"
                + ProcessHandle.current().pid());
        Process frozen = new ProcessBuilder("sleep", "60").start();
        try {
            Files.createDirectory(group);
            Files.writeString(group.resolve("cgroup.procs"), Long.toString(frozen.pid()));
            Files.writeString(group.resolve("freezer.state"), "FROZEN");
            TargetProcess process = TargetProcess.of((int) frozen.pid());
            assertThatThrownBy(() -> Step.run(process, "asking it", Duration.ofMillis(200), () -> {
                        Thread.sleep(60_000);
                        return null;
                    }))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("did not answer while asking it, since its cgroup is frozen: " + group);
            Files.writeString(group.resolve("freezer.state"), "THAWED");
            assertThat(process.frozenBy()).isNull();
        } finally {
            if (Files.exists(group)) {
                Files.writeString(group.resolve("freezer.state"), "THAWED");
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
