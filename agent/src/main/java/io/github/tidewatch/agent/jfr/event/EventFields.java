package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.accounting.Accounting;
import io.github.tidewatch.causes.HostCounters;
import io.github.tidewatch.cgroup.CpuBandwidth;
import io.github.tidewatch.counters.Quantity;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which fields of the events cannot be filled in this JVM. */
public final class EventFields {
    private EventFields() {}

    /**
     * The fields that the end of a thread cannot have here.
     *
     * @param blocks whether lifetimes have blocks from and to storage
     */
    public static Set<String> absentAtEnd(Accounting accounting, boolean blocks) {
        Set<String> absent = absent(accounting);
        if (!blocks) {
            absent.add("blockInputs");
            absent.add("blockOutputs");
        }
        return absent;
    }

    /** The fields that the events about threads cannot have here. */
    public static Set<String> absent(Accounting accounting) {
        Set<String> absent = new HashSet<>(Quantity.fields(EnumSet.complementOf(EnumSet.copyOf(accounting.known()))));
        if (!accounting.known().contains(Quantity.BLOCK_IO_DELAY)) {
            absent.add("pendingBlockIoDelay");
        }
        if (!accounting.known().contains(Quantity.CPU_DELAY)) {
            absent.add("pendingCpuDelay");
        }
        if (!accounting.known().contains(Quantity.STORAGE_READ_BYTES)) {
            absent.add("blockInputs");
            absent.add("blockOutputs");
        }
        absent.addAll(accounting.waits().absent());
        return absent;
    }

    /** The fields that the scheduler of virtual threads cannot have here. */
    public static Set<String> absentOfCarriers(Accounting accounting) {
        Set<String> absent = absent(accounting);
        if (!CarrierBlocking.find().isKnown()) {
            absent.add("compensating");
        }
        return absent;
    }

    /** The fields that causes of delays cannot have here. */
    public static Set<String> absentOfCauses(HostCounters host) {
        Set<String> absent = new HashSet<>();
        if (!host.hasBandwidth()) {
            absent.add("quotaDelay");
        }
        if (!host.hasTimes()) {
            absent.addAll(Set.of("ownThreadsDelay", "neighborDelay", "stealDelay", "placementDelay"));
        }
        return absent;
    }

    /** The fields that the kernel does not have of one of these groups. */
    public static Set<String> absentOfThrottling(List<CpuBandwidth> groups) {
        Set<String> absent = new HashSet<>();
        for (CpuBandwidth group : groups) {
            if (!group.hasLocal()) {
                absent.add("localThrottledTime");
            }
            if (!group.hasBurst()) {
                absent.addAll(Set.of("burst", "bursts", "burstTime"));
            }
        }
        return absent;
    }
}
