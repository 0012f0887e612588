package io.github.tidewatch.agent.jfr.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;

/** What the other events can report on this host, and what not. */
@Name("tidewatch.Status")
@Label("Tidewatch Status")
@Description("Where Tidewatch's numbers come from in this JVM, and what is missing, why, and how to get it")
@Category("Linux Kernel")
@StackTrace(false)
@Period("everyChunk")
public final class StatusEvent extends Event {
    @Label("Source")
    @Description("Source of the delays: taskstats or procfs")
    public String source;

    @Label("Sources")
    @Description("Source of each quantity")
    public String sources;

    @Label("Taskstats Version")
    @Description("Version of the kernel's struct taskstats")
    public int taskstatsVersion;

    @Label("Delay Accounting at Start")
    @Description("Whether the kernel gave new threads delay accounting when Tidewatch was loaded")
    public boolean delayAccountingAtStart;

    @Label("Delay Accounting")
    @Description("Whether the kernel gives new threads delay accounting now")
    public boolean delayAccounting;

    @Label("Thread Mapping")
    @Description("How Java threads are mapped to the kernel's threads")
    public String threadMapping;

    @Label("Thread Ends")
    @Description("How exits of threads are detected: by a hook in the exiting thread, by the kernel's listener, or not,"
            + " and why")
    public String threadEnds;

    @Label("Missing")
    @Description("What cannot be known here, with cause and remedy; one line each")
    public String missing;

    @Label("Not Sampled")
    @Description(
            "Time of which there are no or few samples, why, and the remedy; one line each, empty if there is none")
    public String notSampled;

    @Label("Incomplete Threads")
    @Description("Threads of which the delays are not known, though this host keeps them for others, and why")
    public String incompleteThreads;

    @Label("Unreliable")
    @Description("What this kernel was found to count wrongly, and what Tidewatch does about it; empty if nothing was")
    public String unreliable;

    @Label("CPU Quota")
    @Description(
            "The process' group in the cgroup controller cpu, and the quota in force: the smallest of this group and its"
                    + " ancestors")
    public String cpuQuota;

    @Label("Kernel")
    @Description("Release of the running kernel")
    public String kernel;
}
