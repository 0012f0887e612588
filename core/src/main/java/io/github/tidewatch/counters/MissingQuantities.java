package io.github.tidewatch.counters;

import io.github.tidewatch.procfs.DelayAccounting;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Explains what is missing: every quantity that is not known gets each of its causes, with a remedy. */
public final class MissingQuantities {
    private static final String START_ANEW = ", then start the JVM: threads made before stay without";

    private MissingQuantities() {}

    /** What is not known at the start, with causes and remedies. */
    public static List<Missing> explain(
            Set<Quantity> known, SourceSelection selection, DelayAccounting delayAccounting) {
        Set<Quantity> unknown = EnumSet.complementOf(EnumSet.copyOf(known));
        List<Missing> missing = new ArrayList<>();
        if (delayAccounting != DelayAccounting.ON) {
            Set<Quantity> candidates = EnumSet.copyOf(unknown);
            take(unknown, Quantity.BY_DELAY_ACCOUNTING, cause(delayAccounting), remedy(delayAccounting), missing);
            if (selection.noTaskstats().isPresent()) {
                // With delay accounting procfs has block-I/O delay. The others need taskstats, too.
                candidates.remove(Quantity.BLOCK_IO_DELAY);
                unknown.addAll(candidates);
            }
        }
        takeWithoutKernelOption(unknown, missing);
        takeOfTaskstats(unknown, selection, missing);
        return List.copyOf(missing);
    }

    private static void takeWithoutKernelOption(Set<Quantity> unknown, List<Missing> missing) {
        take(
                unknown,
                Quantity.IO,
                "/proc/self/task/TID/io cannot be read: the kernel lacks CONFIG_TASK_IO_ACCOUNTING,"
                        + " or this process is not dumpable",
                "a kernel with CONFIG_TASK_IO_ACCOUNTING=y, a java binary without file capabilities",
                missing);
        take(
                unknown,
                EnumSet.of(Quantity.CPU_DELAY, Quantity.CPU_DELAY_COUNT),
                "the kernel does not count run-queue delay",
                "a kernel with CONFIG_SCHED_INFO=y (comes with CONFIG_TASK_DELAY_ACCT and CONFIG_SCHEDSTATS)",
                missing);
    }

    private static void takeOfTaskstats(Set<Quantity> unknown, SourceSelection selection, List<Missing> missing) {
        if (selection.noTaskstats().isPresent()) {
            take(
                    unknown,
                    EnumSet.allOf(Quantity.class),
                    "only taskstats has it: " + selection.noTaskstats().get(),
                    selection.isChosen()
                            ? "the option source=auto"
                            : "CAP_NET_ADMIN in the initial user namespace, on a kernel with CONFIG_TASKSTATS=y",
                    missing);
        } else {
            take(
                    unknown,
                    EnumSet.allOf(Quantity.class),
                    "taskstats version " + selection.taskstatsVersion().orElse(0) + " of this kernel does not have it",
                    "a newer kernel",
                    missing);
        }
    }

    /** What was known until the source had to be changed. */
    public static Missing lost(Set<Quantity> quantities, SourceSelection selection) {
        return new Missing(
                quantities,
                "only taskstats has it, and " + selection.source().fallen() + ". Records from then on are incomplete",
                "CAP_NET_ADMIN in the initial user namespace for as long as the JVM runs, and no seccomp filter on it");
    }

    private static String cause(DelayAccounting state) {
        switch (state) {
            case OFF:
                return "delay accounting is off (kernel.task_delayacct = 0)";
            case NOT_BUILT:
                return "the kernel is built without CONFIG_TASK_DELAY_ACCT";
            default:
                return "it is unknown whether delay accounting is on: /proc/sys/kernel/task_delayacct cannot be read";
        }
    }

    private static String remedy(DelayAccounting state) {
        switch (state) {
            case OFF:
                return "sysctl -w kernel.task_delayacct=1" + START_ANEW;
            case NOT_BUILT:
                return "a kernel with CONFIG_TASK_DELAY_ACCT=y";
            default:
                return "a /proc that has all of its files (systemd: ProcSubset=all), then restart the JVM";
        }
    }

    private static void take(
            Set<Quantity> unknown, Set<Quantity> candidates, String cause, String remedy, List<Missing> missing) {
        Set<Quantity> taken = EnumSet.copyOf(unknown);
        taken.retainAll(candidates);
        if (!taken.isEmpty()) {
            missing.add(new Missing(taken, cause, remedy));
            unknown.removeAll(taken);
        }
    }
}
