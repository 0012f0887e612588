package io.github.tidewatch.causes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.cgroup.Cgroup;
import io.github.tidewatch.cgroup.Cgroups;
import io.github.tidewatch.cgroup.CpuBandwidth;
import io.github.tidewatch.cgroup.CpuBandwidths;
import io.github.tidewatch.cgroup.CpuQuota;
import io.github.tidewatch.cgroup.GroupDisks;
import io.github.tidewatch.host.CpuTimes;
import io.github.tidewatch.host.CpuTimesFile;
import io.github.tidewatch.host.Pressure;
import io.github.tidewatch.host.PressureFile;
import io.github.tidewatch.testing.CapturedHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What is read from the files of real hosts, in and out of containers and namespaces, and what if any of them is damaged. */
class CapturedHostsTest {
    @SuppressWarnings("unused") // by name
    static final List<String> HOSTS = CapturedHost.NAMES;

    private static final String DEVICE = "254:0";

    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource({
        "hybrid-host, /pod/app /pod /, 0.25, true",
        "hybrid-namespace, '', , false",
        "hybrid-container-namespace, /, 0.25, false",
        "v1-container, /pod/app, 0.25, false",
        "v2-host, /system.slice/app.service /system.slice /, 1.5, true",
        "v2-without-psi, /system.slice/app.service /system.slice /, 1.5, true",
        "v2-container, /, 1.5, false"
    })
    void theQuotaIsThatOfTheVisibleGroups(String host, String groups, Double cpus, boolean reachesRoot)
            throws Exception {
        new CapturedHost(host, root);
        Cgroups all = Cgroups.of(root, "self");

        assertThat(all.cpu().visible().stream().map(Cgroup::path).collect(Collectors.joining(" ")))
                .isEqualTo(groups);
        assertThat(all.cpu().reachesRoot()).isEqualTo(reachesRoot);
        assertThat(CpuQuota.of(all.cpu()).cpus())
                .isEqualTo(cpus == null ? OptionalDouble.empty() : OptionalDouble.of(cpus));
        assertThat(all.frozenBy()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "hybrid-host, 26, 1580959247",
        "hybrid-container-namespace, 38, 2319800294",
        "v1-container, 42, 2558867323",
        "v2-host, 42, 2558867000",
        "v2-container, 42, 2558867000"
    })
    void whatTheQuotaHeldBackIsKnownOfTheOwnGroup(String host, long periods, long nanos) throws Exception {
        CapturedHost captured = new CapturedHost(host, root);
        Cgroup own = Cgroups.of(root, "self").cpu().own().orElseThrow();
        String stat = root.relativize(own.directory().resolve("cpu.stat")).toString();
        String now = captured.files().get(stat);
        captured.write(stat, now.replaceAll("(nr_throttled|throttled_time|throttled_usec) \\d+", "$1 0"));
        String local = stat + ".local";
        captured.write(local, captured.files().get(local).replaceAll("\\d+", "0"));
        try (CpuBandwidths bandwidths = CpuBandwidths.of(root, "self")) {
            bandwidths.read();
            bandwidths.advance();
            captured.write(stat, now);
            captured.write(local, captured.files().get(local));
            bandwidths.read();

            assertThat(bandwidths.isKnown()).isTrue();
            CpuBandwidth group = bandwidths.groups().get(0);
            assertThat(group.throttledPeriods()).isEqualTo(periods);
            assertThat(group.throttledTime()).isEqualTo(nanos);
            assertThat(group.localThrottledTime()).isEqualTo(nanos);
            assertThat(group.period()).isEqualTo(100_000_000);
            assertThat(group.hasBurst()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "hybrid-host, 32768, 0, -1",
        "hybrid-container-namespace, 32768, 16384, -1",
        "v1-container, 32768, 20480, -1",
        "v2-host, 90112, 299008, 120",
        "v2-container, 90112, 299008, 120"
    })
    void whatTheGroupReadAndWroteAndMayReadIsKnown(String host, long read, long written, long writes) throws Exception {
        new CapturedHost(host, root);
        Cgroup own = Cgroups.of(root, "self").controller("blkio").own().orElseThrow();
        GroupDisks disks = GroupDisks.read(own).orElseThrow();

        assertThat(disks.used(DEVICE, GroupDisks.READ_BYTES)).isEqualTo(read);
        assertThat(disks.used(DEVICE, GroupDisks.WRITTEN_BYTES)).isEqualTo(written);
        assertThat(disks.limit(DEVICE, GroupDisks.READ_BYTES)).isEqualTo(1 << 20);
        assertThat(disks.limit(DEVICE, GroupDisks.WRITTEN_BYTES)).isEqualTo(GroupDisks.NONE);
        assertThat(disks.limit(DEVICE, GroupDisks.WRITES)).isEqualTo(writes);
    }

    @ParameterizedTest
    @CsvSource({
        "hybrid-host, sys/fs/cgroup/unified/pod/app/cpu.pressure, 1183856000, 1156164000",
        "hybrid-container-namespace, sys/fs/cgroup/unified/cpu.pressure, 1664810000, 1628280000",
        "v1-container, proc/pressure/cpu, 45636155355000, 0",
        "v2-container, sys/fs/cgroup/io.pressure, 1664810000, 1628280000",
        "v2-without-psi, proc/pressure/cpu, ,",
        "v2-without-psi, sys/fs/cgroup/system.slice/app.service/cpu.pressure, ,"
    })
    void stallsAreKnownWhereThereAreFilesOfThem(String host, String path, Long some, Long full) throws Exception {
        new CapturedHost(host, root);
        Optional<PressureFile> opened = PressureFile.open(root.resolve(path).toString());
        assertThat(opened.isPresent()).isEqualTo(some != null);
        if (some != null) {
            try (PressureFile file = opened.orElseThrow()) {
                Pressure pressure = new Pressure();
                file.read(pressure);
                assertThat(pressure.some()).isEqualTo(some);
                assertThat(pressure.full()).isEqualTo(full);
            }
        }
    }

    /** Of a number that was cut off nobody can see that; of all else that is damaged nothing is taken for another number. */
    @ParameterizedTest
    @FieldSource("HOSTS")
    void aDamagedFileMakesNoOtherNumber(String host) throws Exception {
        CapturedHost captured = new CapturedHost(host, root);
        Seen intact = new Seen(root);
        for (Map.Entry<String, String> file : captured.files().entrySet()) {
            String text = file.getValue();
            int second = Math.max(1, text.indexOf('\n') + 1);
            List<String> damaged = List.of(
                    "",
                    "\n",
                    "\0\0\0\0",
                    "\u00ff\u00fe " + text,
                    "x".repeat(10_000),
                    text.replaceAll("\\d+", "99999999999999999999999"),
                    text.replaceAll("\\d+", "-"),
                    text.replace(" ", ""),
                    text.substring(Math.min(second, text.length())));
            for (String content : damaged) {
                captured.write(file.getKey(), content);
                new Seen(root)
                        .check(intact, file.getKey() + ": " + content.substring(0, Math.min(60, content.length())));
            }
            captured.write(file.getKey(), text);
        }
    }

    /** All that is read of a host. */
    private static final class Seen {
        private final CpuQuota quota;
        private final Map<String, Double> cpus;
        private final boolean unmoved;
        private final CpuTimes times = new CpuTimes();

        Seen(Path root) {
            quota = CpuQuota.of(Cgroups.of(root, "self").cpu());
            try (CpuBandwidths bandwidths = CpuBandwidths.of(root, "self")) {
                bandwidths.read();
                bandwidths.advance();
                bandwidths.read();
                cpus = bandwidths.groups().stream().collect(Collectors.toMap(CpuBandwidth::group, CpuBandwidth::cpus));
                unmoved = bandwidths.groups().stream().allMatch(group -> group.throttledTime() <= 0);
            }
            DiskUses disks = DiskUses.of(root, "self");
            disks.read(1);
            disks.advance();
            disks.read(1_000_000_001);
            assertThat(disks.uses()).allSatisfy(use -> assertThat(use.ownBytes).isZero());
            disks.close();
            try (CpuTimesFile file = CpuTimesFile.open(root.resolve("proc/stat").toString())) {
                file.read(times);
            } catch (IOException e) {
                assertThat(root.resolve("proc/stat")).doesNotExist();
            }
        }

        void check(Seen intact, String damage) {
            assertThat(unmoved).as(damage).isTrue();
            assertThat(intact.cpus).as(damage).isNotNull();
            cpus.forEach((group, count) ->
                    assertThat(count).as("CPUs of %s with %s", group, damage).isIn(0.0, intact.cpus.get(group)));
            if (quota.isKnown()) {
                assertThat(quota.cpus()).as(damage).isEqualTo(intact.quota.cpus());
            }
            for (int cpu = 0; cpu < times.end(); cpu++) {
                if (times.has(cpu)) {
                    assertThat(times.busy(cpu)).as(damage).isEqualTo(intact.times.busy(cpu));
                    assertThat(times.idle(cpu)).as(damage).isEqualTo(intact.times.idle(cpu));
                }
            }
        }
    }
}
