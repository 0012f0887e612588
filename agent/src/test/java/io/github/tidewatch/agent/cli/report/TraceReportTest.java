package io.github.tidewatch.agent.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.tidewatch.agent.cli.Ran;
import io.github.tidewatch.agent.cli.report.AssertReportTest.Span;
import io.github.tidewatch.agent.cli.report.TestEvents.ThreadDelay;
import io.github.tidewatch.agent.testing.ProtoMessage;
import io.github.tidewatch.testing.RequiresProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The timeline as Perfetto's own importer takes it: packets by time, and each end ends the innermost slice of its track. */
class TraceReportTest {
    private static final int TRACK = 60;
    private static final int EVENT = 11;

    @TempDir
    Path directory;

    private final Map<Long, String> tracks = new HashMap<>();
    private final Map<Long, Long> parents = new HashMap<>();
    private final List<Slice> slices = new ArrayList<>();

    private static final class Slice {
        String track;
        String name;
        int depth;
        long begin;
        long end;
        Map<String, Long> values;
    }

    private Ran trace(Path recording, String... options) throws Exception {
        Path out = directory.resolve("x.pftrace");
        List<String> all = new ArrayList<>(List.of("report", "--trace", out.toString(), recording.toString()));
        all.addAll(List.of(options));
        Ran ran = Ran.tidewatch(all.toArray(new String[0]));
        if (ran.code() == 0) {
            decode(new ProtoMessage(Files.readAllBytes(out)));
        }
        return ran;
    }

    private void decode(ProtoMessage trace) {
        assertThat(trace.messages(1)).allMatch(packet -> packet.number(10) == 1);
        assertThat(trace.messages(1).get(0).number(13)).as("state cleared").isEqualTo(1);
        for (ProtoMessage packet : trace.messages(1)) {
            packet.messages(TRACK).forEach(track -> {
                tracks.put(track.number(1), track.text(2));
                parents.put(track.number(1), track.number(5));
            });
        }
        List<ProtoMessage> events = trace.messages(1).stream()
                .filter(packet -> packet.has(EVENT))
                .sorted(Comparator.comparingLong(packet -> packet.number(8)))
                .collect(Collectors.toList());
        Map<Long, Deque<Slice>> open = new HashMap<>();
        for (ProtoMessage packet : events) {
            ProtoMessage event = packet.messages(EVENT).get(0);
            Deque<Slice> stack = open.computeIfAbsent(event.number(11), any -> new ArrayDeque<>());
            if (event.number(9) == 1) {
                stack.push(slice(packet.number(8), event, stack.size()));
            } else {
                stack.pop().end = packet.number(8);
            }
        }
        assertThat(open.values()).allMatch(Deque::isEmpty);
    }

    private Slice slice(long time, ProtoMessage event, int depth) {
        Slice slice = new Slice();
        slice.track = tracks.get(event.number(11));
        slice.name = event.text(23);
        slice.depth = depth;
        slice.begin = time;
        slice.values =
                event.messages(4).stream().collect(Collectors.toMap(value -> value.text(10), value -> value.number(4)));
        slices.add(slice);
        return slice;
    }

    @Test
    @RequiresProgram("protoc")
    void protocReadsTheTrace() throws Exception {
        Path recording = TestEvents.record(directory, () -> new TestEvents.ThreadDelay()
                .of(null, "worker-1", 11)
                .spent(100, 50, 25, 0, 825)
                .commit());
        trace(recording);
        String text = ProgramOutput.from(directory.resolve("x.pftrace"), directory, "protoc", "--decode_raw");
        assertThat(text.lines().filter("1 {"::equals)).hasSizeGreaterThan(slices.size());
        assertThat(text).contains("2: \"worker-1 (11)\"", "2: \"where its time went\"");
    }

    @Test
    void eachPartOfAnIntervalIsASliceAsLongAsThePart() throws Exception {
        Path file = TestEvents.record(directory, () -> {
            new ThreadDelay()
                    .of(null, "worker-1", 11)
                    .spent(100, 50, 250, 0, 600)
                    .commit();
            new ThreadDelay().of(null, "idle", 12).spent(0, 0, 0, 0, 1000).commit();
        });
        Ran ran = trace(file);
        assertThat(ran.code()).as(ran.toString()).isZero();
        assertThat(ran.out()).containsPattern("x.pftrace: [0-9]+ bytes for ui.perfetto.dev");
        assertThat(tracks).containsValues("x.pftrace", "worker-1 (11)", "idle (12)", "where its time went");
        assertThat(slices)
                .extracting(slice -> slice.name)
                .containsExactlyInAnyOrder("user", "system", "cpu delay", "waiting", "waiting");
        for (Slice slice : slices) {
            long value = slice.values.values().iterator().next();
            assertThat(slice.end - slice.begin).as(slice.name).isCloseTo(value, within(2L));
        }
        assertThat(parents.values()).contains(0L, 1L);
    }

    @Test
    void spansLieWithinEachOtherThoughTheRecordingHasTheInnerFirst() throws Exception {
        Path file = TestEvents.record(directory, () -> {
            new ThreadDelay().of(null, "worker-1", 11).spent(100, 0, 0, 0, 0).commit();
            Span outer = new Span();
            outer.name = "checkout";
            outer.cpuDelay = 7;
            outer.begin();
            for (String name : List.of("first", "second")) {
                Span inner = new Span();
                inner.name = name;
                inner.begin();
                TestEvents.sleep(2);
                inner.commit();
            }
            outer.commit();
        });
        assertThat(trace(file).code()).isZero();
        List<Slice> spans =
                slices.stream().filter(slice -> !slice.name.equals("user")).collect(Collectors.toList());
        assertThat(spans).extracting(span -> span.name).containsExactly("checkout", "first", "second");
        assertThat(spans).extracting(span -> span.depth).containsExactly(0, 1, 1);
        assertThat(spans)
                .allMatch(span -> span.track.startsWith(Thread.currentThread().getName() + " ("));
        assertThat(spans.get(0).values).containsExactly(Map.entry("cpuDelay", 7L));
        assertThat(spans.get(1).end).isLessThanOrEqualTo(spans.get(2).begin);
        assertThat(spans.get(2).end).isLessThanOrEqualTo(spans.get(0).end);
    }

    @Test
    void whereThereIsNothingNoFileIsLeftAndWhatHasNoUseIsWrongUsage() throws Exception {
        Path empty = TestEvents.record(directory, () -> {});
        Ran ran = trace(empty);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("has no tidewatch.ThreadDelay event");
        assertThat(directory.resolve("x.pftrace")).doesNotExist();
        Ran combined = trace(empty, "--json", "--flame", "cpu", "--out", "x.html");
        assertThat(combined.code()).isEqualTo(2);
        assertThat(combined.err()).contains("--trace cannot be combined with --flame, --json");
        Ran over = Ran.tidewatch("report", "--trace", empty.toString(), empty.toString());
        assertThat(over.code()).isEqualTo(2);
        assertThat(over.err()).contains("--trace would overwrite the recording");
    }
}
