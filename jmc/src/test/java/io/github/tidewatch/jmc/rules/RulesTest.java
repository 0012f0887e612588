package io.github.tidewatch.jmc.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.github.tidewatch.findings.Check;
import io.github.tidewatch.findings.ThreadTotals;
import io.github.tidewatch.jmc.testing.Pages;
import io.github.tidewatch.jmc.testing.TestEvents;
import io.github.tidewatch.metrics.Metric;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.item.IItemIterable;
import org.openjdk.jmc.common.item.ItemCollectionToolkit;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.common.util.IPreferenceValueProvider;
import org.openjdk.jmc.common.util.StatefulState;
import org.openjdk.jmc.common.util.TypedPreference;
import org.openjdk.jmc.flightrecorder.rules.IResult;
import org.openjdk.jmc.flightrecorder.rules.IRule;
import org.openjdk.jmc.flightrecorder.rules.RuleRegistry;
import org.openjdk.jmc.flightrecorder.rules.Severity;
import org.openjdk.jmc.flightrecorder.rules.TypedResult;
import org.openjdk.jmc.flightrecorder.rules.report.html.JfrHtmlRulesReport;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit;

/** The rules in JMC's own hands. */
class RulesTest {
    @TempDir
    Path directory;

    @Test
    void jmcFindsOneOfEachCheck() {
        assertThat(ours())
                .extracting(IRule::getId)
                .containsExactlyInAnyOrder(
                        Arrays.stream(Check.values()).map(Check::id).toArray(String[]::new));
        assertThat(ours())
                .allMatch(rule -> !rule.getName().isBlank() && rule.getResults().contains(TypedResult.SCORE));
    }

    @Test
    void eachResultLeadsToOnePage() {
        Map<String, List<String>> pages = new TreeMap<>();
        for (StatefulState page : Pages.read().named()) {
            for (StatefulState topic : page.getChild("state").getChildren("topic")) {
                pages.computeIfAbsent(topic.getAttribute("value"), any -> new ArrayList<>())
                        .add(page.getChild("state").getAttribute("name"));
            }
        }
        Map<String, List<String>> shown = new TreeMap<>();
        ours().forEach(rule -> shown.put(rule.getName(), pages.get(rule.getTopic())));
        assertThat(shown)
                .containsOnly(
                        Map.entry("CPU Starvation of Application Threads", List.of("Waiting for CPU")),
                        Map.entry("CPU Starvation of GC and Compiler Threads", List.of("Waiting for CPU")),
                        Map.entry("Waiting for Locks, Pools and Peers", List.of("Waiting for What")),
                        Map.entry("Stopped by the JVM", List.of("Waiting for What")),
                        Map.entry("Waiting for Block I/O", List.of("Waiting for Disk")),
                        Map.entry("Swap-In and Thrashing", List.of("Waiting for Disk")),
                        Map.entry("Memory Reclaim and Compaction", List.of("Waiting for Disk")),
                        Map.entry("Major Page Faults", List.of("Faults, Switches and I/O")),
                        Map.entry("Involuntary Context Switches", List.of("Faults, Switches and I/O")),
                        Map.entry("What Cannot Be Seen", List.of("What Cannot Be Seen")),
                        Map.entry("Cost and Losses of Sampling", List.of("Overhead")));
        assertThat(pages.keySet())
                .isEqualTo(ours().stream().map(IRule::getTopic).collect(Collectors.toSet()));
    }

    @Test
    void withoutOurEventsNoneIsApplicable() throws Exception {
        Map<String, IResult> results = evaluate(TestEvents.record(directory, () -> {}));
        assertThat(results).hasSize(Check.values().length);
        assertThat(results.values())
                .allMatch(result -> result.getSeverity() == Severity.NA && result.getResult(TypedResult.SCORE) == null);
        assertThat(results.get("tidewatch.ApplicationCpuDelay").getSummary())
                .isEqualTo("There is no tidewatch.ThreadDelay event.");
        assertThat(results.get("tidewatch.ApplicationCpuDelay").getSolution()).contains("-javaagent:tidewatch.jar");
    }

    @Test
    void hasScoreThreadsAndTexts() throws Exception {
        IResult result = evaluate(starvedAndCalm()).get("tidewatch.ApplicationCpuDelay");
        assertThat(result.getSeverity()).isEqualTo(Severity.WARNING);
        assertThat(result.getResult(TypedResult.SCORE).doubleValue()).isBetween(75.0, 100.0);
        assertThat(result.getResult(CheckRule.THREADS)).containsExactly("starved (11)");
        assertThat(result.getSummary()).isEqualTo("starved waited for a CPU for 60 % of its time (600 ms of 1.00 s).");
        assertThat(result.getExplanation()).contains("25 % a warning").hasLineCount(1);
        assertThat(result.getSolution().lines())
                .hasSizeGreaterThan(1)
                .allMatch(line -> line.matches("\\d[.] .*"))
                .anyMatch(line -> line.contains("nr_throttled"));
    }

    @Test
    void thresholdsArePreferences() throws Exception {
        IRule rule = rule("tidewatch.ApplicationCpuDelay");
        assertThat(rule.getConfigurationAttributes())
                .extracting(TypedPreference::getIdentifier)
                .containsExactly("tidewatch.ApplicationCpuDelay.information", "tidewatch.ApplicationCpuDelay.warning");
        TypedPreference<?> warning = rule.getConfigurationAttributes().stream()
                .filter(preference -> preference.getIdentifier().endsWith("warning"))
                .findFirst()
                .orElseThrow();
        assertThat(warning.getDefaultValue()).isEqualTo(UnitLookup.PERCENT.quantity(25.0));

        IItemCollection events = starvedAndCalm();
        IResult lenient = evaluate(rule, events, with(warning, UnitLookup.PERCENT.quantity(95)));
        assertThat(lenient.getSeverity()).isEqualTo(Severity.INFO);
        // Nonsense is not taken for a limit.
        IResult nonsense = evaluate(rule, events, with(warning, UnitLookup.PERCENT.quantity(-5)));
        assertThat(nonsense.getSeverity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void lossAndCostAreComparedWithTheWholeTimeThatRecordsCover() throws Exception {
        long[] least = new long[1];
        IItemCollection events = TestEvents.record(directory, () -> {
            long covered = 0;
            // Records as the agent's, but for the clock: the next begins when the last has ended.
            for (int i = 0; i < 3; i++) {
                TestEvents.ThreadDelay record = new TestEvents.ThreadDelay();
                record.begin();
                long begun = System.nanoTime();
                Thread.sleep(400);
                covered += System.nanoTime() - begun;
                record.end();
                record.of("worker", 13, 400, 0, 0, 0).commit();
            }
            least[0] = covered;
        });
        // From the begin of the first record to that of the last it is two thirds. JFR's clock is another.
        assertThat(RuleInputReader.read(events).all().span()).isGreaterThan(least[0] * 9 / 10);
    }

    @Test
    void aRecordingOfUsagesAloneHasItsThreads() throws Exception {
        IItemCollection events = TestEvents.record(directory, () -> {
            TestEvents.ThreadUsage usage = new TestEvents.ThreadUsage();
            usage.threadName = "reader";
            usage.osThreadId = 14;
            usage.majorFaults = 7;
            usage.commit();
        });
        List<ThreadTotals> threads = RuleInputReader.read(events).all().threads();
        assertThat(threads).extracting(ThreadTotals::name).containsExactly("reader");
        assertThat(threads.get(0).get(Metric.MAJOR_FAULTS)).hasValue(7);
    }

    @Test
    void anyNameOfAThreadIsShownAsItIs() throws Exception {
        IItemCollection events = TestEvents.record(directory, () -> new TestEvents.ThreadDelay()
                .of("worker {score} <b>&amp; co</b> $1", 12, 100, 900, 0, 0)
                .commit());
        IResult result = evaluate(events).get("tidewatch.ApplicationCpuDelay");
        assertThat(result.getSummary())
                .startsWith("worker (score) <b>&amp; co</b> $1 waited for a CPU for 90 % of its time");
        assertThat(JfrHtmlRulesReport.createReport(events)).contains("waited for a CPU for 90 %");
    }

    @Test
    void anHourOfFiveHundredThreadsIsEvaluatedInSeconds() throws Exception {
        IItemCollection minute = TestEvents.record(directory, () -> {
            for (int second = 0; second < 60; second++) {
                for (int thread = 0; thread < 500; thread++) {
                    new TestEvents.ThreadDelay()
                            .of("worker-" + thread, 1000 + thread, 300, 10, 5, 685)
                            .commit();
                }
            }
        });
        Supplier<Stream<IItemIterable>> sixtyTimes =
                () -> IntStream.range(0, 60).boxed().flatMap(any -> minute.stream());
        IItemCollection hour = ItemCollectionToolkit.build(sixtyTimes);
        long records = hour.stream()
                .filter(some -> some.getType().getIdentifier().equals("tidewatch.ThreadDelay"))
                .mapToLong(IItemIterable::getItemCount)
                .sum();
        assertThat(records).isEqualTo(60 * 60 * 500);

        // By the process' CPU time, of which others take nothing.
        OperatingSystemMXBean clock = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long begin = clock.getProcessCpuTime();
        readFiveFields(hour);
        long read = clock.getProcessCpuTime();
        Map<String, IResult> results = evaluate(hour);
        Duration took = Duration.ofNanos(clock.getProcessCpuTime() - read);
        Duration reading = Duration.ofNanos(read - begin);
        System.out.println("all rules on " + records + " records: " + took.toMillis()
                + " ms; to read five fields of each: " + reading.toMillis() + " ms");
        assertThat(results.get("tidewatch.ApplicationCpuDelay").getSeverity()).isEqualTo(Severity.OK);
        // All rules together read the records once, some twenty fields of each.
        assertThat(took).isLessThan(reading.multipliedBy(12));
    }

    private static void readFiveFields(IItemCollection events) {
        long sum = 0;
        for (IItemIterable some : events) {
            if (some.getType().getIdentifier().equals("tidewatch.ThreadDelay")) {
                Fields fields = new Fields(some.getType());
                for (IItem item : some) {
                    for (String part : List.of("userTime", "systemTime", "cpuDelay", "blockIoDelay", "waitTime")) {
                        sum += Fields.number(fields.accessor(part), item, UnitLookup.NANOSECOND);
                    }
                }
            }
        }
        assertThat(sum).isEqualTo(60L * 60 * 500 * 1_000_000_000);
    }

    private IItemCollection starvedAndCalm() throws Exception {
        return TestEvents.record(directory, () -> {
            new TestEvents.ThreadDelay().of("starved", 11, 400, 600, 0, 0).commit();
            new TestEvents.ThreadDelay().of("calm", 12, 10, 1, 0, 989).commit();
        });
    }

    private static List<IRule> ours() {
        return RuleRegistry.getRules().stream()
                .filter(rule -> rule.getId().startsWith("tidewatch."))
                .toList();
    }

    private static IRule rule(String id) {
        return ours().stream()
                .filter(rule -> rule.getId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** As JMC does. */
    static Map<String, IResult> evaluate(IItemCollection events) throws Exception {
        Collection<IRule> rules = ours();
        Map<IRule, Future<IResult>> futures =
                RulesToolkit.evaluateParallel(rules, events, IPreferenceValueProvider.DEFAULT_VALUES, 2);
        return futures.entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().getId(), entry -> get(entry.getValue())));
    }

    private static IResult get(Future<IResult> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static IResult evaluate(IRule rule, IItemCollection events, IPreferenceValueProvider values)
            throws Exception {
        var evaluation = rule.createEvaluation(events, values, null);
        evaluation.run();
        return evaluation.get();
    }

    private static IPreferenceValueProvider with(TypedPreference<?> changed, IQuantity value) {
        return new IPreferenceValueProvider() {
            @Override
            @SuppressWarnings("unchecked")
            public <T> T getPreferenceValue(TypedPreference<T> preference) {
                return preference.equals(changed) ? (T) value : preference.getDefaultValue();
            }
        };
    }
}
