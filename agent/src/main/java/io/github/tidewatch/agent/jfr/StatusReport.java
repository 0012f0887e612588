package io.github.tidewatch.agent.jfr;

import io.github.tidewatch.accounting.Accounting;
import io.github.tidewatch.accounting.span.SpanAccounting;
import io.github.tidewatch.agent.jfr.event.StatusEvent;
import io.github.tidewatch.causes.MissingCause;
import io.github.tidewatch.causes.MissingCauses;
import io.github.tidewatch.cgroup.Cgroups;
import io.github.tidewatch.cgroup.CpuQuota;
import io.github.tidewatch.counters.Missing;
import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.procfs.DelayAccounting;
import io.github.tidewatch.text.Limitation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports {@link StatusEvent}s: what the other events can report here, and what not. */
final class StatusReport {
    private static final int MOST_THREADS = 50;

    /** In nanoseconds: shorter spans without a sample are not reported. */
    private static final long WORTH_SAYING = 100_000_000;

    private static final String UNRELIABLE_BLOCK_IO = "blockIoDelay: this kernel's block-I/O accounting is unreliable"
            + " while threads compete for a CPU (Linux 6.12 and later note the begin of a wait for the wrong thread)."
            + " Claims are bounded by what was possible and by samples of the thread's state; what is beyond stands in"
            + " discardedDelay, what cannot be decided in records marked incomplete";

    private static final Logger LOG = LoggerFactory.getLogger(StatusReport.class);

    private final Accounting accounting;
    private final ExitDetection exits;
    private final SamplerDelay delay;
    private final String kernel;
    private final String missingCauses;
    private final List<String> troubles = new CopyOnWriteArrayList<>();
    private volatile List<String> spanTroubles = List.of();
    private volatile DelayAccounting delayAccounting;
    private volatile boolean unreliable;
    private volatile String incompleteThreads = "";
    private volatile long failed;
    private volatile String failure = "";
    private final List<String> unsampled = new CopyOnWriteArrayList<>();
    private volatile SharedSettings settings;
    private volatile Supplier<String> virtualThreads = () -> "";
    private String reportedSource;
    private boolean reportedOff;

    StatusReport(Accounting accounting, ExitDetection exits, SamplerDelay delay) {
        this.delay = delay;
        this.accounting = accounting;
        this.exits = exits;
        this.reportedSource = accounting.source();
        this.delayAccounting = accounting.sampler().delayAccounting();
        this.kernel = kernel();
        this.missingCauses = missingCauses();
    }

    /** The fields that have no value here. */
    Set<String> absent() {
        Set<String> absent = new HashSet<>();
        if (accounting.taskstatsVersion().isEmpty()) {
            absent.add("taskstatsVersion");
        }
        if (accounting.delayAccountingAtStart() == DelayAccounting.UNKNOWN) {
            absent.add("delayAccountingAtStart");
        }
        if (accounting.sampler().delayAccounting() == DelayAccounting.UNKNOWN) {
            absent.add("delayAccounting"); // what cannot be read is not "off"
        }
        return absent;
    }

    /** A part of Tidewatch does not work any more: for every record from now on. */
    void spanTroubles(List<String> lines) {
        spanTroubles = List.copyOf(lines);
    }

    void trouble(String what) {
        troubles.add(what);
    }

    /** So long after the first recording began, in nanoseconds, threads that ran already were sampled for the first time. */
    void firstSample(long nanos) {
        if (nanos >= WORTH_SAYING) {
            String what = String.format(
                    Locale.ROOT, "the first %.1f s of the first recording, of threads that ran already", nanos / 1e9);
            String cause = "Tidewatch was starting, and what they did is not known";
            unsampled.add(Limitation.of(what, cause, "load the agent with -javaagent and record from the start")
                    .toString());
        }
    }

    /** Asked each time what of single virtual threads is not recorded; "" for nothing. */
    void followVirtualThreads(Supplier<String> notRecorded) {
        virtualThreads = notRecorded;
    }

    /** Recordings share the events by these. */
    void followSettings(SharedSettings shared) {
        settings = shared;
    }

    /** Says, once, that the source is not what it was. To be called after each sample. */
    void followSource() {
        String source = accounting.source();
        if (!source.equals(reportedSource)) {
            reportedSource = source;
            LOG.warn(
                    "{}: using {} from now on, records are incomplete where it has less",
                    accounting.noTaskstats().orElse("changed"),
                    source);
        }
        if (!reportedOff && !accounting.off().isEmpty()) {
            reportedOff = true;
            LOG.warn("{} cannot be read at present, nothing is recorded meanwhile: {}", source, accounting.off());
        }
    }

    /** Reports it. Does not wait for a sample that is under way: of what only that knows, what was known before is reported. */
    void emit() {
        Guarded.inTurnIfFree(this::refresh);
        StatusEvent event = new StatusEvent();
        event.source = accounting.off().isEmpty() ? accounting.source() : "off: " + accounting.off();
        event.sources = sources(accounting);
        event.taskstatsVersion = accounting.taskstatsVersion().orElse(0);
        event.delayAccountingAtStart = accounting.delayAccountingAtStart() == DelayAccounting.ON;
        event.delayAccounting = delayAccounting == DelayAccounting.ON;
        event.threadMapping = accounting.threadMapping();
        event.threadEnds = exits.description();
        event.missing = Stream.of(missing(accounting), missingCauses, troubles())
                .filter(lines -> !lines.isEmpty())
                .collect(Collectors.joining("\n"));
        event.notSampled = notSampled();
        event.incompleteThreads = incompleteThreads;
        event.unreliable = unreliable ? UNRELIABLE_BLOCK_IO : "";
        event.cpuQuota = CpuQuota.of(Cgroups.ofThisProcess().cpu()).description();
        event.kernel = kernel;
        event.commit();
    }

    private void refresh() {
        delayAccounting = accounting.sampler().delayAccounting();
        unreliable = accounting.sampler().isBlockIoUnreliable();
        incompleteThreads = incompleteThreads();
        failed = accounting.sampler().queriesFailed();
        failure = accounting.failure();
    }

    private String notSampled() {
        StringJoiner lines = new StringJoiner("\n");
        unsampled.forEach(lines::add);
        if (failed != 0) {
            lines.add(failed + " reads of threads' counters failed, the last with " + failure + ": these threads lack"
                    + " samples, and their next record spans the gap");
        }
        accounting.spanAccounting().ifPresent(spans -> addSpans(spans, lines));
        String lost = virtualThreads.get();
        if (!lost.isEmpty()) {
            lines.add(lost);
        }
        String late = delay.description();
        if (!late.isEmpty()) {
            lines.add(late);
        }
        return lines.toString();
    }

    private static void addSpans(SpanAccounting spans, StringJoiner lines) {
        String failure = spans.failure();
        if (spans.failed() != 0) {
            lines.add(spans.failed() + " readings at the begin or end of a span failed"
                    + (failure.isEmpty() ? "" : ", the last with " + failure) + ": these spans are not recorded");
        } else if (!failure.isEmpty()) {
            lines.add("the block I/O of some spans: taskstats could not be used, procfs was instead: " + failure);
        }
    }

    private static String sources(Accounting accounting) {
        Map<String, StringJoiner> bySource = new LinkedHashMap<>();
        for (Quantity quantity : accounting.known()) {
            quantity.metric().ifPresent(metric -> bySource.computeIfAbsent(
                            accounting.sourceOf(quantity).orElse("none any more"), source -> new StringJoiner(" "))
                    .add(metric.field()));
        }
        StringJoiner lines = new StringJoiner("\n");
        bySource.forEach((source, names) -> lines.add(source + ": " + names));
        return lines.toString();
    }

    /** One line for each cause; empty where nothing is missing. */
    static String missing(Accounting accounting) {
        StringJoiner lines = new StringJoiner("\n");
        for (Missing missing : accounting.missing()) {
            String names = String.join(" ", Quantity.fields(missing.quantities()));
            lines.add(Limitation.of(names, missing.cause(), missing.remedy()).toString());
        }
        for (Limitation waits : accounting.waits().limitations()) {
            lines.add(waits.toString());
        }
        return lines.toString();
    }

    /** As it was when the agent started: a line of its own for each. */
    private static String missingCauses() {
        StringJoiner lines = new StringJoiner("\n");
        for (MissingCause missing : MissingCauses.of("self").all()) {
            String names = String.join(" ", missing.fields());
            lines.add(Limitation.of(names, missing.cause(), missing.remedy()).toString());
        }
        return lines.toString();
    }

    private String troubles() {
        StringJoiner lines = new StringJoiner("\n");
        troubles.forEach(lines::add);
        spanTroubles.forEach(lines::add);
        if (settings != null && !settings.problem().isEmpty()) {
            lines.add(settings.problem());
        }
        return lines.toString();
    }

    private String incompleteThreads() {
        if (!accounting.known().contains(Quantity.BLOCK_IO_DELAY)) {
            return "";
        }
        StringJoiner names = new StringJoiner(", ");
        int[] count = new int[1];
        accounting.sampler().incompleteThreads(task -> {
            if (++count[0] <= MOST_THREADS) {
                names.add(task.name() + " (" + task.tid() + ")");
            }
        });
        if (count[0] == 0) {
            return "";
        }
        String more = count[0] > MOST_THREADS ? " and " + (count[0] - MOST_THREADS) + " more" : "";
        return names + more + ": made before delay accounting was known to be on, and no delay of theirs has been"
                + " counted yet";
    }

    private static String kernel() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/osrelease")).trim();
        } catch (IOException e) {
            return System.getProperty("os.version");
        }
    }
}
