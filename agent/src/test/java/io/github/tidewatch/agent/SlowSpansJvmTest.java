package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tidewatch.agent.cli.Tidewatch;
import io.github.tidewatch.agent.testing.BlkioThrottle;
import io.github.tidewatch.agent.testing.CpuGroup;
import io.github.tidewatch.agent.testing.DelayAccountingSwitch;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.SlowServer;
import io.github.tidewatch.agent.testing.TestJvm;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report says what slow requests of a server waited for, and the spans' numbers are those of the thread itself. */
@Tag("exhaustive")
class SlowSpansJvmTest {
    private static final String APP = SlowServer.class.getName();
    private static final String REQUEST = APP + ".handle";
    private static final String TASK = "java.util.concurrent.FutureTask.run";

    /** "The slowest 10 % (12) … Of what they took longer, they spent P % DOING …", with P of most of it. */
    private static final String MOSTLY = "(?s)The slowest 10 % .* they spent (7\\d|8\\d|9\\d|100) % ";

    @TempDir
    Path directory;

    private RunningJvm.Result result;
    private Recorded recorded;

    private void run(String[] launcher, String... scene) throws Exception {
        List<String> args = new ArrayList<>(List.of("x.jfr"));
        args.addAll(List.of(scene));
        result = new TestJvm(Jdks.home(Jdks.OWN), directory)
                .launcher(launcher)
                .agent("spans=executors;" + APP + "::serve;" + APP + "::handle")
                .main(SlowServer.class, args.toArray(new String[0]))
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        recorded = Recorded.read(directory.resolve("x.jfr"));
    }

    private List<RecordedEvent> spans(String name) {
        return recorded.events("Span").stream()
                .filter(span -> span.getString("name").equals(name))
                .collect(Collectors.toList());
    }

    private String sentence(String name) throws Exception {
        Tidewatch.Result report = Tidewatch.here()
                .run("report", "--spans", "--json", directory.resolve("x.jfr").toString());
        assertThat(report.code).as("%s", report).isZero();
        for (JsonElement each :
                JsonParser.parseString(report.out).getAsJsonObject().getAsJsonArray("spans")) {
            JsonObject group = each.getAsJsonObject();
            if (group.get("name").getAsString().equals(name)) {
                System.out.println(group.get("sentence").getAsString());
                return group.get("sentence").getAsString();
            }
        }
        throw new AssertionError("no spans of " + name + " in " + report.out);
    }

    private long[] printed(String what) {
        String line = result.stdout
                .lines()
                .filter(each -> each.startsWith(what))
                .findFirst()
                .orElseThrow(() -> new AssertionError(result));
        String[] words = line.substring(what.length() + 1).split(" ", -1);
        long[] numbers = new long[words.length];
        for (int i = 0; i < words.length; i++) {
            numbers[i] = Long.parseLong(words[i]);
        }
        return numbers;
    }

    /** Of the whole run within 1 % of it, as the thread read its counters; and each span's parts are its length. */
    private void confirmNumbers() {
        long[] totals = printed("totals");
        RecordedEvent run = spans(APP + ".serve").get(0);
        long near = totals[0] / 100;
        assertThat(Recorded.parts(run)).isBetween(totals[0] - near, totals[0] + near);
        assertThat(run.getLong("userTime") + run.getLong("systemTime"))
                .as("on a CPU %s%n%s", result.stdout, run)
                .isBetween(totals[1] - near, totals[1] + near);
        assertThat(run.getLong("cpuDelay"))
                .as("CPU delay %s%n%s", result.stdout, run)
                .isBetween(totals[2] - near, totals[2] + near);
        List<RecordedEvent> requests = spans(REQUEST);
        assertThat(requests).hasSize(120);
        assertThat(requests.stream().mapToLong(Recorded::parts).sum()).isLessThanOrEqualTo(Recorded.parts(run));
        confirmParts(requests);
    }

    /** To 1 us, and what JFR's clock and the kernel's drift apart, which is less than 1 per mille. */
    private static void confirmParts(List<RecordedEvent> spans) {
        for (RecordedEvent span : spans) {
            long length = span.getDuration().toNanos();
            assertThat(Math.abs(Recorded.parts(span) - length))
                    .as("%s", span)
                    .isLessThanOrEqualTo(1000 + length / 1000);
        }
    }

    @Test
    void underACpuQuotaTheyWaitedForACpuAndLostTheirTimeToTheQuota() throws Exception {
        try (CpuGroup group = CpuGroup.make()) {
            String quota = "/sys/fs/cgroup/cpu" + group.path() + "/cpu.cfs_quota_us";
            run(group.launcher(), "quota", quota, "30000");
        }
        assertThat(sentence(REQUEST))
                .containsPattern(MOSTLY + "waiting for a CPU")
                .containsPattern("In all they lost ([5-9]\\d|100) % of their time to the CPU quota");
        confirmNumbers();
    }

    @Test
    void withAThrottledDiskTheyWaitedForBlockIo() throws Exception {
        Path file = Files.createTempFile(Path.of("target").toAbsolutePath(), "slow", "");
        try (DelayAccountingSwitch on = DelayAccountingSwitch.set(true)) {
            assertThat(on).isNotNull();
            Files.write(file, new byte[2 << 20]);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            try (BlkioThrottle throttle = BlkioThrottle.reads(file, 1 << 20)) {
                run(throttle.launcher(), "disk", file.toString());
            }
        } finally {
            Files.delete(file);
        }
        // Of a request that had to compete for a CPU, block I/O may be unknown on this kernel.
        assertThat(sentence(REQUEST))
                .containsPattern("(?s)they spent (at least )?([4-9]\\d|100) % waiting for block I/O");
        confirmNumbers();
    }

    @Test
    void withAContendedLockTheyEnteredAMonitor() throws Exception {
        run(new String[0], "lock");
        assertThat(sentence(REQUEST))
                .containsPattern(MOSTLY + "waiting voluntarily")
                .containsPattern("\\((9\\d|100) % of that entering monitors: .*SlowServer");
        confirmNumbers();
    }

    @Test
    void withASlowPeerTheyWaitedForTheNetwork() throws Exception {
        run(new String[0], "peer");
        assertThat(sentence(REQUEST))
                .containsPattern(MOSTLY + "waiting voluntarily")
                .containsPattern("\\((9\\d|100) % of that [^)]*network");
        confirmNumbers();
    }

    @Test
    void inAPoolTooSmallTheyWereQueued() throws Exception {
        run(new String[0], "pool");
        assertThat(sentence(TASK)).containsPattern(MOSTLY + "queued, until a worker of the executor took them");
        List<RecordedEvent> tasks = spans(TASK).stream()
                .filter(task -> Recorded.parts(task) > 1_500_000)
                .collect(Collectors.toList());
        assertThat(tasks).hasSize(120).allMatch(task -> task.getBoolean("queued"));
        // Which ends with the first line of each task: after its span has begun.
        long queued = printed("queued")[0];
        assertThat(tasks.stream().mapToLong(task -> task.getLong("queueTime")).sum())
                .isBetween(queued - queued / 20, queued);
        confirmParts(tasks);
    }
}
