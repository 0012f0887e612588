package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.intervals.Interval;
import io.github.tidewatch.intervals.SampledThread;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.StackTrace;

/** What the records of one thread's interval have in common: whose they are. */
@Category("Linux Kernel")
@StackTrace(false)
abstract class ThreadEvent extends Event {
    @Label("Sampled Thread")
    @Description("The Java thread; none for threads of the JVM itself")
    Thread sampledThread;

    @Label("Thread Name")
    @Description("Name of the Java thread, or the kernel's name (comm, 15 bytes) of a thread that is none")
    String threadName;

    @Label("OS Thread Id")
    @Description("The kernel's id of the thread (tid)")
    @OsThread
    long osThreadId;

    /** Takes over whose interval it is. */
    final void identify(SampledThread thread) {
        sampledThread = thread.javaThread();
        threadName = thread.name();
        osThreadId = thread.tid();
    }

    /** Bytes of storage in the unit of ru_inblock and ru_oublock of getrusage(2): the kernel shifts them by 9. */
    static long blocks(long bytes) {
        return bytes >> 9;
    }

    /** Takes over what the interval reports. */
    abstract void fill(Interval interval);
}
