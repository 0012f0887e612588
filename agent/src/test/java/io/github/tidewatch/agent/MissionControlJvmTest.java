package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.JmcRecording;
import io.github.tidewatch.agent.testing.Modest;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.agent.testing.Witness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmc.common.IMCThread;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;

/** JDK Mission Control's own parser reads a recording as it is meant. */
class MissionControlJvmTest {
    private static final String DELAY = "tidewatch.ThreadDelay";
    private static final String USAGE = "tidewatch.ThreadUsage";
    private static final String STATUS = "tidewatch.Status";
    private static final String OVERHEAD = "tidewatch.Overhead";
    private static final List<String> TYPES = List.of(DELAY, OVERHEAD, STATUS, USAGE);

    @TempDir
    static Path directory;

    private static JmcRecording recording;
    private static Map<Long, String> threads;

    /** Those of an interval that this host knows. */
    private static List<String> parts;

    @BeforeAll
    static void record() throws Exception {
        RunningJvm.Result result = new TestJvm(Jdks.home(Jdks.OWN), directory)
                .agent("")
                .main(Modest.class, "x.jfr", "1500")
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();
        threads = Witness.threads(result.stdout);
        Recorded recorded = Recorded.read(directory.resolve("x.jfr"));
        recorded.confirmBlockIoDelay();
        parts = new ArrayList<>(List.of("userTime", "systemTime", "cpuDelay", "waitTime"));
        if (recorded.status().getBoolean("delayAccountingAtStart")) {
            parts.add("blockIoDelay");
        }
        recording = JmcRecording.load(directory.resolve("x.jfr"));
    }

    @Test
    void knowsTheTypes() {
        assertThat(recording.types()).containsAll(TYPES);
        assertThat(recording.type(DELAY).getName()).isEqualTo("Thread Delay");
        assertThat(recording.type(USAGE).getName()).isEqualTo("Thread Resource Usage");
        for (String type : TYPES) {
            assertThat(recording.type(type).getDescription()).as(type).isNotBlank();
            assertThat(recording.items(type)).as(type).isNotEmpty();
        }
    }

    @Test
    void describesEachField() {
        assertThat(recording.attributes(DELAY))
                .contains("sampledThread", "threadName", "osThreadId", "interval", "complete", "discardedDelay")
                .contains("cpuDelayCount")
                .containsAll(parts);
        for (String type : TYPES) {
            for (String field : recording.attributes(type)) {
                // The JDK's own are among them: its labels hold for those.
                assertThat(recording.label(type, field))
                        .as("%s.%s", type, field)
                        .isNotBlank();
                if (!List.of("startTime", "(endTime)", "duration", "eventThread", "stackTrace")
                        .contains(field)) {
                    assertThat(recording.label(type, field)).isNotEqualTo(field);
                    assertThat(recording.description(type, field))
                            .as("description of %s.%s", type, field)
                            .isNotBlank();
                }
            }
        }
        assertThat(recording.label(DELAY, "cpuDelay")).isEqualTo("CPU Delay");
        if (parts.contains("blockIoDelay")) {
            assertThat(recording.label(DELAY, "blockIoDelay")).isEqualTo("Block I/O Delay");
        }
    }

    @Test
    void measuresInTheRightUnits() {
        assertThat(recording.keys(DELAY).get("interval").getContentType()).isEqualTo(UnitLookup.TIMESPAN);
        for (String field : parts) {
            assertThat(recording.keys(DELAY).get(field).getContentType())
                    .as(field)
                    .isEqualTo(UnitLookup.TIMESPAN);
        }
        for (String field : List.of("storageReadBytes", "storageWriteBytes", "readBytes", "writeBytes")) {
            assertThat(recording.keys(USAGE).get(field).getContentType())
                    .as(field)
                    .isEqualTo(UnitLookup.MEMORY);
        }
        for (String field : List.of("minorFaults", "voluntarySwitches", "readCalls", "blockInputs")) {
            assertThat(recording.keys(USAGE).get(field).getContentType())
                    .as(field)
                    .isEqualTo(UnitLookup.RAW_NUMBER); // a count: no unit
        }
        for (IItem item : recording.items(DELAY)) {
            long sum = 0;
            for (String part : parts) {
                sum += nanos(part, item);
            }
            assertThat(sum).isEqualTo(nanos("interval", item));
            assertThat(nanos("duration", item)).isBetween(sum - 1_000_000, sum + 1_000_000);
        }
    }

    @Test
    void knowsWhoseRecordItIs() {
        int known = 0;
        for (IItem item : recording.items(DELAY)) {
            long tid = ((Number) recording.value(DELAY, "osThreadId", item)).longValue();
            IMCThread thread = (IMCThread) recording.value(DELAY, "sampledThread", item);
            Object name = recording.value(DELAY, "threadName", item);
            if (threads.containsKey(tid)) {
                assertThat(thread.getThreadName()).isEqualTo(threads.get(tid)).isEqualTo(name);
                known++;
            } else if (name.equals("VM Thread")) {
                assertThat(thread).isNull();
            }
        }
        assertThat(known).isGreaterThan(threads.size());
    }

    private static long nanos(String field, IItem item) {
        return ((IQuantity) recording.value(DELAY, field, item)).clampedLongValueIn(UnitLookup.NANOSECOND);
    }
}
