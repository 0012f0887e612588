package io.github.tidewatch.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tidewatch.agent.testing.Apps;
import io.github.tidewatch.agent.testing.CpuGroup;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Doctor, top and the recording say the same of the quota that is in force, on hosts that mount groups as they like. */
@Tag("measures")
class CpuQuotaJvmTest {
    @TempDir
    Path directory;

    @Test
    void doctorFindsTheQuotaOfTheParentAndSaysThatItIsTheParents() throws Exception {
        try (CpuGroup group = CpuGroup.make().limitParent(80_000)) {
            assertThat(doctor(group.launcher()))
                    .isEqualTo("v1 /sys/fs/cgroup/cpu" + group.path() + ", quota 0.80 CPUs (that of its ancestor "
                            + group.parentPath() + ")");
        }
    }

    @Test
    void withHybridMountsTheQuotaOfTheV1ControllerCounts() throws Exception {
        try (CpuGroup group = CpuGroup.make().limit(80_000)) {
            assertThat(doctor(group.withMounts("umount /sys/fs/cgroup/cpu; (umount -l /sys/fs/cgroup/unified || true);"
                            + " mount -t cgroup2 none /sys/fs/cgroup/unified;"
                            + " mount -t cgroup -o cpu none /sys/fs/cgroup/cpu")))
                    .isEqualTo("v1 /sys/fs/cgroup/cpu" + group.path() + ", quota 0.80 CPUs");
        }
    }

    @Test
    void aMountOfAnotherGroupLeavesTheQuotaUnknown() throws Exception {
        try (CpuGroup other = CpuGroup.make().limit(20_000);
                CpuGroup group = CpuGroup.make().limit(80_000)) {
            assertThat(doctor(
                            group.withMounts("mount --bind /sys/fs/cgroup/cpu" + other.path() + " /sys/fs/cgroup/cpu")))
                    .startsWith("v1 " + group.path() + ", CPU quota unknown: ");
        }
    }

    @Test
    void topShowsTheParentsQuotaAndHowLongItHeldThreadsBackThoughUsageIsCountedElsewhere() throws Exception {
        try (CpuGroup group = CpuGroup.make().limitParent(20_000);
                RunningJvm jvm = new TestJvm(Jdks.home(Jdks.OWN), directory)
                        .launcher(group.launcher())
                        .main(Apps.Spinner.class)
                        .start()) {
            jvm.awaitLine("ready"::equals, Duration.ofSeconds(60));

            JsonObject json = JsonParser.parseString(top(jvm, "--json")).getAsJsonObject();
            assertThat(json.get("cgroupQuotaCpus").getAsDouble()).isEqualTo(0.2);
            assertThat(json.get("cgroupQuotaOf").getAsString()).isEqualTo(group.parentPath());
            assertThat(json.get("cgroupQuotaKnown").getAsBoolean()).isTrue();
            assertThat(json.get("cgroupThrottled").getAsDouble()).isPositive();

            assertThat(top(jvm).lines().skip(2).findFirst().orElseThrow())
                    .contains(", quota 20% of " + group.parentPath() + ", throttled ");
        }
    }

    @Test
    void theRecordingAndItsReportSayTheQuota() throws Exception {
        Path file = directory.resolve("recording.jfr");
        String quota;
        try (CpuGroup group = CpuGroup.make().limitParent(150_000)) {
            quota = "v1 /sys/fs/cgroup/cpu" + group.path() + ", quota 1.50 CPUs (that of its ancestor "
                    + group.parentPath() + ")";
            RunningJvm.Result result = new TestJvm(Jdks.home(Jdks.OWN), directory)
                    .launcher(group.launcher())
                    .agent("record=" + file)
                    .main(Apps.Lasting.class)
                    .run();
            assertThat(result.exitCode).as(result.toString()).isZero();
        }
        assertThat(Recorded.read(file).events("Status"))
                .isNotEmpty()
                .allSatisfy(status -> assertThat(status.getString("cpuQuota")).isEqualTo(quota));
        assertThat(Tidewatch.here().run("report", file.toString()).out.replaceAll("\\s+", " "))
                .contains("CPU quota: " + quota);
    }

    private static String top(RunningJvm jvm, String... options) throws Exception {
        String[] arguments = new String[4 + options.length];
        arguments[0] = "top";
        arguments[1] = Long.toString(jvm.pid());
        arguments[2] = "--once";
        arguments[3] = "--no-attach";
        System.arraycopy(options, 0, arguments, 4, options.length);
        Tidewatch.Result result = Tidewatch.here().run(arguments);
        assertThat(result.code).as(result.toString()).isZero();
        return result.out;
    }

    private static String doctor(String... launcher) throws Exception {
        Tidewatch.Result result =
                new Tidewatch(Jdks.home(Jdks.OWN), TestJvm.agentJar(), launcher).run("doctor", "--json");
        assertThat(result.out).as(result.toString()).startsWith("{");
        return JsonParser.parseString(result.out)
                .getAsJsonObject()
                .getAsJsonObject("host")
                .get("cgroup")
                .getAsString();
    }
}
