package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.Scarce;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.testing.RequiresProgram;
import io.github.tidewatch.testing.Skip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where disk, heap or threads are used up, the application runs on, and what is known is recorded. */
class ScarcityJvmTest {
    private static final int THREADS = 20_000;

    @TempDir
    Path directory;

    @Tag("exhaustive")
    @ParameterizedTest
    @ValueSource(ints = {11, 17, 25})
    @RequiresProgram({"unshare", "mount"})
    void aFullDiskEndsTheRecordingAndNotTheApplication(int feature) throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        Skip.unlessRuns("unshare", "-m", "true");
        Path file = directory.resolve("x.jfr");
        RunningJvm.Result result = new TestJvm(Jdks.home(feature), directory)
                .launcher(
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o size=128m tmpfs \"$0\" && exec \"$@\"",
                        disk.toString())
                .agent("max-size=1g,record=" + file)
                .jvmArgs("-Xmx128m", "-Djava.io.tmpdir=" + disk)
                .main(Scarce.Disk.class, disk.toString())
                .timeout(Duration.ofMinutes(3))
                .run();
        assertThat(result.exitCode).as("%s", result).isEqualTo(3);
        assertThat(result.stdout).contains("committed\n", "no space is left\n", "full\n");
        assertThat(result.agentLines())
                .singleElement()
                .asString()
                .contains("the recording has ended early and is in " + file, "the application runs on");
        assertThat(Recorded.read(file).countOf("jdk.JVMInformation")).isPositive();
    }

    @Tag("exhaustive")
    @ParameterizedTest
    @ValueSource(strings = {"30 m", "1 s"})
    void twentyThousandThreadsThatEndWithinOnePeriodFitIntoASmallHeapAndAreAllRecorded(String period) throws Exception {
        RunningJvm.Result result = new TestJvm(Jdks.home(Jdks.OWN), directory)
                .agent("")
                .jvmArgs("-Xmx32m", "-XX:+ExitOnOutOfMemoryError")
                .main(Scarce.Heap.class, "x.jfr", Integer.toString(THREADS), period)
                .timeout(Duration.ofMinutes(4))
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.agentLines()).isEmpty();
        Recorded recorded = Recorded.read(directory.resolve("x.jfr"));
        for (String event : new String[] {"ThreadDelay", "ThreadEnd"}) {
            assertThat(recorded.events(event).stream()
                            .map(one -> one.getString("threadName"))
                            .filter(name -> name.startsWith("short-"))
                            .collect(Collectors.toSet()))
                    .as(event)
                    .hasSize(THREADS)
                    .containsAll(IntStream.range(0, THREADS)
                            .mapToObj(i -> "short-" + i)
                            .collect(Collectors.toList()));
        }
        for (RecordedEvent overhead : recorded.events("Overhead")) {
            assertThat(overhead.getLong("repliesLost")).as("%s", overhead).isZero();
        }
    }

    @Test
    void atTheThreadLimitThreadsAreSampledAndTheirExitsNoticed() throws Exception {
        Path group = Path.of(
                "/sys/fs/cgroup/pids/tidewatch-test-" + ProcessHandle.current().pid());
        Skip.unless(
                Files.isWritable(group.getParent())
                        && Files.exists(group.getParent().resolve("cgroup.procs")),
                "no cgroup of pids (version 1) that may be changed, as root may");
        Files.createDirectory(group);
        Path limited = directory.resolve("limited");
        Path free = directory.resolve("free");
        try (RunningJvm jvm = new TestJvm(Jdks.home(Jdks.OWN), directory)
                .agent("")
                .main(Scarce.Threads.class, "x.jfr", limited.toString(), free.toString())
                .start()) {
            jvm.awaitLine("limit me"::equals, Duration.ofMinutes(1));
            Files.writeString(group.resolve("cgroup.procs"), Long.toString(jvm.pid()));
            Files.writeString(group.resolve("pids.max"), "1"); // there are more, and none may come
            Files.createFile(limited);
            jvm.awaitLine("let me go"::equals, Duration.ofMinutes(1));
            Files.writeString(group.resolve("pids.max"), "max");
            Files.createFile(free);
            RunningJvm.Result result = jvm.await(Duration.ofMinutes(1));
            assertThat(result.exitCode).as("%s", result).isEqualTo(3);
            assertThat(result.agentLines()).isEmpty();
            Recorded recorded = Recorded.read(directory.resolve("x.jfr"));
            assertThat(recorded.delays("main")).hasSizeGreaterThan(1);
            assertThat(recorded.status().getString("threadEnds")).isEqualTo("hook");
            assertThat(recorded.events("ThreadEnd"))
                    .filteredOn(end -> end.getString("threadName").equals("late"))
                    .extracting(end -> end.getString("accountedBy"))
                    .containsExactly("thread");
        } finally {
            remove(group);
        }
    }

    private static void remove(Path group) throws Exception {
        for (int i = 0; i < 500; i++) {
            try {
                Files.delete(group);
                return;
            } catch (IOException e) {
                Thread.sleep(10); // until the kernel has taken the process down
            }
        }
    }
}
