package io.github.tidewatch.jmc.rules;

import io.github.tidewatch.findings.RuleInput;
import java.util.Map;
import java.util.WeakHashMap;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.item.IItemIterable;

/**
 * Sums up the events of a recording. All rules evaluate the same sums, so they are kept for as long as the recording is open.
 * Safe for several threads: JMC evaluates rules in parallel.
 */
final class RuleInputReader {
    private static final Map<IItemCollection, RuleInput> KNOWN = new WeakHashMap<>();

    private RuleInputReader() {}

    static RuleInput read(IItemCollection items) {
        synchronized (KNOWN) {
            return KNOWN.computeIfAbsent(items, RuleInputReader::sumUp);
        }
    }

    private static RuleInput sumUp(IItemCollection items) {
        ThreadRecords threads = new ThreadRecords();
        SelfRecords self = new SelfRecords();
        CauseRecords causes = new CauseRecords();
        for (IItemIterable some : items) {
            switch (some.getType().getIdentifier()) {
                case "tidewatch.ThreadDelay" -> threads.addDelays(some);
                case "tidewatch.ThreadUsage" -> threads.addUsages(some);
                case "tidewatch.ThreadEnd" -> threads.addEnds(some);
                case "tidewatch.Status", "tidewatch.Starting" -> self.addStatus(some);
                case "tidewatch.Overhead" -> self.addOverhead(some);
                case "tidewatch.DelayCause" -> causes.addCauses(some);
                case "tidewatch.CpuThrottling" -> causes.addThrottling(some);
                case "jdk.ContainerConfiguration" -> causes.addContainer(some);
                default -> {
                    // another's event
                }
            }
        }
        return RuleInput.ofSpan(threads.span())
                .threads(threads.totals())
                .causes(causes.totals())
                .cpuQuota(causes.quota())
                .status(self.status())
                .overhead(self.overhead())
                .build();
    }
}
