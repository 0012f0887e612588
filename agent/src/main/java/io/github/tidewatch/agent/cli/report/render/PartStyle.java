package io.github.tidewatch.agent.cli.report.render;

import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.Totals;

/** How the five parts of a thread's time are shown: in words, and in a colour that is the same in all output. */
public final class PartStyle {
    private PartStyle() {}

    /** What a thread does meanwhile, for a sentence. */
    public static String doing(Metric part) {
        switch (part) {
            case USER_TIME:
                return "running in user mode";
            case SYSTEM_TIME:
                return "running in kernel mode";
            case CPU_DELAY:
                return "waiting for a CPU";
            case BLOCK_IO_DELAY:
                return "waiting for block I/O";
            case WAIT_TIME:
                return "waiting voluntarily";
            default:
                throw new IllegalArgumentException(part + " is no part of the time");
        }
    }

    /** As 0xRRGGBB: of the palette of Okabe and Ito, which colour-blind people can distinguish. */
    static int colour(Metric part) {
        switch (part) {
            case USER_TIME:
                return 0x0072b2;
            case SYSTEM_TIME:
                return 0x56b4e9;
            case CPU_DELAY:
                return 0xd55e00;
            case BLOCK_IO_DELAY:
                return 0xcc79a7;
            case WAIT_TIME:
                return 0x999999;
            default:
                throw new IllegalArgumentException(part + " is no part of the time");
        }
    }

    /** What threads that lost time did meanwhile. */
    static String doing(Totals time) {
        if (time.get(Metric.BLOCK_IO_DELAY).orElse(0) == 0) {
            return doing(Metric.CPU_DELAY);
        }
        return time.get(Metric.CPU_DELAY).orElse(0) == 0
                ? doing(Metric.BLOCK_IO_DELAY)
                : doing(Metric.CPU_DELAY) + " or " + doing(Metric.BLOCK_IO_DELAY);
    }
}
