package io.github.tidewatch.agent.cli.report.render;

import io.github.tidewatch.metrics.Metric;
import java.util.EnumMap;
import java.util.Map;

/** In which colours the kinds of waits are shown, and under which names what is computed of them. */
final class WaitStyle {
    /** The time in which the JVM stopped a thread: no event has it, it is computed. */
    static final String STOPPED_FIELD = "stoppedByJvm";

    static final int STOPPED_COLOUR = 0x222222;

    /** The time in which a thread is known to have waited for something to do. */
    static final String IDLE_FIELD = "idle";

    static final String IDLE = "idle";
    static final int IDLE_COLOUR = 0xd8d8d8;

    private static final Map<Metric, Integer> COLOURS = new EnumMap<>(Metric.class);

    static {
        COLOURS.put(Metric.MONITOR_WAIT, 0xe69f00);
        COLOURS.put(Metric.OBJECT_WAIT, 0xf0e442);
        COLOURS.put(Metric.PARK_WAIT, 0x009e73);
        COLOURS.put(Metric.SLEEP_WAIT, 0xbbcc99);
        COLOURS.put(Metric.NETWORK_WAIT, 0x6a4fb3);
        COLOURS.put(Metric.FILE_WAIT, 0x882255);
        COLOURS.put(Metric.PIPE_WAIT, 0xaa7744);
        COLOURS.put(Metric.JVM_WAIT, 0x44555f);
        COLOURS.put(Metric.OTHER_WAIT, 0xddaa99);
        COLOURS.put(Metric.UNKNOWN_WAIT, 0x999999);
    }

    private WaitStyle() {}

    /** As 0xRRGGBB. */
    static int colour(Metric kind) {
        return COLOURS.get(kind);
    }
}
