package io.github.tidewatch.agent.cli.doctor;

import io.github.tidewatch.accounting.Accounting;
import io.github.tidewatch.counters.Missing;
import io.github.tidewatch.counters.Quantity;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What an {@link Accounting} provides, quantity by quantity. */
final class HostFindings {
    static final String GET_CAPABILITY = "docker run --cap-add NET_ADMIN (Kubernetes: securityContext.capabilities.add:"
            + " [NET_ADMIN]; systemd: AmbientCapabilities=CAP_NET_ADMIN), without a user namespace of its own; then"
            + " restart the JVM";

    static final String GET_NATIVE_CODE =
            "let java.io.tmpdir or /tmp be a directory that may be written to and executed"
                    + " from, and do not deny native access";

    private final Accounting accounting;
    private final String noNativeCode;
    private final String noTaskstats;

    /**
     * Findings.
     *
     * @param noNativeCode why native code cannot be used here; null if it can
     * @param noTaskstats why the process in question cannot use taskstats; null to go by the accounting
     */
    HostFindings(Accounting accounting, String noNativeCode, String noTaskstats) {
        this.accounting = accounting;
        this.noNativeCode = noNativeCode;
        this.noTaskstats = noTaskstats;
    }

    Finding cpuDelay() {
        return of("CPU delay", EnumSet.of(Quantity.CPU_DELAY, Quantity.CPU_DELAY_COUNT));
    }

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        findings.add(of("CPU time", EnumSet.of(Quantity.USER_TIME, Quantity.SYSTEM_TIME)));
        findings.add(cpuDelay());
        findings.add(blockIoDelay());
        findings.add(of(
                "other delays",
                EnumSet.of(
                        Quantity.BLOCK_IO_DELAY_COUNT,
                        Quantity.SWAP_IN_DELAY,
                        Quantity.RECLAIM_DELAY,
                        Quantity.THRASHING_DELAY,
                        Quantity.COMPACTION_DELAY,
                        Quantity.COPY_ON_WRITE_DELAY,
                        Quantity.IRQ_DELAY)));
        findings.add(of("page faults", EnumSet.of(Quantity.MINOR_FAULTS, Quantity.MAJOR_FAULTS)));
        findings.add(of("context switches", EnumSet.of(Quantity.VOLUNTARY_SWITCHES, Quantity.INVOLUNTARY_SWITCHES)));
        findings.add(of("bytes and calls of I/O", Quantity.IO));
        return findings;
    }

    private Finding blockIoDelay() {
        Set<Quantity> self = EnumSet.of(Quantity.BLOCK_IO_DELAY);
        Finding finding = of("block I/O delay", self);
        if (finding.grade() == Finding.Grade.FULL && finding.source().equals("procfs")) {
            String why = "in steps of 10 ms: " + whyNoTaskstats();
            return Finding.reduced(finding.what(), finding.fields(), "procfs", why, getTaskstats());
        }
        return finding;
    }

    private Finding of(String what, Set<Quantity> quantities) {
        Set<Quantity> sorted = EnumSet.copyOf(quantities);
        Set<Quantity> lacking = EnumSet.copyOf(quantities);
        lacking.removeAll(accounting.known());
        List<String> fields = Quantity.fields(sorted);
        if (lacking.isEmpty()) {
            String source = accounting.sourceOf(sorted.iterator().next()).orElse("procfs");
            return Finding.full(what, fields, source);
        }
        Quantity first = lacking.iterator().next();
        List<Missing> missing = accounting.missing().stream()
                .filter(m -> m.quantities().contains(first))
                .collect(Collectors.toList());
        String cause = missing.stream()
                .map(m -> isOfTaskstats(m) ? whyNoTaskstats() : m.cause())
                .collect(Collectors.joining("; "));
        String remedy = missing.stream()
                .map(m -> isOfTaskstats(m) ? getTaskstats() : m.remedy())
                .collect(Collectors.joining("; and "));
        if (lacking.size() == quantities.size()) {
            return Finding.none(what, fields, cause, remedy);
        }
        String names = String.join(" ", Quantity.fields(lacking));
        Optional<String> source =
                sorted.stream().filter(accounting.known()::contains).findFirst().flatMap(accounting::sourceOf);
        return Finding.reduced(what, fields, source.orElse(""), "without " + names + ": " + cause, remedy);
    }

    private static boolean isOfTaskstats(Missing missing) {
        return missing.cause().startsWith("only taskstats has");
    }

    private String getTaskstats() {
        return noNativeCode == null || noTaskstats != null ? GET_CAPABILITY : GET_NATIVE_CODE;
    }

    private String whyNoTaskstats() {
        if (noTaskstats != null) {
            return noTaskstats;
        }
        if (noNativeCode != null) {
            return "taskstats needs native code, and there is none: " + noNativeCode;
        }
        if (!ProcessPrivileges.self().hasNetAdmin()) {
            return "taskstats needs CAP_NET_ADMIN, which this process does not have";
        }
        if (!ProcessPrivileges.self().isInInitialUserNamespace()) {
            return "taskstats needs CAP_NET_ADMIN in the initial user namespace, and this process is in another";
        }
        String why = accounting.noTaskstats().orElse("taskstats is not in use");
        int advice = why.indexOf(". "); // what would help stands in the remedy
        return advice < 0 ? why : why.substring(0, advice);
    }
}
