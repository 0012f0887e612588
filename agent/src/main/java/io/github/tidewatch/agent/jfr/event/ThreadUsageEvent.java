package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.intervals.Interval;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;

/** What one thread used. */
@Name("tidewatch.ThreadUsage")
@Label("Thread Resource Usage")
@Description("Page faults, context switches and I/O of a thread in an interval, as the Linux kernel counts them")
@Period("1 s")
public final class ThreadUsageEvent extends ThreadEvent {
    @Label("Minor Faults")
    @Description("Page faults that needed no read from disk")
    long minorFaults;

    @Label("Major Faults")
    @Description("Page faults that needed a read from disk")
    long majorFaults;

    @Label("Voluntary Switches")
    @Description("How often the thread gave up its CPU to wait")
    long voluntarySwitches;

    @Label("Involuntary Switches")
    @Description("How often the scheduler took the CPU from the thread")
    long involuntarySwitches;

    @Label("Block Inputs")
    @Description("Reads from storage in units of 512 bytes, as ru_inblock of getrusage(2)")
    long blockInputs;

    @Label("Block Outputs")
    @Description("Writes to storage in units of 512 bytes, as ru_oublock of getrusage(2)")
    long blockOutputs;

    @Label("Storage Read Bytes")
    @Description("Bytes that were fetched from storage")
    @DataAmount
    long storageReadBytes;

    @Label("Storage Write Bytes")
    @Description("Bytes that were caused to be sent to storage")
    @DataAmount
    long storageWriteBytes;

    @Label("Cancelled Write Bytes")
    @Description("Bytes counted as written to storage that a truncation kept from it")
    @DataAmount
    long cancelledWriteBytes;

    @Label("Read Bytes")
    @Description("Bytes that read calls returned, from files, sockets and pipes, cached or not")
    @DataAmount
    long readBytes;

    @Label("Write Bytes")
    @Description("Bytes given to write calls, to files, sockets and pipes, cached or not")
    @DataAmount
    long writeBytes;

    @Label("Read Calls")
    @Description("Number of read calls")
    long readCalls;

    @Label("Write Calls")
    @Description("Number of write calls")
    long writeCalls;

    @Override
    void fill(Interval measured) {
        minorFaults = measured.change(Quantity.MINOR_FAULTS);
        majorFaults = measured.change(Quantity.MAJOR_FAULTS);
        voluntarySwitches = measured.change(Quantity.VOLUNTARY_SWITCHES);
        involuntarySwitches = measured.change(Quantity.INVOLUNTARY_SWITCHES);
        blockInputs = blocks(measured, Quantity.STORAGE_READ_BYTES);
        blockOutputs = blocks(measured, Quantity.STORAGE_WRITE_BYTES);
        storageReadBytes = measured.change(Quantity.STORAGE_READ_BYTES);
        storageWriteBytes = measured.change(Quantity.STORAGE_WRITE_BYTES);
        cancelledWriteBytes = measured.change(Quantity.CANCELLED_WRITE_BYTES);
        readBytes = measured.change(Quantity.READ_BYTES);
        writeBytes = measured.change(Quantity.WRITE_BYTES);
        readCalls = measured.change(Quantity.READ_CALLS);
        writeCalls = measured.change(Quantity.WRITE_CALLS);
    }

    /** Whole blocks over the thread's life, differenced: what getrusage(2) would have reported before and after. */
    private static long blocks(Interval measured, Quantity bytes) {
        long now = measured.total(bytes);
        return blocks(now) - blocks(now - measured.change(bytes));
    }
}
