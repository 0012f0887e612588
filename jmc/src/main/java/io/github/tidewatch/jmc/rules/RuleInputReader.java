package io.github.tidewatch.jmc.rules;

import io.github.tidewatch.findings.Findings;
import io.github.tidewatch.findings.RuleInput;
import io.github.tidewatch.text.Durations;
import io.github.tidewatch.timeline.Coverage;
import io.github.tidewatch.timeline.EvaluatedTime;
import io.github.tidewatch.timeline.TimeGrid;
import java.util.Map;
import java.util.OptionalLong;
import java.util.WeakHashMap;
import org.openjdk.jmc.common.IDisplayable;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.item.IItemIterable;
import org.openjdk.jmc.common.unit.UnitLookup;

/**
 * Sums up the events of a recording. All rules evaluate the same sums, so they are kept for as long as the recording is open.
 * Safe for several threads: JMC evaluates rules in parallel.
 */
final class RuleInputReader {
    private static final Map<IItemCollection, RecordingInput> KNOWN = new WeakHashMap<>();

    private final SelfRecords self = new SelfRecords();
    private final CauseRecords causes = new CauseRecords();
    private final DiskRecords disks = new DiskRecords();
    private final WaitRecords waits = new WaitRecords();
    private final StopRecords stops = new StopRecords();
    private final RecordedChunks chunks;
    private final ThreadRecords records;
    private OptionalLong started = OptionalLong.empty();

    private RuleInputReader(RecordedChunks chunks) {
        this.chunks = chunks;
        this.records = new ThreadRecords(chunks);
    }

    static RecordingInput read(IItemCollection items) {
        synchronized (KNOWN) {
            return KNOWN.computeIfAbsent(items, RuleInputReader::sumUp);
        }
    }

    private static RecordingInput sumUp(IItemCollection items) {
        RuleInputReader reader = new RuleInputReader(new RecordedChunks(items));
        items.forEach(reader::add);
        return reader.input();
    }

    private void add(IItemIterable some) {
        switch (some.getType().getIdentifier()) {
            case "tidewatch.ThreadDelay" -> records.add(some, ThreadRecord.Kind.DELAY);
            case "tidewatch.ThreadUsage" -> records.add(some, ThreadRecord.Kind.USAGE);
            case "tidewatch.ThreadEnd" -> records.add(some, ThreadRecord.Kind.END);
            case "tidewatch.Status", "tidewatch.Starting" -> self.addStatus(some);
            case "tidewatch.Overhead" -> self.addOverhead(some);
            case "tidewatch.DelayCause" -> causes.addCauses(some);
            case "tidewatch.DiskUse" -> disks.add(some);
            case "tidewatch.CpuThrottling" -> causes.addThrottling(some);
            case "jdk.ContainerConfiguration" -> causes.addContainer(some);
            case "jdk.JVMInformation" -> addJvm(some);
            default -> {
                waits.add(some);
                stops.add(some);
            }
        }
    }

    private void addJvm(IItemIterable events) {
        Fields fields = new Fields(events.getType());
        for (IItem item : events) {
            long start = Fields.number(fields.accessor("jvmStartTime"), item, UnitLookup.EPOCH_NS);
            started = start == Fields.NONE ? started : OptionalLong.of(start);
        }
    }

    private RecordingInput input() {
        Coverage coverage = chunks.coverage();
        ThreadSums sums = new ThreadSums(records.threads(), coverage, waits, stops.time());
        RuleInput all = RuleInput.ofSpan(sums.length())
                .threads(sums.totals())
                .causes(causes.all())
                .disks(disks.all())
                .cpuQuota(causes.quota(Long.MIN_VALUE, Long.MAX_VALUE))
                .status(self.status())
                .overhead(self.overhead())
                .waits(sums.waits())
                .stops(stops.totals(coverage.begin(), coverage.end()))
                .build();
        EvaluatedTime evaluated = sums.evaluated(started, Findings.of(all)).orElse(null);
        if (evaluated == null) {
            return new RecordingInput(all, null, "");
        }
        TimeGrid grid = sums.grid();
        long begin = grid.begin(evaluated.firstBucket());
        long end = grid.begin(evaluated.lastBucket() + 1);
        RuleInput part = RuleInput.ofSpan(evaluated.length(coverage))
                .threads(sums.totals(evaluated))
                .causes(causes.between(begin, end))
                .disks(disks.between(begin, end))
                .cpuQuota(causes.quota(evaluated.begin(), evaluated.end()))
                .waits(sums.waits(evaluated))
                .stops(stops.totals(evaluated.begin(), evaluated.end()))
                .build();
        return new RecordingInput(all, part, when(evaluated, part.span()));
    }

    private static String when(EvaluatedTime evaluated, long length) {
        String begin = UnitLookup.EPOCH_NS.quantity(evaluated.begin()).displayUsing(IDisplayable.AUTO);
        return evaluated.why() == EvaluatedTime.Why.BUSIEST
                ? "This is of the worst " + Durations.text(length) + ", from " + begin + "."
                : "This is of the time after the JVM's start, from " + begin + ".";
    }
}
