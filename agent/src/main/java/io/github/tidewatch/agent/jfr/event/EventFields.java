package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.accounting.Accounting;
import io.github.tidewatch.counters.Quantity;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/** Which fields of the events cannot be filled in this JVM. */
public final class EventFields {
    private EventFields() {}

    /**
     * The fields that the end of a thread cannot have here.
     *
     * @param blocks whether ends report blocks from and to storage
     */
    public static Set<String> absentAtEnd(Accounting accounting, boolean blocks) {
        Set<String> absent = absent(accounting);
        if (!blocks) {
            absent.add("blockInputs");
            absent.add("blockOutputs");
        }
        return absent;
    }

    /** The fields that the events about threads cannot have here. */
    public static Set<String> absent(Accounting accounting) {
        Set<String> absent = new HashSet<>(Quantity.fields(EnumSet.complementOf(EnumSet.copyOf(accounting.known()))));
        if (!accounting.known().contains(Quantity.BLOCK_IO_DELAY)) {
            absent.add("pendingBlockIoDelay");
        }
        if (!accounting.known().contains(Quantity.CPU_DELAY)) {
            absent.add("pendingCpuDelay");
        }
        if (!accounting.known().contains(Quantity.STORAGE_READ_BYTES)) {
            absent.add("blockInputs");
            absent.add("blockOutputs");
        }
        return absent;
    }
}
