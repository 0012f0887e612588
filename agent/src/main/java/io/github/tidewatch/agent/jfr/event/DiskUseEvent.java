package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.causes.DiskUse;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Percentage;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** What a block device did. */
@Name("tidewatch.DiskUse")
@Label("Disk Use")
@Description(
        "What a block device did in an interval in which the process's control group used it, and what made requests wait")
@Category("Linux Kernel")
@StackTrace(false)
@Period("1 s")
public final class DiskUseEvent extends Event {
    @Label("Device")
    @Description("Name of the block device")
    String device;

    @Label("Cause")
    @Description(
            "What made requests wait, if they did: this group's limit, busy by others, busy by this group, busy (mostly with"
                    + " whose requests is not known), not busy")
    String cause;

    @Label("Interval")
    @Description("Length of the interval")
    @Timespan(Timespan.NANOSECONDS)
    long interval;

    @Label("Busy Time")
    @Description("The device had requests, anybody's")
    @Timespan(Timespan.NANOSECONDS)
    long busyTime;

    @Label("Request Time")
    @Description("How long requests took, waiting for the device included, in sum over anybody's requests")
    @Timespan(Timespan.NANOSECONDS)
    long requestTime;

    @Label("Read Bytes")
    @Description("Read from the device by anybody")
    @DataAmount
    long readBytes;

    @Label("Written Bytes")
    @Description("Written to the device by anybody")
    @DataAmount
    long writtenBytes;

    @Label("Own Bytes")
    @Description("Read and written by the process's control group, or the nearest above it that counts")
    @DataAmount
    long ownBytes;

    @Label("Own Share")
    @Description("Own bytes as a part of all bytes; not a number where there were none")
    @Percentage
    float ownShare;

    @Label("Limit Use")
    @Description(
            "The greatest part that was used of a limit of bytes or requests per second of the group, or one above it; 0"
                    + " without a limit")
    @Percentage
    float limitUse;

    void fill(DiskUse use) {
        device = use.device;
        cause = use.cause().label();
        interval = use.length;
        busyTime = use.busyTime;
        requestTime = use.requestTime;
        readBytes = use.readBytes;
        writtenBytes = use.writtenBytes;
        ownBytes = Math.max(0, use.ownBytes);
        ownShare = (float) use.ownShare();
        limitUse = (float) use.limitUse;
    }
}
