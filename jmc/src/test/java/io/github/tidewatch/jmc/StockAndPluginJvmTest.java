package io.github.tidewatch.jmc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.JmcRecording;
import io.github.tidewatch.jmc.testing.Examples;
import io.github.tidewatch.jmc.testing.Pages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
    private static final List<String> OF_JFR =
            List.of("(eventType)", "startTime", "(endTime)", "duration", "eventThread", "stackTrace");

    @TempDir
    Path directory;

    @ParameterizedTest
    @JdkSource({11, 17, 21, 25})
    void recordings(int feature) throws Exception {
        Path file = Examples.record(
                Examples.jvm(Jdks.home(feature), directory, "default", "mixed", "--seconds", "3", "--file-mib", "8"),
                directory);
        JmcRecording recording = JmcRecording.load(file);
        everyFieldIsDescribed(recording);
        theEventsThreadIsTheSampledOne(recording);
        lanesTellTheParts(recording);
        countsCanBeSummedUp(recording);
        attributesOfPagesExist(recording);
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
        for (String type : List.of("tidewatch.ThreadDelay", "tidewatch.ThreadUsage")) {
            for (IItem item : recording.items(type)) {
                IMCThread thread = (IMCThread) recording.value(type, "eventThread", item);
                Object sampled = recording.value(type, "sampledThread", item);
                if (sampled != null) {
                    assertThat(thread).isSameAs(sampled);
                } else {
                    assertThat(thread.getThreadName()).isEqualTo(recording.value(type, "threadName", item));
                }
                names.add(thread.getThreadName());
            }
        }
        assertThat(names).contains("spinner-1", "disk-reader", "sleeper", "VM Thread");
    }

    private static void lanesTellTheParts(JmcRecording recording) {
        String delay = "tidewatch.ThreadDelay";
        Map<String, Long> expected = new HashMap<>();
        Map<String, Long> told = new HashMap<>();
        for (IItem item : recording.items(delay)) {
            long part = nanos(recording, delay, "cpuDelay", item);
            if (part >= 0.01 * nanos(recording, delay, "duration", item)) {
                expected.merge(String.valueOf(recording.value(delay, "threadName", item)), part, Long::sum);
            }
        }
        String lane = "tidewatch.Lane.CpuDelay";
        for (IItem item : recording.items(lane)) {
            IMCThread thread = (IMCThread) recording.value(lane, "eventThread", item);
            told.merge(thread.getThreadName(), nanos(recording, lane, "duration", item), Long::sum);
        }
        assertThat(expected).containsKey("spinner-1");
        assertThat(told).isEqualTo(expected);
        assertThat(recording.label(lane, "share")).isEqualTo("Share");
    }

    private static void countsCanBeSummedUp(JmcRecording recording) {
        assertThat(recording.keys("tidewatch.ThreadUsage").get("majorFaults").getContentType())
                .isInstanceOf(LinearKindOfQuantity.class);
        assertThat(recording.keys("tidewatch.ThreadUsage").get("osThreadId").getContentType())
                .isEqualTo(UnitLookup.RAW_NUMBER);
    }

    private static void attributesOfPagesExist(JmcRecording recording) {
        List<String> missing = new ArrayList<>();
        for (StatefulState page : Pages.read().named()) {
            String type = Pages.type(page);
            if (!recording.types().contains(type)) {
                missing.add(type);
                continue;
            }
            Set<String> attributes = new TreeSet<>();
            recording.keys(type).values().forEach(key -> attributes.add(columnId(key)));
            Set<String> wanted = new TreeSet<>(Pages.attributes(page));
            if (!attributes.contains("blockIoDelay:timespan")) {
                // Absent where this host does not give them, and then JMC leaves out the columns.
                wanted.removeIf(id -> id.matches("(blockIo|pendingBlockIo|swapIn|reclaim|thrashing|compaction).*"));
            }
            assertThat(attributes).as(type).containsAll(wanted);
        }
        if (!missing.isEmpty()) {
            System.out.println("no event in this recording, so the pages' attributes are not checked: " + missing);
        }
    }

    /** As JMC makes them. */
    private static String columnId(IAccessorKey<?> attribute) {
        return attribute.getIdentifier() + ":" + attribute.getContentType().getIdentifier();
    }

    private static long nanos(JmcRecording recording, String type, String field, IItem item) {
        return ((IQuantity) recording.value(type, field, item)).clampedLongValueIn(UnitLookup.NANOSECOND);
    }
}
