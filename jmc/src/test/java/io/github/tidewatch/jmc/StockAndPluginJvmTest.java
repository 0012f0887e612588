package io.github.tidewatch.jmc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.cli.Tidewatch;
import io.github.tidewatch.agent.testing.DocPage;
import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.JmcRecording;
import io.github.tidewatch.jmc.testing.Examples;
import io.github.tidewatch.jmc.testing.Pages;
import io.github.tidewatch.metrics.CpuDelayCause;
import io.github.tidewatch.metrics.Metric;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.openjdk.jmc.common.IMCThread;
import org.openjdk.jmc.common.item.IAccessorKey;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.LinearKindOfQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.common.util.StatefulState;

/** What JMC's core makes of a recording of each JDK with the extension of the parser on the class path. */
class StockAndPluginJvmTest {
    private static final String DELAY = "tidewatch.ThreadDelay";
    private static final List<String> OF_JFR =
            List.of("(eventType)", "startTime", "(endTime)", "duration", "eventThread", "stackTrace");

    /** What a quiet process, a JDK before 21 or a host without these counters has no event of; and what is made of them. */
    private static final List<String> ON_SOME_HOSTS = List.of(
            "tidewatch.CausesOverTime",
            "tidewatch.CpuThrottling",
            "tidewatch.DelayCause",
            "tidewatch.DiskUse",
            "tidewatch.HostCpu",
            "tidewatch.Pressure",
            "tidewatch.Span",
            "tidewatch.VirtualThreadEnd",
            "tidewatch.VirtualThreadGroup",
            "tidewatch.VirtualThreadScheduler");

    @TempDir
    Path directory;

    @ParameterizedTest
    @JdkSource({11, 17, 21, 25})
    void recordings(int feature) throws Exception {
        Path file = recorded(feature, 3);
        JmcRecording recording = JmcRecording.load(file);
        for (int seconds = 6; recording.items(DELAY).isEmpty() && seconds <= 24; seconds *= 2) {
            // On a busy machine the workload may end before the agent has started, and there is nothing to compare.
            file = recorded(feature, seconds);
            recording = JmcRecording.load(file);
        }
        everyFieldIsDescribed(recording);
        theEventsThreadIsTheSampledOne(recording);
        JmcRecording stock = JmcRecording.loadStock(file);
        jmcsOwnThreadsAreNoWorse(recording, stock);
        totalsAreThoseOfTheReport(recording, reported(file));
        // The lanes cover each record, and the kinds of waits its wait time.
        lanesShow("duration", recording, Pages.read().lane("Where the Time Went"));
        lanesShow("waitTime", recording, Pages.read().lane("Kinds of Waits"));
        sharesSumUpToTheThreads(recording);
        threadsOverTimeHoldAllTime(recording);
        waitsOverTimeHoldTheWaitTime(recording);
        causesOverTimeHoldTheDelay(recording);
        countsCanBeSummedUp(recording);
        attributesOfPagesExist(recording, Pages.read());
        attributesOfPagesExist(stock, Pages.readStock());
    }

    private Path recorded(int feature, int seconds) throws Exception {
        return Examples.record(
                Examples.jvm(
                        Jdks.home(feature),
                        directory,
                        "default",
                        "mixed",
                        "--seconds",
                        "" + seconds,
                        "--file-mib",
                        "8"),
                directory);
    }

    private static void everyFieldIsDescribed(JmcRecording recording) {
        List<String> ours = recording.types().stream()
                .filter(type -> type.startsWith("tidewatch."))
                .toList();
        assertThat(ours)
                .contains("tidewatch.ThreadDelay", "tidewatch.ThreadUsage", "tidewatch.Status", "tidewatch.Overhead");
        for (String type : ours) {
            assertThat(recording.type(type).getName()).as(type).isNotBlank().isNotEqualTo(type);
            assertThat(recording.type(type).getDescription()).as(type).isNotBlank();
            for (String field : recording.attributes(type)) {
                if (OF_JFR.contains(field)) {
                    continue;
                }
                String name = type + "." + field;
                assertThat(recording.label(type, field)).as(name).isNotBlank().isNotEqualTo(field);
                assertThat(recording.description(type, field)).as(name).isNotBlank();
                Object unit = recording.keys(type).get(field).getContentType();
                if (field.matches(".*(Time|Delay|interval|lifetime)")) {
                    assertThat(unit).as(name).isEqualTo(UnitLookup.TIMESPAN);
                } else if (field.matches(".*(Bytes|ResidentSize)")) {
                    assertThat(unit).as(name).isEqualTo(UnitLookup.MEMORY);
                }
            }
        }
    }

    private static void theEventsThreadIsTheSampledOne(JmcRecording recording) {
        Set<String> names = new HashSet<>();
        Map<Object, Set<Object>> threadsByTid = new HashMap<>();
        for (String type : List.of(DELAY, "tidewatch.ThreadUsage", "tidewatch.ThreadEnd")) {
            for (IItem item : recording.items(type)) {
                IMCThread thread = (IMCThread) recording.value(type, "eventThread", item);
                Object sampled = recording.value(type, "sampledThread", item);
                if (sampled != null) {
                    assertThat(thread).isEqualTo(sampled);
                }
                names.add(thread.getThreadName());
                threadsByTid
                        .computeIfAbsent(recording.value(type, "osThreadId", item), tid -> new HashSet<>())
                        .add(thread);
            }
        }
        assertThat(names).contains("spinner-1", "disk-reader", "sleeper", "VM Thread");
        // No tid is given to a second thread within seconds.
        assertThat(threadsByTid)
                .allSatisfy((tid, threads) -> assertThat(threads).hasSize(1));
    }

    /** What JMC's own pages show of a thread is there with the extension as without. */
    private static void jmcsOwnThreadsAreNoWorse(JmcRecording recording, JmcRecording stock) {
        for (String type : stock.types()) {
            assertThat(recording.items(type)).as(type).hasSameSizeAs(stock.items(type));
        }
        Map<String, Set<Object>> rows = new HashMap<>();
        for (String type : recording.types()) {
            if (recording.attributes(type).contains("eventThread")) {
                for (IItem item : recording.items(type)) {
                    Object thread = recording.value(type, "eventThread", item);
                    if (thread != null) {
                        rows.computeIfAbsent(thread.toString(), name -> new HashSet<>())
                                .add(thread);
                    }
                }
            }
        }
        assertThat(rows.get("spinner-1")).hasSize(1);
        assertThat(rows.get("VM Thread")).hasSize(1);
    }

    /** Of each part that is known of a thread, to the nanosecond. */
    private static void totalsAreThoseOfTheReport(JmcRecording recording, Map<String, Long> reported) {
        Map<String, Long> totals = new HashMap<>();
        Set<String> known = new HashSet<>();
        for (IItem item : recording.items(DELAY)) {
            long tid = ((Number) recording.value(DELAY, "osThreadId", item)).longValue();
            if (Boolean.TRUE.equals(recording.value(DELAY, "complete", item))) {
                known.add(Metric.BLOCK_IO_DELAY.field() + " of " + tid);
            }
            for (Metric part : Metric.PARTS) {
                if (recording.attributes(DELAY).contains(part.field())
                        && recording.value(DELAY, part.field(), item) != null) {
                    totals.merge(part.field() + " of " + tid, nanos(recording, DELAY, part.field(), item), Long::sum);
                }
            }
        }
        // Of a thread of which block I/O is unknown in all records the report says nothing, and not 0.
        totals.keySet().removeIf(part -> part.startsWith(Metric.BLOCK_IO_DELAY.field()) && !known.contains(part));
        assertThat(totals).hasSizeGreaterThan(40);
        assertThat(reported).containsAllEntriesOf(totals);
    }

    /** The parts of each tid, as {@code report} has them. */
    private static Map<String, Long> reported(Path file) throws Exception {
        String json = Tidewatch.here().run("report", "--json", "--top=1000", file.toString()).out;
        Map<String, Long> parts = new HashMap<>();
        // The findings, further up and down, name threads too; the list has two levels of indentation.
        String threads = json.substring(json.indexOf("\n  \"threads\": ["));
        for (String thread : threads.substring(0, threads.indexOf("\n  ]")).split("\n    \\{\n", -1)) {
            Matcher tid = Pattern.compile("\n      \"osThreadId\": (\\d+)").matcher(thread);
            if (tid.find()) {
                for (Metric part : Metric.PARTS) {
                    Matcher value = Pattern.compile("\n      \"" + part.field() + "\": (\\d+)")
                            .matcher(thread);
                    if (value.find()) {
                        parts.put(part.field() + " of " + tid.group(1), Long.valueOf(value.group(1)));
                    }
                }
            }
        }
        return parts;
    }

    /** What is drawn of a thread is as long as its records say. */
    private static void lanesShow(String length, JmcRecording recording, List<String> lanes) {
        Map<Object, Long> expected = new HashMap<>();
        for (IItem item : recording.items(DELAY)) {
            // An event may be microseconds shorter than its interval, and then so is what is drawn.
            long nanos = Math.min(nanos(recording, DELAY, length, item), nanos(recording, DELAY, "duration", item));
            if (nanos > 0) {
                expected.merge(recording.value(DELAY, "eventThread", item), nanos, Long::sum);
            }
        }
        Map<Object, Long> drawn = new HashMap<>();
        Map<Object, Integer> spans = new HashMap<>();
        for (String lane : lanes) {
            for (IItem item : recording.items(lane)) {
                Object thread = recording.value(lane, "eventThread", item);
                drawn.merge(thread, nanos(recording, lane, "duration", item), Long::sum);
                spans.merge(thread, 1, Integer::sum);
            }
        }
        assertThat(drawn.keySet()).isEqualTo(expected.keySet());
        // Each time is rounded to nanoseconds.
        assertThat(drawn).allSatisfy((thread, sum) -> assertThat(sum)
                .as("%s", thread)
                .isCloseTo(expected.get(thread), Offset.offset(2L * spans.get(thread))));
    }

    /** Sums of shares are exact where averages would give each interval the same weight. */
    private static void sharesSumUpToTheThreads(JmcRecording recording) {
        Map<Object, Double> shares = new HashMap<>();
        Map<Object, Long> delays = new HashMap<>();
        Map<Object, Long> intervals = new HashMap<>();
        for (IItem item : recording.items(DELAY)) {
            Object thread = recording.value(DELAY, "eventThread", item);
            IQuantity share = (IQuantity) recording.value(DELAY, "cpuDelayShare", item);
            shares.merge(thread, share.doubleValueIn(UnitLookup.PERCENT_UNITY), Double::sum);
            delays.merge(thread, nanos(recording, DELAY, "cpuDelay", item), Long::sum);
            intervals.merge(thread, nanos(recording, DELAY, "interval", item), Long::sum);
        }
        assertThat(shares).isNotEmpty().allSatisfy((thread, share) -> assertThat(share)
                .as("%s", thread)
                .isCloseTo((double) delays.get(thread) / intervals.get(thread), Offset.offset(1e-6)));
    }

    /** Average threads, times seconds: all the time there is. */
    private static void threadsOverTimeHoldAllTime(JmcRecording recording) {
        double recorded = recording.items(DELAY).stream()
                .mapToDouble(item -> nanos(recording, DELAY, "interval", item) / 1e9)
                .sum();
        assertThat(heldOverTime(recording, "tidewatch.ThreadsOverTime"))
                .isCloseTo(recorded, Percentage.withPercentage(0.1));
    }

    private static void waitsOverTimeHoldTheWaitTime(JmcRecording recording) {
        double recorded = recording.items(DELAY).stream()
                .mapToDouble(item -> nanos(recording, DELAY, "waitTime", item) / 1e9)
                .sum();
        assertThat(heldOverTime(recording, "tidewatch.WaitsOverTime"))
                .isCloseTo(recorded, Percentage.withPercentage(0.1));
    }

    private static void causesOverTimeHoldTheDelay(JmcRecording recording) {
        String type = "tidewatch.DelayCause";
        if (!recording.types().contains(type)) {
            System.out.println("no event in this recording, so its sums are not checked: " + type);
            return;
        }
        double recorded = recording.items(type).stream()
                .mapToDouble(item -> Stream.of(CpuDelayCause.values())
                        .map(CpuDelayCause::field)
                        .filter(recording.attributes(type)::contains)
                        .mapToLong(part -> nanos(recording, type, part, item))
                        .sum())
                .sum();
        assertThat(heldOverTime(recording, "tidewatch.CausesOverTime"))
                .isCloseTo(recorded / 1e9, Percentage.withPercentage(0.1));
    }

    private static double heldOverTime(JmcRecording recording, String type) {
        double held = 0;
        for (IItem item : recording.items(type)) {
            double seconds = nanos(recording, type, "duration", item) / 1e9;
            for (String average : recording.attributes(type)) {
                if (average.contains("Threads.")) {
                    held += seconds * ((IQuantity) recording.value(type, average, item)).doubleValue();
                }
            }
        }
        return held;
    }

    private static void countsCanBeSummedUp(JmcRecording recording) {
        assertThat(recording.keys("tidewatch.ThreadUsage").get("majorFaults").getContentType())
                .isInstanceOf(LinearKindOfQuantity.class);
        assertThat(recording.keys("tidewatch.ThreadUsage").get("osThreadId").getContentType())
                .isEqualTo(UnitLookup.RAW_NUMBER);
    }

    private static void attributesOfPagesExist(JmcRecording recording, Pages pages) throws IOException {
        Set<String> missing = new TreeSet<>();
        for (StatefulState page : pages.named()) {
            String type = Pages.type(page);
            Set<String> wanted = new TreeSet<>(Pages.attributes(page));
            Set<String> documented = documented(type);
            if (!recording.types().contains(type)) {
                missing.add(type);
                // Without an event JMC says nothing of a field's kind of content, but the field exists.
                wanted.removeIf(id -> {
                    String field = id.replaceFirst(":.*", "");
                    return OF_JFR.contains(field) || documented.contains(field) || documented.contains(source(field));
                });
                assertThat(wanted).as("columns of %s that are no fields", type).isEmpty();
                continue;
            }
            Set<String> attributes = new TreeSet<>();
            recording.keys(type).values().forEach(key -> attributes.add(columnId(key)));
            // A field of ours that this host does not give: then JMC leaves out the column.
            wanted.removeIf(id -> {
                String field = id.replaceFirst(":.*", "");
                return !recording.keys(type).containsKey(field)
                        && (documented.contains(field) || documented.contains(source(field)));
            });
            assertThat(attributes).as(type).containsAll(wanted);
        }
        assertThat(ON_SOME_HOSTS).as("types without an event in this recording").containsAll(missing);
    }

    /** The field from which the plug-in makes this one. */
    private static String source(String field) {
        return field.replaceFirst("(Share|Threads)(\\.\\w+)?$", "");
    }

    /**
     * The fields that an event may lack, by the page of the documentation that a test holds against the event classes; none
     * of what the plug-in makes whole.
     */
    private static Set<String> documented(String type) throws IOException {
        if (type.equals("tidewatch.NotSeen")) {
            return Set.of();
        }
        String from = type.equals("tidewatch.CausesOverTime") ? "tidewatch.DelayCause" : DELAY;
        from = type.endsWith("OverTime") ? from : type;
        Set<String> fields = new HashSet<>();
        DocPage.read("events.md").table(from).forEach(row -> fields.addAll(DocPage.code(row.get(0))));
        return fields;
    }

    /** As JMC makes them. */
    private static String columnId(IAccessorKey<?> attribute) {
        return attribute.getIdentifier() + ":" + attribute.getContentType().getIdentifier();
    }

    private static long nanos(JmcRecording recording, String type, String field, IItem item) {
        return ((IQuantity) recording.value(type, field, item)).clampedLongValueIn(UnitLookup.NANOSECOND);
    }
}
