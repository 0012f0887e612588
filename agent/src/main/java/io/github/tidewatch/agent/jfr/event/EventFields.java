package io.github.tidewatch.agent.jfr.event;

import io.github.tidewatch.accounting.Accounting;
import io.github.tidewatch.counters.Quantity;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The names that quantities have as fields of events: those of the enum in camel case. */
public final class EventFields {
    private EventFields() {}

    /** Such as {@code blockIoDelayCount} for {@link Quantity#BLOCK_IO_DELAY_COUNT}. */
    public static String name(Quantity quantity) {
        StringBuilder name = new StringBuilder();
        for (String word : quantity.name().toLowerCase(Locale.ROOT).split("_", -1)) {
            name.append(name.length() == 0 ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }

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
        Set<String> absent = new HashSet<>();
        for (Quantity quantity : EnumSet.complementOf(EnumSet.copyOf(accounting.known()))) {
            absent.add(name(quantity));
        }
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
