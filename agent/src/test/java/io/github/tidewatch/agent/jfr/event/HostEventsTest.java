package io.github.tidewatch.agent.jfr.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.causes.DiskUses;
import io.github.tidewatch.causes.TaskAffinity;
import io.github.tidewatch.cgroup.CpuBandwidths;
import io.github.tidewatch.host.CpuSet;
import io.github.tidewatch.host.CpuTimesFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jdk.jfr.Event;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events about the host and the control groups, from files below another root directory. */
class HostEventsTest {
    private static final String[] RESOURCES = {"cpu", "io", "memory"};

    @TempDir
    Path root;

    @BeforeEach
    void makeHost() throws Exception {
        write("proc/self/cgroup", "0::/one\n");
        write(
                "proc/self/mountinfo",
                "21 1 8:1 / / rw - ext4 /dev/vda rw\n35 21 0:31 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
        pressure("sys/fs/cgroup/one/%s.pressure", 1000);
        pressure("sys/fs/cgroup/two/%s.pressure", 700_000);
        pressure("proc/pressure/%s", 5000);
    }

    private void write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private void pressure(String path, long micros) throws IOException {
        for (String resource : RESOURCES) {
            write(
                    String.format(path, resource),
                    "some avg10=0.00 avg60=0.00 avg300=0.00 total=" + micros
                            + "\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=" + micros / 2 + "\n");
        }
    }

    /** What a host does between two emissions. */
    private interface Step {
        void run() throws IOException;
    }

    private List<RecordedEvent> recorded(HostEvents events, Class<? extends Event> type, Step... steps)
            throws Exception {
        Path file = root.resolve("recorded.jfr");
        try (Recording recording = new Recording()) {
            recording.enable(type).withoutStackTrace().withThreshold(Duration.ZERO);
            recording.start();
            events.open();
            for (Step step : steps) {
                step.run();
                Thread.sleep(25); // longer than the shortest interval
                events.emit();
            }
            events.close();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file);
    }

    private List<RecordedEvent> pressures(Step... steps) throws Exception {
        return recorded(PressureEvents.without(root, Set.of()), PressureEvent.class, steps);
    }

    @Test
    void pressureIsWhatTheTotalsGrewBy() throws Exception {
        List<RecordedEvent> events = pressures(() -> {
            pressure("sys/fs/cgroup/one/%s.pressure", 1300);
            pressure("proc/pressure/%s", 5800);
        });

        assertThat(events).hasSize(1);
        assertThat(events.get(0).getDuration("cpuSome").toNanos()).isEqualTo(300_000);
        assertThat(events.get(0).getDuration("memoryFull").toNanos()).isEqualTo(150_000);
        assertThat(events.get(0).getDuration("hostIoSome").toNanos()).isEqualTo(800_000);
    }

    /** As when {@code cgroup.pressure} is set to 0, and to 1 later. */
    @Test
    void anIntervalInWhichPressureIsTurnedOnOrOffHasNoEvent() throws Exception {
        Path file = root.resolve("sys/fs/cgroup/one/io.pressure");
        List<RecordedEvent> events = pressures(
                () -> Files.writeString(file, "off\n"),
                () -> {},
                () -> pressure("sys/fs/cgroup/one/%s.pressure", 16_935_000_000L),
                () -> pressure("sys/fs/cgroup/one/%s.pressure", 16_935_000_100L));

        assertThat(events).hasSize(1);
        assertThat(events.get(0).getDuration("ioSome").toNanos()).isEqualTo(100_000);
    }

    @Test
    void aProcessThatIsMovedHasThePressureOfItsNewGroupFromTheNextIntervalOn() throws Exception {
        List<RecordedEvent> events = pressures(
                () -> write("proc/self/cgroup", "0::/two\n"), () -> pressure("sys/fs/cgroup/two/%s.pressure", 700_040));

        assertThat(events).hasSize(1);
        assertThat(events.get(0).getDuration("cpuSome").toNanos()).isEqualTo(40_000);
    }

    @Test
    void fieldsThatTheHostDoesNotHaveKeepNoEventBack() throws Exception {
        for (String resource : RESOURCES) {
            Files.delete(root.resolve("sys/fs/cgroup/one/" + resource + ".pressure"));
        }
        Set<String> absent = PressureFiles.absent(root);
        assertThat(absent)
                .containsExactlyInAnyOrder("cpuSome", "cpuFull", "ioSome", "ioFull", "memorySome", "memoryFull");

        List<RecordedEvent> events = recorded(
                PressureEvents.without(root, absent), PressureEvent.class, () -> pressure("proc/pressure/%s", 6000));
        assertThat(events).hasSize(1);
        assertThat(events.get(0).getDuration("hostCpuSome").toNanos()).isEqualTo(1_000_000);
    }

    @Test
    void aFileThatCouldNotBeOpenedIsTriedAgain() throws Exception {
        Path file = root.resolve("proc/pressure/cpu");
        Files.delete(file);
        try (PressureFiles files = PressureFiles.open(root)) {
            pressure("proc/pressure/%s", 5000);
            int field = 0;
            while (!PressureFiles.name(field).equals("hostCpuSome")) {
                field++;
            }
            for (int i = 0; i < PressureFiles.RETRY; i++) {
                files.read(new long[PressureFiles.FIELDS]);
                assertThat(files.value(field)).isNegative();
            }
            files.read(new long[PressureFiles.FIELDS]);
            assertThat(files.value(field)).isEqualTo(5_000_000);
        }
    }

    private CpuTimesFile times() {
        try {
            return CpuTimesFile.open(root.resolve("proc/stat").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In a pid namespace of its own the process has another number in the host's {@code /proc}: only "self" is there. */
    private CpuSet usable() {
        return new TaskAffinity(Optional.empty())
                .of(0, root.resolve("proc/self").toString());
    }

    private void stat(long busy0, long idle0, long idle1) throws IOException {
        write(
                "proc/stat",
                "cpu  0\ncpu0 " + busy0 + " 0 0 " + idle0 + " 0 0 0 0 0 0\ncpu1 9 0 0 " + idle1
                        + " 0 0 0 0 0 0\nprocs_running 3\n");
    }

    @Test
    void hostCpuIsOfTheCpusThatTheProcessMayUseWhateverItsNumber() throws Exception {
        write("proc/self/status", "Name:\tjava\nCpus_allowed_list:\t0\nMems_allowed_list:\t0\n");
        stat(100, 100, 100);
        List<RecordedEvent> events = recorded(
                new HostCpuEvents(this::times, this::usable, () -> 0), HostCpuEvent.class, () -> stat(130, 170, 200));

        assertThat(events).hasSize(1);
        assertThat(events.get(0).getInt("onlineCpus")).isEqualTo(2);
        assertThat(events.get(0).getInt("usableCpus")).isEqualTo(1);
        assertThat(events.get(0).getDuration("busyTime").toMillis()).isEqualTo(300);
        assertThat(events.get(0).getDuration("idleTime").toMillis()).isEqualTo(700);
        assertThat(events.get(0).getDuration("unusableIdleTime").toMillis()).isEqualTo(1000);
    }

    /** As at the end of a chunk, which is the begin of the next. */
    @Test
    void anIntervalOfLessThanTwoTicksOfTheHostsCountersIsAPartOfTheNext() throws Exception {
        write("proc/self/status", "Name:\tjava\nCpus_allowed_list:\t0\nMems_allowed_list:\t0\n");
        stat(100, 100, 100);
        HostCpuEvents host = new HostCpuEvents(this::times, this::usable, () -> 0);
        List<RecordedEvent> events = recorded(host, HostCpuEvent.class, () -> stat(110, 100, 100), () -> {
            stat(111, 100, 100);
            for (int i = 0; i < 3; i++) {
                host.emit();
            }
        });

        assertThat(events).hasSize(2);
        assertThat(events.get(0).getDuration("busyTime").toMillis()).isEqualTo(100);
        assertThat(events.get(1).getDuration("busyTime").toMillis()).isEqualTo(10);
    }

    @Test
    void anIntervalAtWhoseEndTheProcesssOwnTimeCannotBeReadHasNoEvent() throws Exception {
        write("proc/self/status", "Name:\tjava\nCpus_allowed_list:\t0\nMems_allowed_list:\t0\n");
        stat(100, 100, 100);
        Iterator<Long> clock = List.of(5_000_000L, HostCpuEvents.UNKNOWN, 7_000_000L, 8_000_000L)
                .iterator();
        List<RecordedEvent> events = recorded(
                new HostCpuEvents(this::times, this::usable, clock::next),
                HostCpuEvent.class,
                () -> stat(101, 100, 100),
                () -> stat(102, 100, 100),
                () -> stat(103, 100, 100));

        assertThat(events).hasSize(1);
        assertThat(events.get(0).getDuration("ownTime").toMillis()).isEqualTo(1);
    }

    @Test
    void aHostThatCountsNothingHasNoEventOfIt() throws Exception {
        write("proc/self/status", "Name:\tjava\nCpus_allowed_list:\t0\nMems_allowed_list:\t0\n");
        write("proc/stat", "cpu  0\ncpu0 0 0 0 0 0 0 0 0 0 0\nprocs_running 0\n");
        List<RecordedEvent> events =
                recorded(new HostCpuEvents(this::times, this::usable, () -> 0), HostCpuEvent.class, () -> {}, () -> {});

        assertThat(events).isEmpty();
    }

    @Test
    void throttlingOfAProcessThatIsMovedHasNoEventInThatInterval() throws Exception {
        quota("one", 10);
        quota("two", 900);
        List<RecordedEvent> events = recorded(
                new ThrottlingEvents(() -> CpuBandwidths.of(root, "self")),
                CpuThrottlingEvent.class,
                () -> write("proc/self/cgroup", "0::/two\n"),
                () -> quota("two", 950));

        assertThat(events).hasSize(1);
        assertThat(events.get(0).getString("controlGroup")).isEqualTo("/two");
        assertThat(events.get(0).getDuration("throttledTime").toMillis()).isEqualTo(50);
    }

    @Test
    void diskUseOfAProcessThatIsMovedOutOfSightHasNoEventWith0InPlaceOfWhatIsNotKnown() throws Exception {
        String device = " 254 0 vda 9 0 %d 7 0 0 0 0 0 %d 0 0 0 0 0\n";
        disk(device, 0, "254:0 rbytes=0 wbytes=0 rios=0 wios=0\n");
        DiskUses disks = DiskUses.of(root, "self");
        List<RecordedEvent> events = recorded(
                new DiskUseEvents(disks, disks.hasGroup()),
                DiskUseEvent.class,
                () -> disk(device, 8, "254:0 rbytes=4096 wbytes=0 rios=1 wios=0\n"),
                () -> write("proc/self/cgroup", "0::/two\n"),
                () -> disk(device, 600, "254:0 rbytes=4096 wbytes=0 rios=1 wios=0\n"),
                () -> disk(device, 1200, "254:0 rbytes=4096 wbytes=0 rios=1 wios=0\n"));

        assertThat(events).hasSize(1);
        assertThat(events.get(0).getLong("ownBytes")).isEqualTo(4096);
    }

    private void disk(String device, int sectors, String stat) throws IOException {
        write("proc/diskstats", String.format(device, sectors, sectors));
        write("sys/fs/cgroup/one/cgroup.events", "populated 1\n");
        write("sys/fs/cgroup/one/io.stat", stat);
        try {
            Thread.sleep(DiskUses.SHORTEST_NANOS / 1_000_000);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void quota(String group, long throttled) throws IOException {
        String directory = "sys/fs/cgroup/" + group + "/";
        write(directory + "cpu.max", "50000 100000\n");
        write(directory + "cgroup.events", "populated 1\n");
        write(directory + "cpu.stat", "nr_periods 9\nnr_throttled 9\nthrottled_usec " + throttled * 1000 + "\n");
    }
}
