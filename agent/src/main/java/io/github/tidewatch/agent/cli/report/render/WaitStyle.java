package io.github.tidewatch.agent.cli.report.render;

import io.github.tidewatch.metrics.Metric;
import java.util.EnumMap;
import java.util.Map;

/** How the kinds of waits are shown: in words, and in a colour of their own. */
public final class WaitStyle {
    /** The time in which the JVM stopped a thread: no event has it, it is computed. */
    static final String STOPPED_FIELD = "stoppedByJvm";

    static final String STOPPED = "stopped by the JVM";
    static final int STOPPED_COLOUR = 0x222222;

    /** The time in which a thread is known to have waited for something to do. */
    static final String IDLE_FIELD = "idle";

    static final String IDLE = "idle";
    static final int IDLE_COLOUR = 0xd8d8d8;

    private static final Map<Metric, String> DOING = new EnumMap<>(Metric.class);
    private static final Map<Metric, Integer> COLOURS = new EnumMap<>(Metric.class);

    static {
        add(Metric.MONITOR_WAIT, "entering monitors", 0xe69f00);
        add(Metric.OBJECT_WAIT, "in Object.wait", 0xf0e442);
        add(Metric.PARK_WAIT, "parked", 0x009e73);
        add(Metric.SLEEP_WAIT, "asleep", 0xbbcc99);
        add(Metric.NETWORK_WAIT, "network", 0x6a4fb3);
        add(Metric.FILE_WAIT, "file calls", 0x882255);
        add(Metric.PIPE_WAIT, "pipes or child processes", 0xaa7744);
        add(Metric.JVM_WAIT, "the JVM itself", 0x44555f);
        add(Metric.OTHER_WAIT, "other system calls", 0xddaa99);
        add(Metric.UNKNOWN_WAIT, "unknown", 0x999999);
    }

    private WaitStyle() {}

    private static void add(Metric kind, String doing, int colour) {
        DOING.put(kind, doing);
        COLOURS.put(kind, colour);
    }

    /** What a thread does meanwhile, after an amount. */
    public static String doing(Metric kind) {
        return DOING.get(kind);
    }

    /** As 0xRRGGBB. */
    static int colour(Metric kind) {
        return COLOURS.get(kind);
    }
}
