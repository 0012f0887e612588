package io.github.tidewatch.agent.jfr.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** For how long tasks lacked a CPU, a disk or memory. */
@Name("tidewatch.Pressure")
@Label("Pressure")
@Description("For how long in an interval tasks were stalled for want of a CPU, I/O or memory (pressure stall"
        + " information), of the process's control group and of the whole host. Some: at least one task. Full: all"
        + " tasks that were not idle, at once")
@Category("Linux Kernel")
@StackTrace(false)
@Period("1 s")
public final class PressureEvent extends Event {
    @Label("Interval")
    @Description("Length of the interval")
    @Timespan(Timespan.NANOSECONDS)
    long interval;

    @Label("CPU Some")
    @Description("Some task of the control group waited for a CPU")
    @Timespan(Timespan.NANOSECONDS)
    long cpuSome;

    @Label("CPU Full")
    @Description("All tasks of the control group waited for a CPU, as when its quota is used up")
    @Timespan(Timespan.NANOSECONDS)
    long cpuFull;

    @Label("I/O Some")
    @Description("Some task of the control group waited for I/O")
    @Timespan(Timespan.NANOSECONDS)
    long ioSome;

    @Label("I/O Full")
    @Description("All tasks of the control group waited for I/O")
    @Timespan(Timespan.NANOSECONDS)
    long ioFull;

    @Label("Memory Some")
    @Description("Some task of the control group waited for memory")
    @Timespan(Timespan.NANOSECONDS)
    long memorySome;

    @Label("Memory Full")
    @Description("All tasks of the control group waited for memory")
    @Timespan(Timespan.NANOSECONDS)
    long memoryFull;

    @Label("Host CPU Some")
    @Description("Some task of the host waited for a CPU")
    @Timespan(Timespan.NANOSECONDS)
    long hostCpuSome;

    @Label("Host I/O Some")
    @Description("Some task of the host waited for I/O")
    @Timespan(Timespan.NANOSECONDS)
    long hostIoSome;

    @Label("Host I/O Full")
    @Description("All tasks of the host waited for I/O")
    @Timespan(Timespan.NANOSECONDS)
    long hostIoFull;

    @Label("Host Memory Some")
    @Description("Some task of the host waited for memory")
    @Timespan(Timespan.NANOSECONDS)
    long hostMemorySome;

    @Label("Host Memory Full")
    @Description("All tasks of the host waited for memory")
    @Timespan(Timespan.NANOSECONDS)
    long hostMemoryFull;

    /** Some and full of CPU, I/O and memory: of the group, then of the host, of which there is no full of CPU. */
    void fill(long length, long[] stalled) {
        interval = length;
        cpuSome = stalled[0];
        cpuFull = stalled[1];
        ioSome = stalled[2];
        ioFull = stalled[3];
        memorySome = stalled[4];
        memoryFull = stalled[5];
        hostCpuSome = stalled[6];
        hostIoSome = stalled[8];
        hostIoFull = stalled[9];
        hostMemorySome = stalled[10];
        hostMemoryFull = stalled[11];
    }
}
