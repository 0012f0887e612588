package io.github.tidewatch.accounting;

import io.github.tidewatch.intervals.KernelRelease;
import io.github.tidewatch.waits.WaitClassifier;
import io.github.tidewatch.waits.WaitKind;
import io.github.tidewatch.waits.WaitOption;
import java.util.EnumSet;
import java.util.Set;

/** Which kinds of waits can be known here. Safe for use by several threads. */
public final class KnownWaits {
    private final WaitOption option;
    private final Set<WaitKind> kinds;
    private final WaitSampler sampler;
    private final boolean readableAtStart;
    private final KernelRelease kernel;

    /**
     * What is known.
     *
     * @param classifier null if waits are not wanted
     */
    KnownWaits(WaitOption option, WaitClassifier classifier, WaitSampler sampler, KernelRelease kernel) {
        this.kernel = kernel;
        this.option = option;
        this.kinds = classifier == null ? Set.of() : Set.copyOf(classifier.known());
        this.sampler = sampler;
        this.readableAtStart = sampler.isReadable();
    }

    /** The kinds; empty if nothing can be known. */
    public Set<WaitKind> kinds() {
        return kinds.isEmpty() ? EnumSet.noneOf(WaitKind.class) : EnumSet.copyOf(kinds);
    }

    /** Whether a wait can have a detail. */
    public boolean hasDetails() {
        return kinds.contains(WaitKind.PARK) || (option == WaitOption.DETAILS && kinds.contains(WaitKind.NETWORK));
    }

    /** Why some kinds cannot be known, as a clause without a full stop; empty if all can, or none is wanted. */
    public String cause() {
        if (option == WaitOption.OFF || (kinds.size() == WaitKind.KNOWN.size() && sampler.isReadable())) {
            return "";
        }
        if (!kernel.canReadCalls()) {
            return "to read /proc/self/task/TID/syscall can stop a thread for good on Linux 6.12 to 6.17 where a CPU quota"
                    + " holds it back, so it is not read";
        } else if (!readableAtStart) {
            return "/proc/self/task/TID/syscall cannot be read: the kernel does not have it (gVisor), or this process is"
                    + " not dumpable";
        } else if (!sampler.isReadable()) {
            return "/proc/self/task/TID/syscall cannot be read any more";
        } else if (kinds.containsAll(WaitKind.OF_JAVA)) {
            return "the numbers of the system calls on " + System.getProperty("os.arch") + " are not known here";
        }
        return "it is not known which thread is which Java thread";
    }

    /** What would change the {@link #cause}, as a clause without a full stop. */
    public String remedy() {
        if (!kernel.canReadCalls()) {
            return "Linux 6.18 or later, or 6.12.54 or a later 6.12";
        } else if (!readableAtStart || !sampler.isReadable()) {
            return "a Linux kernel with this file, a java binary without file capabilities";
        }
        return kinds.containsAll(WaitKind.OF_JAVA) ? "none" : "see threadMapping";
    }
}
