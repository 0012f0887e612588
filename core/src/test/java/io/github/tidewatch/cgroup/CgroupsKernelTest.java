package io.github.tidewatch.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.testing.Skip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups that this kernel has, with another process in them. */
class CgroupsKernelTest {
    private static final Path CPU = Path.of("/sys/fs/cgroup/cpu");

    @Test
    void thisProcessIsInAGroupThatIsSeenOrSaidWhyNot() {
        ControllerGroups cpu = Cgroups.ofThisProcess().cpu();

        assertThat(cpu.own().isPresent()).isEqualTo(cpu.problem().isEmpty());
        assertThat(cpu.visible())
                .allSatisfy(group -> assertThat(group.directory()).isDirectory());
        assertThat(CpuQuota.of(cpu).description()).isNotBlank();
    }

    @Test
    void theGroupsOfAProcessThatHasEndedAreUnknown() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();

        assertThat(Cgroups.of(Long.toString(process.pid())).cpu().own()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "with space", "with:colon", "with\\backslash\tand tab", "\u00fcml\u00e4ut"})
    void aQuotaOfTheKernelsIsFoundWhateverTheGroupsName(String name) throws Exception {
        try (Group group = new Group(name)) {
            group.limit(30_000);
            CpuQuota quota = CpuQuota.of(Cgroups.of(group.pid()).cpu());

            assertThat(quota.cpus()).as(quota.description()).hasValue(0.3);
            assertThat(quota.isAncestors()).isFalse();
        }
    }

    @Test
    void theQuotaOfTheParentIsInForceForTheChildAndSaidToBeTheParents() throws Exception {
        try (Group group = new Group("parent/child")) {
            Files.writeString(group.directory.getParent().resolve("cpu.cfs_quota_us"), "50000");
            CpuQuota quota = CpuQuota.of(Cgroups.of(group.pid()).cpu());

            assertThat(quota.cpus()).as(quota.description()).hasValue(0.5);
            assertThat(quota.isAncestors()).isTrue();
            assertThat(quota.group().orElseThrow().directory()).isEqualTo(group.directory.getParent());
            assertThat(quota.group().orElseThrow().throttledTime()).isNotEmpty();
        }
    }

    /** A group of version 1 with a sleeping process in it. */
    private static final class Group implements AutoCloseable {
        final Path directory;
        private final Process process;

        Group(String name) throws IOException {
            Skip.unless(
                    Files.isWritable(CPU.resolve("cpu.cfs_quota_us")),
                    "no cgroup v1 controller with quotas that this user may write to at " + CPU);
            Path top = CPU.resolve("tidewatch-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
            directory = top.resolve(name);
            Files.createDirectories(directory);
            process = new ProcessBuilder("sleep", "600").start();
            Files.writeString(directory.resolve("cgroup.procs"), pid());
        }

        String pid() {
            return Long.toString(process.pid());
        }

        void limit(long micros) throws IOException {
            Files.writeString(directory.resolve("cpu.cfs_quota_us"), Long.toString(micros));
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly().onExit().join();
            for (Path group = directory; !group.equals(CPU); group = group.getParent()) {
                delete(group);
            }
        }

        /** A group is busy for a moment after its last process has ended. */
        private static void delete(Path group) throws IOException {
            for (int i = 0; i < 100; i++) {
                try {
                    Files.delete(group);
                    return;
                } catch (IOException e) {
                    LockSupport.parkNanos(20_000_000);
                }
            }
            Files.delete(group);
        }
    }
}
