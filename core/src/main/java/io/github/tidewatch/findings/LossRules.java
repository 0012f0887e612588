package io.github.tidewatch.findings;

import io.github.tidewatch.findings.LossRule.Loss;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.ThreadKind;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;

/** The losses of time that Tidewatch checks for, with their limits and why these are sound. */
final class LossRules {
    static final Rule APPLICATION_CPU_DELAY = applicationCpuDelay();
    static final Rule JVM_CPU_DELAY = jvmCpuDelay();
    static final Rule BLOCK_IO_DELAY = blockIoDelay();
    static final Rule THRASHING = thrashing();
    static final Rule RECLAIM = reclaim();

    private static final String WHERE_THE_CPUS_WENT =
            "nr_throttled and throttled_usec (cgroup v1: throttled_time) growing in the cgroup's cpu.stat: the CPU quota is"
                    + " used up; raise it, or let fewer threads run at once (GC and compiler threads count against it too).\n"
                    + "The process' threads use about all CPUs that it may use: too many runnable threads or too few CPUs;"
                    + " make pools smaller, or give it more CPUs.\n"
                    + "Neither: something else on the host has the CPUs; see pidstat -u 1 (%wait is this delay, %CPU"
                    + " shows who has them), /proc/pressure/cpu, the CPU affinity (taskset -p PID), real-time tasks, and"
                    + " st in vmstat 1.";

    private LossRules() {}

    private static Rule applicationCpuDelay() {
        Loss loss = new Loss();
        loss.kinds = EnumSet.of(ThreadKind.APPLICATION, ThreadKind.CARRIER);
        loss.whose = "application threads";
        loss.did = "waited for a CPU";
        loss.hasCauses = true;
        loss.needs = List.of(Metric.CPU_DELAY);
        loss.lost = thread -> thread.get(Metric.CPU_DELAY);
        loss.information = 0.05;
        loss.warning = 0.25;
        loss.leastTogether = 0.1;
        loss.whySound =
                "Where a CPU is free, a thread that wakes up has it within some 10 to 50 microseconds: 200 times a"
                        + " second makes 1 %, so 5 % says that CPUs were taken. At 25 % a thread that never waited voluntarily would"
                        + " have done the same work in three quarters of the time.";
        loss.remark = LossRules::cpusUsed;
        loss.remedy = input -> WHERE_THE_CPUS_WENT;
        return new LossRule(loss);
    }

    private static Rule jvmCpuDelay() {
        Loss loss = new Loss();
        loss.kinds = EnumSet.of(ThreadKind.GARBAGE_COLLECTOR, ThreadKind.COMPILER);
        loss.whose = "GC and compiler threads";
        loss.did = "waited for a CPU";
        loss.hasCauses = true;
        loss.needs = List.of(Metric.CPU_DELAY);
        loss.lost = thread -> thread.get(Metric.CPU_DELAY);
        loss.information = 0.05;
        loss.warning = 0.25;
        // They are idle mostly, but what a collector waits in a pause, every application thread waits. A start, with
        // its
        // compilers beside the code that they compile, takes less than this of ten seconds.
        loss.leastTogether = 0.05;
        loss.whySound = "A pause takes as long as its last GC worker: what one of them waits for a CPU, all application"
                + " threads wait; and until a compiler had its turn, the code runs slowly. These threads are idle mostly, so"
                + " the time that they wanted to run is what counts: half of it lost makes pauses twice as long.";
        loss.remark = LossRules::cpusUsed;
        loss.remedy = input -> WHERE_THE_CPUS_WENT;
        loss.inAnyCase = "\nGC workers beyond the CPUs that are free only wait for each other:"
                + " compare -XX:ParallelGCThreads, -XX:ConcGCThreads and -XX:CICompilerCount with the CPUs that the process"
                + " really gets.";
        return new LossRule(loss);
    }

    private static Rule blockIoDelay() {
        Loss loss = new Loss();
        loss.kinds = EnumSet.of(
                ThreadKind.APPLICATION, ThreadKind.CARRIER, ThreadKind.GARBAGE_COLLECTOR, ThreadKind.COMPILER);
        loss.whose = "threads other than the JVM's own service threads";
        loss.did = "waited for block I/O";
        loss.needs = List.of(Metric.BLOCK_IO_DELAY);
        loss.lost = thread -> thread.get(Metric.BLOCK_IO_DELAY);
        loss.information = 0.1;
        loss.warning = 0.4;
        loss.leastTogether = 0.2;
        loss.whySound =
                "Reads that the page cache answers and writes that it takes wait for no disk, so a thread that works"
                        + " from memory loses next to nothing here; at 10 % the device shapes how long its work takes, at 40 % it"
                        + " does so about as much as all else.";
        loss.remark = LossRules::aboutBlockIo;
        loss.remedy =
                input -> "What was read: storageReadBytes and majorFaults of tidewatch.ThreadUsage, and jdk.FileRead"
                        + " in the same recording.\n"
                        + "What the device did: iostat -x 1. Whether it was throttled: io.max and io.pressure of the cgroup (v1:"
                        + " blkio.throttle.*).\n"
                        + "Much of it swap-in or thrashing: the cause is memory, not the disk.\n"
                        + "Writes wait for a disk in fsync mostly: sync less often, or in a thread of its own.";
        return new LossRule(loss);
    }

    private static Rule thrashing() {
        Loss loss = new Loss();
        loss.kinds = EnumSet.complementOf(EnumSet.of(ThreadKind.TIDEWATCH));
        loss.whose = "threads";
        loss.did = "waited for pages that had been swapped out or evicted";
        loss.needs = List.of(Metric.THRASHING_DELAY, Metric.SWAP_IN_DELAY);
        // A page of the working set that comes from swap counts in both.
        loss.lost = thread -> larger(thread.get(Metric.SWAP_IN_DELAY), thread.get(Metric.THRASHING_DELAY));
        loss.information = 0.01;
        loss.warning = 0.05;
        loss.leastTogether = 0.05;
        loss.whySound =
                "The kernel counts here only pages that were in memory and had to leave it; with enough memory that"
                        + " is 0. At 1 % memory is short; at 5 % the thread reads again and again what it had. The larger of"
                        + " swapInDelay and thrashingDelay is taken, since a page can count in both.";
        loss.remedy =
                input -> "Compare the memory limit (memory.max, v1: memory.limit_in_bytes) with heap, other memory of"
                        + " the JVM, and the files that it reads again and again: raise the limit or make one of them smaller.\n"
                        + "workingset_refault_file and workingset_refault_anon in the cgroup's memory.stat distinguish evicted file pages"
                        + " from swap; memory.pressure how much is lost to it.\n"
                        + "A Java heap should not be swapped: each collection touches all of it.";
        return new LossRule(loss);
    }

    private static Rule reclaim() {
        Loss loss = new Loss();
        loss.kinds = EnumSet.complementOf(EnumSet.of(ThreadKind.TIDEWATCH));
        loss.whose = "threads";
        loss.did = "had to free or compact memory";
        loss.needs = List.of(Metric.RECLAIM_DELAY, Metric.COMPACTION_DELAY);
        loss.lost = thread -> sum(thread.get(Metric.RECLAIM_DELAY), thread.get(Metric.COMPACTION_DELAY));
        loss.information = 0.01;
        loss.warning = 0.1;
        loss.leastTogether = 0.05;
        loss.whySound =
                "The kernel frees memory in the background as long as that is enough; a thread that has to do so"
                        + " itself, within an allocation or page fault, says that it was not. At 1 % that is a habit, at 10 % a tenth"
                        + " of the thread's life.";
        loss.remedy =
                input -> "reclaimDelay: memory is short in the cgroup (memory.max, memory.high, memory.pressure) or on"
                        + " the host (/proc/pressure/memory, vm.min_free_kbytes); raise the limit or use less, the page cache"
                        + " included.\n"
                        + "compactionDelay: huge pages are made while the thread waits; see"
                        + " /sys/kernel/mm/transparent_hugepage/defrag, and prefer defer or madvise.\n"
                        + "-XX:+AlwaysPreTouch moves the cost for the heap to the start.";
        return new LossRule(loss);
    }

    private static String cpusUsed(RuleInput input) {
        return "The threads of the process used " + Texts.number(input.cpusUsed()) + " CPUs on average.";
    }

    private static String aboutBlockIo(RuleInput input) {
        String unreliable = input.status().map(StatusFacts::unreliable).orElse("");
        return unreliable.isEmpty()
                ? ""
                : "The kernel counts block I/O wrongly here when threads compete for a CPU; what was found impossible is left"
                        + " out, and what it fails to count cannot be added.";
    }

    private static OptionalLong larger(OptionalLong one, OptionalLong other) {
        if (one.isPresent() && other.isPresent()) {
            return OptionalLong.of(Math.max(one.getAsLong(), other.getAsLong()));
        }
        return one.isPresent() ? one : other;
    }

    private static OptionalLong sum(OptionalLong one, OptionalLong other) {
        if (one.isPresent() && other.isPresent()) {
            return OptionalLong.of(one.getAsLong() + other.getAsLong());
        }
        return one.isPresent() ? one : other;
    }
}
