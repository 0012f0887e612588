package io.github.tidewatch.findings;

import io.github.tidewatch.metrics.Metric;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Context switches that the scheduler forced, in proportion to the time on a CPU. */
final class InvoluntarySwitchesRule extends RateRule {
    private static final double LEAST_ON_CPU = 0.02;

    InvoluntarySwitchesRule() {
        super(Metric.INVOLUNTARY_SWITCHES, 1_000, 5_000);
    }

    @Override
    OptionalDouble rate(ThreadTotals thread, RuleInput input) {
        OptionalLong switches = thread.get(Metric.INVOLUNTARY_SWITCHES);
        OptionalLong onCpu = thread.onCpu();
        boolean enough = onCpu.orElse(0) > 0 && onCpu.orElse(0) >= LEAST_ON_CPU * input.span();
        return switches.isPresent() && enough
                ? OptionalDouble.of(switches.getAsLong() * NANOS_PER_SECOND / onCpu.getAsLong())
                : OptionalDouble.empty();
    }

    @Override
    String what() {
        return "involuntary context switches per second on a CPU";
    }

    @Override
    String whySound() {
        return "Two threads that compete for a CPU take turns of about 3 ms, which makes some 300 a second. 1000 say that a"
                + " thread hardly ever has a whole turn: others wake up and push it aside. Each switch costs some"
                + " microseconds and the caches' content, some 20 microseconds in all: 1000 a second are 2 %, 5000 a second"
                + " 10 % of its time. Threads that were on a CPU for less than 2 % of the evaluated time are left out.";
    }

    @Override
    String remedy() {
        return "See which tasks share its CPUs: pidstat -wt 1 shows who switches most. Many threads of the process that wake"
                + " up for moments: hand over work in larger pieces, or use fewer threads.\n"
                + "A CPU quota: a throttled thread is switched away involuntarily, too; see nr_throttled in cpu.stat.\n"
                + "Real-time tasks or interrupts on these CPUs: give the process other CPUs (taskset, cpuset).";
    }
}
