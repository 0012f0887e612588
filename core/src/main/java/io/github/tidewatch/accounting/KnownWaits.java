package io.github.tidewatch.accounting;

import io.github.tidewatch.intervals.KernelRelease;
import io.github.tidewatch.text.Limitation;
import io.github.tidewatch.waits.WaitClassifier;
import io.github.tidewatch.waits.WaitKind;
import io.github.tidewatch.waits.WaitOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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

    /** Whether system calls of threads are read. */
    boolean readsCalls() {
        return sampler.isReadable();
    }

    private boolean hasDetails() {
        return kinds.contains(WaitKind.PARK) || (option == WaitOption.DETAILS && kinds.contains(WaitKind.NETWORK));
    }

    /** The fields of events about waits that cannot be known here. */
    public Set<String> absent() {
        Set<String> absent = new LinkedHashSet<>();
        for (WaitKind kind : WaitKind.KNOWN) {
            if (!kinds.contains(kind)) {
                absent.add(kind.field());
            }
        }
        if (kinds.isEmpty()) {
            absent.addAll(List.of("unknownWait", "exactWait"));
        }
        if (!hasDetails()) {
            absent.add("waitDetail");
        }
        return absent;
    }

    /** What cannot be known at present, one for each cause; empty if all can, or nothing is wanted. */
    public List<Limitation> limitations() {
        List<Limitation> limitations = new ArrayList<>();
        Set<String> unexplained = absent();
        if (option != WaitOption.OFF && !(kinds.contains(WaitKind.NETWORK) && sampler.isReadable())) {
            Set<String> fields = new LinkedHashSet<>();
            WaitKind.BY_CALL.forEach(kind -> fields.add(kind.field()));
            unexplained.removeAll(fields);
            limitations.add(Limitation.of(String.join(" ", fields), causeOfNoCalls(), remedyOfNoCalls()));
        }
        if (option != WaitOption.OFF && !kinds.containsAll(WaitKind.OF_JAVA)) {
            limitations.add(Limitation.of(
                    String.join(" ", unexplained),
                    "it is not known which thread is which Java thread",
                    "see threadMapping"));
        }
        return limitations;
    }

    private String causeOfNoCalls() {
        if (!kernel.canReadCalls()) {
            return "to read /proc/self/task/TID/syscall can stop a thread for good on Linux 6.12 to 6.17 where a CPU quota"
                    + " holds it back, so it is not read";
        } else if (!readableAtStart) {
            return "/proc/self/task/TID/syscall cannot be read: the kernel does not have it (gVisor), or this process is"
                    + " not dumpable";
        } else if (!sampler.isReadable()) {
            return "/proc/self/task/TID/syscall cannot be read any more";
        }
        return "the numbers of the system calls on " + System.getProperty("os.arch") + " are not known here, or no"
                + " system call can be made";
    }

    private String remedyOfNoCalls() {
        if (!kernel.canReadCalls()) {
            return "Linux 6.18 or later, or 6.12.54 or a later 6.12";
        }
        return readableAtStart && sampler.isReadable()
                ? "none"
                : "a Linux kernel with this file, a java binary without file capabilities";
    }
}
