package io.github.tidewatch.agent.jfr;

import io.github.tidewatch.agent.jfr.event.CpuThrottlingEvent;
import io.github.tidewatch.agent.jfr.event.DiskUseEvent;
import io.github.tidewatch.agent.jfr.event.DiskUseEvents;
import io.github.tidewatch.agent.jfr.event.EventFields;
import io.github.tidewatch.agent.jfr.event.HostCpuEvent;
import io.github.tidewatch.agent.jfr.event.HostCpuEvents;
import io.github.tidewatch.agent.jfr.event.PressureEvent;
import io.github.tidewatch.agent.jfr.event.PressureEvents;
import io.github.tidewatch.agent.jfr.event.PressureFiles;
import io.github.tidewatch.agent.jfr.event.ThrottlingEvents;
import io.github.tidewatch.causes.DiskUses;
import io.github.tidewatch.causes.TaskAffinity;
import io.github.tidewatch.cgroup.CpuBandwidths;
import io.github.tidewatch.host.CpuSet;
import io.github.tidewatch.host.CpuTimes;
import io.github.tidewatch.host.CpuTimesFile;
import io.github.tidewatch.linux.ProcessCpuClock;
import io.github.tidewatch.linux.SystemCalls;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Which counters of the host and of control groups there are here; an event without its file is not registered. Keeps no file
 * open.
 */
final class HostSources {
    private final boolean hasBandwidth;
    private final Set<String> absentOfThrottling;
    private final Set<String> absentOfPressure = PressureFiles.absent();
    private final boolean hasTimes = hasTimes();
    private final DiskUses disks = DiskUses.of("self");
    private final boolean hasDisks = disks.isAvailable();
    private final boolean hasDiskGroup = disks.hasGroup();
    private final Optional<SystemCalls> calls;

    HostSources(Optional<SystemCalls> calls) {
        this.calls = calls;
        try (CpuBandwidths bandwidths = CpuBandwidths.of("self")) {
            hasBandwidth = !bandwidths.groups().isEmpty();
            absentOfThrottling = EventFields.absentOfThrottling(bandwidths.groups());
        }
    }

    private static boolean hasTimes() {
        try (CpuTimesFile file = CpuTimesFile.open()) {
            return file.read(new CpuTimes());
        } catch (IOException e) {
            return false;
        }
    }

    private static CpuTimesFile times() {
        try {
            return CpuTimesFile.open();
        } catch (IOException e) {
            return null;
        }
    }

    Set<String> absentOfThrottling() {
        return absentOfThrottling;
    }

    Set<String> absentOfPressure() {
        return absentOfPressure;
    }

    Set<String> absentOfHostCpu() {
        return calls.isPresent() ? Set.of() : Set.of("ownTime", "ownShare");
    }

    Set<String> absentOfDiskUse() {
        return hasDiskGroup ? Set.of() : Set.of("ownBytes", "ownShare", "limitUse");
    }

    /** To be called when the event classes have been defined. */
    HostRecorder recorder() {
        HostRecorder recorder = new HostRecorder();
        if (hasBandwidth) {
            recorder.add(CpuThrottlingEvent.class, new ThrottlingEvents(() -> CpuBandwidths.of("self")));
        }
        if (PressureFiles.isAvailable(absentOfPressure)) {
            recorder.add(PressureEvent.class, PressureEvents.without(absentOfPressure));
        }
        if (hasDisks) {
            recorder.add(DiskUseEvent.class, new DiskUseEvents(disks, hasDiskGroup));
        }
        if (hasTimes) {
            recorder.add(HostCpuEvent.class, new HostCpuEvents(HostSources::times, usableCpus(), cpuClock()));
        }
        return recorder;
    }

    /** Those of its first thread, which may have another number in {@code /proc}. */
    private Supplier<CpuSet> usableCpus() {
        TaskAffinity affinity = new TaskAffinity(calls);
        int pid = calls.map(SystemCalls::getpid).orElse(0);
        return () -> affinity.of(pid, "/proc/self");
    }

    /** Without native code the event has no field of it. */
    private LongSupplier cpuClock() {
        return calls.isPresent() ? ProcessCpuClock.by(calls.get()) : () -> 0;
    }
}
