package io.github.tidewatch.agent.cli.doctor;

import io.github.tidewatch.causes.MissingCause;
import io.github.tidewatch.causes.MissingCauses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which causes of delays can be known of a process. */
final class CauseFindings {
    private final MissingCauses missing;
    private final String seen;
    private final Finding cpuDelay;

    /**
     * Findings.
     *
     * @param process its pid, or "self"
     * @param cpuDelay what there is of the delay that the causes split
     */
    CauseFindings(String process, Finding cpuDelay) {
        missing = MissingCauses.of(process);
        // In that process's mounts and with its rights it may be otherwise.
        seen = process.equals("self") ? "" : ", as seen from here";
        this.cpuDelay = cpuDelay;
    }

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        findings.add(ofDelay("cause: CPU quota", MissingCauses.QUOTA, "cpu.stat", missing.quota()));
        findings.add(ofDelay("cause: who had the CPU", MissingCauses.CPU_USERS, "/proc/stat", missing.cpuUsers()));
        findings.add(of("cause: whose disk I/O", MissingCauses.GROUP_DISKS, "io.stat", missing.disks()));
        findings.add(memoryLimit());
        findings.add(of("stalls of its cgroup", MissingCauses.GROUP_PRESSURE, "*.pressure", missing.groupPressure()));
        findings.add(of("stalls of the host", MissingCauses.HOST_PRESSURE, "/proc/pressure", missing.hostPressure()));
        return findings;
    }

    /**
     * That a group is slowed down at its memory.high is a sleep, and so waiting, for which the kernel has no counter of a
     * thread: only how often ({@code memory.events}), and how long the group as a whole was stalled.
     */
    private Finding memoryLimit() {
        return Finding.none(
                "cause: memory.high",
                List.of("waitTime"),
                "the kernel counts no time for which a thread is slowed down at memory.high (version 1 has no such"
                        + " limit); what a thread reclaims at any limit of memory is in reclaimDelay",
                "see memorySome of tidewatch.Pressure, and high in the group's memory.events");
    }

    /** Without the delay there is nothing to split. */
    private Finding ofDelay(String what, List<String> fields, String source, Optional<MissingCause> missed) {
        return cpuDelay.grade() == Finding.Grade.NONE
                ? Finding.none(what, fields, cpuDelay.cause(), cpuDelay.remedy())
                : of(what, fields, source, missed);
    }

    private Finding of(String what, List<String> fields, String source, Optional<MissingCause> missed) {
        if (missed.isEmpty()) {
            return Finding.full(what, fields, source + seen);
        }
        MissingCause why = missed.get();
        return why.isPartly() || why.fields().size() < fields.size()
                ? Finding.reduced(what, fields, source, why.cause() + seen, why.remedy())
                : Finding.none(what, fields, why.cause() + seen, why.remedy());
    }
}
