package io.github.tidewatch.agent.cli.report.flame;

import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.Totals;
import one.convert.Frame;

/** A part of a thread's time that a flame graph can be of. */
public enum FlamePart {
    CPU("cpu", "on CPU", Frame.TYPE_JIT_COMPILED),
    CPU_DELAY("cpu-delay", "CPU delay", Frame.TYPE_KERNEL),
    BLOCK_IO("block-io", "block I/O", Frame.TYPE_NATIVE),
    WAIT("wait", "waiting", Frame.TYPE_CPP);

    private final String option;
    private final String label;
    private final byte colour;

    FlamePart(String option, String label, byte colour) {
        this.option = option;
        this.label = label;
        this.colour = colour;
    }

    /** Its name in the option {@code --flame}. */
    public String option() {
        return option;
    }

    String label() {
        return label;
    }

    /** The type of frame whose colour it has. */
    byte colour() {
        return colour;
    }

    /** What is known of it in a record, in nanoseconds: 0 where it is unknown, and then in the waiting. */
    long of(Totals totals) {
        switch (this) {
            case CPU:
                return totals.onCpu();
            case CPU_DELAY:
                return totals.known(Metric.CPU_DELAY);
            case BLOCK_IO:
                return totals.known(Metric.BLOCK_IO_DELAY);
            default:
                return totals.known(Metric.WAIT_TIME);
        }
    }

    /** Whether the recording has it. */
    boolean isKnown(Totals totals) {
        return (this != CPU_DELAY || totals.isKnown(Metric.CPU_DELAY))
                && (this != BLOCK_IO || totals.isKnown(Metric.BLOCK_IO_DELAY));
    }
}
