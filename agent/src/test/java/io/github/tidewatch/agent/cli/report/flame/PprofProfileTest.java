package io.github.tidewatch.agent.cli.report.flame;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.ProtoMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** A profile read back as pprof reads it: each sample's locations, innermost first, by way of functions to strings. */
class PprofProfileTest {
    private ProtoMessage profile;
    private List<String> strings;

    private void write() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PprofProfile written = new PprofProfile(
                EnumSet.of(FlamePart.CPU, FlamePart.CPU_DELAY), 1_700_000_000_000_000_000L, 5_000, out)) {
            written.add(new ArrayDeque<>(List.of("http-*", "Main.run", "Main.work")), 3_000_000_000L, 7);
            written.add(new ArrayDeque<>(List.of("http-*", "Main.run", "Main.run")), 0, 300);
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            profile = new ProtoMessage(in.readAllBytes());
        }
        strings = profile.texts(6);
    }

    @Test
    void aProfileHasItsStacksWithAValueForEachPart() throws IOException {
        write();
        assertThat(strings.get(0)).isEmpty();
        assertThat(strings).doesNotHaveDuplicates();
        assertThat(profile.messages(1))
                .extracting(type -> strings.get((int) type.number(1)) + " " + strings.get((int) type.number(2)))
                .containsExactly("on CPU nanoseconds", "CPU delay nanoseconds");
        Map<Long, String> functions = new HashMap<>();
        profile.messages(5).forEach(one -> functions.put(one.number(1), strings.get((int) one.number(2))));
        Map<Long, String> locations = new HashMap<>();
        profile.messages(4)
                .forEach(one -> locations.put(
                        one.number(1), functions.get(one.messages(4).get(0).number(1))));
        assertThat(locations).hasSize(3);
        assertThat(profile.messages(2))
                .extracting(
                        sample -> sample.packed(1).stream().map(locations::get).collect(Collectors.toList()) + " "
                                + sample.packed(2))
                .containsExactly(
                        "[Main.work, Main.run, http-*] [3000000000, 7]", "[Main.run, Main.run, http-*] [0, 300]");
        assertThat(profile.number(9)).isEqualTo(1_700_000_000_000_000_000L);
        assertThat(profile.number(10)).isEqualTo(5_000);
        assertThat(strings.get((int) profile.number(14))).isEqualTo("on CPU");
    }
}
