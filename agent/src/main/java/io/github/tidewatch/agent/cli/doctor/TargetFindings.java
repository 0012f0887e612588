package io.github.tidewatch.agent.cli.doctor;

import io.github.tidewatch.agent.cli.attach.AttachCheck;
import io.github.tidewatch.agent.cli.console.Session;
import io.github.tidewatch.agent.cli.process.TargetProcess;
import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.procfs.TaskStat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is true of one running JVM: whether it can be attached to, and what its threads began with. */
final class TargetFindings {
    private final TargetProcess process;
    private final AttachCheck attach;

    TargetFindings(Session session, TargetProcess process) {
        this.process = process;
        this.attach = AttachCheck.of(session, process, null);
    }

    /** Why the agent in this process could not use taskstats; null if it could, as far as is known. */
    String noTaskstats() {
        ProcessPrivileges privileges = ProcessPrivileges.of(process);
        if (!privileges.hasNetAdmin()) {
            return "process " + process.pid() + " is without CAP_NET_ADMIN (bit 12 of CapEff in /proc/" + process.pid()
                    + "/status)";
        }
        if (!privileges.isInInitialUserNamespace()) {
            return "process " + process.pid() + " is in a user namespace of its own";
        }
        return null;
    }

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        findings.add(attach());
        findings.add(threads());
        return findings;
    }

    private Finding attach() {
        String what = "attach to process " + process.pid();
        if (attach.cause() != null) {
            return Finding.none(what, List.of(), attach.cause(), attach.remedy());
        }
        String jdk = attach.jdk().description();
        if (attach.loadedJar().isPresent()) {
            return Finding.full(
                    what,
                    List.of(),
                    jdk + "; the agent is in it already: " + attach.loadedJar().get());
        }
        if (attach.jdk().isReplaced()) {
            return Finding.reduced(
                    what,
                    List.of(),
                    "",
                    "its JDK's files were replaced since it started: an agent is loaded by the new JDK's library",
                    "restart process " + process.pid());
        }
        return Finding.full(what, List.of(), jdk);
    }

    /** Threads that began with delay accounting off stay without, and only a delay that was counted shows that. */
    private Finding threads() {
        String what = "delays of its threads";
        int known = 0;
        int[] tids = process.tids();
        for (int tid : tids) {
            known += hasBlockIoDelay(tid) ? 1 : 0;
        }
        String seen = "of " + tids.length + " threads, " + known + " show a block-I/O delay of 10 ms or more";
        DelayAccounting now = DelayAccounting.now();
        if (now == DelayAccounting.OFF) {
            return Finding.none(
                    what,
                    List.of(),
                    "delay accounting is off, so no thread of it is accounted from now on",
                    "sysctl -w kernel.task_delayacct=1, then restart process " + process.pid());
        }
        if (now == DelayAccounting.NOT_BUILT) {
            return Finding.none(
                    what, List.of(), "this kernel has no delay accounting", "a kernel with CONFIG_TASK_DELAY_ACCT=y");
        }
        if (known > 0) {
            return Finding.full(what, List.of(), seen);
        }
        return Finding.reduced(
                what,
                List.of(),
                "",
                seen + ": it is unknown whether delay accounting was on when they began",
                "restart process " + process.pid() + " if kernel.task_delayacct was set after it began");
    }

    private boolean hasBlockIoDelay(int tid) {
        try {
            Path stat = Path.of("/proc/" + process.pid() + "/task/" + tid + "/stat");
            return TaskStat.read(stat).blockIoDelayTicks() != 0;
        } catch (IOException | RuntimeException e) {
            return false; // it has ended
        }
    }
}
