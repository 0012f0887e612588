package io.github.tidewatch.agent.cli.report.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.ProtoMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TracePacketsTest {
    @Test
    void whatIsBeyondTheBoundIsCountedAndEachSliceHasItsEnd() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TracePackets packets = new TracePackets(out, 1000);
        ThreadTracks tracks = new ThreadTracks(packets, "app.jfr");
        long track = tracks.thread(11, 0, "x".repeat(100_000));
        for (int i = 0; i < 1000; i++) {
            if (packets.begin(track, i, "part", "user", value -> value.take("userTime", 1))) {
                packets.end(track, i);
            }
        }
        assertThat(out.size()).isBetween(900, 1200);
        long begins = new ProtoMessage(out.toByteArray())
                .messages(1).stream()
                        .flatMap(packet -> packet.messages(11).stream())
                        .filter(event -> event.number(9) == 1)
                        .count();
        assertThat(begins).isPositive();
        assertThat(packets.leftOut()).isEqualTo(1000 - begins);
    }

    @Test
    void aTidThatIsUsedAgainHasATrackForEachThread() throws IOException {
        TracePackets packets = new TracePackets(new ByteArrayOutputStream(), 1000);
        ThreadTracks tracks = new ThreadTracks(packets, "app.jfr");
        long first = tracks.thread(11, 5, "worker-1");
        assertThat(tracks.thread(11, 5, "renamed")).isEqualTo(first);
        assertThat(tracks.thread(11, 6, "worker-1")).isNotEqualTo(first);
        assertThat(tracks.thread(12, 0, "GC")).isNotEqualTo(ThreadTracks.parts(first));
    }
}
