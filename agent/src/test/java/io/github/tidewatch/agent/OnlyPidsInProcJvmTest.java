package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Numbered;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.testing.RequiresProgram;
import io.github.tidewatch.testing.Skip;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A /proc that has processes only, as systemd's ProcSubset=pid mounts it. */
@RequiresProgram({"unshare", "mount"})
class OnlyPidsInProcJvmTest {
    private static final String[] LAUNCHER = {
        "unshare", "-m", "sh", "-c", "mount -t proc -o subset=pid proc /proc && exec \"$@\"", "sh"
    };

    @TempDir
    Path directory;

    @Test
    void aSettingThatCannotBeReadIsUnknownAndNotOff() throws Exception {
        Skip.unlessRuns(
                "unshare", "-m", "mount", "-t", "proc", "-o", "subset=pid", "proc", "/proc"); // from Linux 5.8 on
        RunningJvm.Result result = new TestJvm(Jdks.home(Jdks.OWN), directory)
                .agent("")
                .jvmArgs("-XX:StartFlightRecording:filename=x.jfr")
                .launcher(LAUNCHER)
                .main(Numbered.class)
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        Recorded recorded = Recorded.read(directory.resolve("x.jfr"));
        assertThat(recorded.delays("numbered-3")).isNotEmpty();
        assertThat(recorded.type("Status").getField("delayAccounting")).isNull();
        assertThat(recorded.type("Status").getField("delayAccountingAtStart")).isNull();
        assertThat(recorded.type("ThreadDelay").getField("blockIoDelay")).isNull();
        assertThat(recorded.status().getString("missing"))
                .contains("blockIoDelay", "it is unknown whether delay accounting is on")
                .doesNotContain("delay accounting is off");
    }
}
