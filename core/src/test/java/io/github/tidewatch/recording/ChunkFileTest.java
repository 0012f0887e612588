package io.github.tidewatch.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three chunks by JFR in one file, of which the first says a wrong size. */
class ChunkFileTest {
    private static final int SIZE_AT = 8;
    private static final int EVENTS = 3000;

    @TempDir
    Path directory;

    private List<byte[]> chunks;
    private Path file;

    @Name("test.Text")
    static final class Text extends Event {
        String text;
        int number;
    }

    @BeforeEach
    void record() throws IOException {
        chunks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Path one = directory.resolve(i + ".jfr");
            try (Recording recording = new Recording()) {
                recording.enable(Text.class);
                recording.start();
                for (int number = 0; number < EVENTS; number++) {
                    Text event = new Text();
                    event.number = number;
                    event.text = "FLR\0\0\2\0\1" + "\0".repeat(100) + number; // a chunk's begin, if it stood alone
                    event.commit();
                }
                recording.stop();
                recording.dump(one);
            }
            chunks.add(Files.readAllBytes(one));
        }
        file = directory.resolve("all.jfr");
    }

    private List<Chunk> scan(long sizeOfFirst) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(length(3));
        chunks.forEach(all::put);
        all.putLong(SIZE_AT, sizeOfFirst);
        Files.write(file, all.array());
        return ChunkFile.scan(file).chunks();
    }

    private int length(int first) {
        return chunks.stream().limit(first).mapToInt(chunk -> chunk.length).sum();
    }

    private void assertThatAllAreFound(List<Chunk> found) {
        assertThat(found.stream().map(Chunk::offset)).containsExactly(0L, (long) length(1), (long) length(2));
        assertThat(found.stream().map(Chunk::length))
                .containsExactlyElementsOf(
                        () -> chunks.stream().map(chunk -> (long) chunk.length).iterator());
        assertThat(found.stream().map(Chunk::isWhole)).containsExactly(false, true, true);
    }

    @Test
    void aSizeBeyondTheEndOfTheFileHidesNoneOfTheChunksBehindIt() throws IOException {
        for (long size : new long[] {length(3) + 1L, 1L << 40, Long.MAX_VALUE}) {
            assertThatAllAreFound(scan(size));
        }
    }

    @Test
    void aSizeThatLeadsIntoAnotherChunkHidesNoneOfTheChunksBehindIt() throws IOException {
        for (long size : new long[] {length(1) + 1L, length(2) - 1L, length(2) + 100L}) {
            assertThatAllAreFound(scan(size));
        }
    }

    @Test
    void ofMoreChunksThanAreReadItIsSaidHowManyBytesAreLeftOut() throws IOException {
        scan(length(1));
        ChunkFile two = ChunkFile.scan(file, "all.jfr", 2);
        assertThat(two.chunks()).hasSize(2);
        assertThat(two.isWhole()).isFalse();
        assertThat(two.leftOut())
                .isEqualTo(
                        " has more than 2 chunks: of its %d bytes the last %d are left out",
                        length(3), length(3) - length(2));
        ChunkFile three = ChunkFile.scan(file, "all.jfr", 3);
        assertThat(three.chunks().stream().map(three::place))
                .containsExactly(" in chunk 1", " in chunk 2", " in chunk 3");
        assertThat(three.leftOut()).isEmpty();
        assertThat(three.isWhole()).isTrue();
    }

    @Test
    void ofAChunkWithAWrongSizeAllEventsAreKept() throws IOException {
        Path copy = Files.createFile(directory.resolve("copy.jfr"));
        assertThat(ChunkRepair.copy(file, scan(1L << 40).get(0), copy)).isPresent();
        assertThat(RecordingFile.readAllEvents(copy).stream()
                        .filter(event -> event.getEventType().getName().equals("test.Text"))
                        .map(event -> event.getInt("number")))
                .containsExactlyInAnyOrderElementsOf(
                        () -> Stream.iterate(0, i -> i + 1).limit(EVENTS).iterator());
    }

    @Test
    void aChunkThatIsCutOffInTheMiddleEndsWithTheFileThoughItsTextsLookLikeChunks() throws IOException {
        Files.write(file, Arrays.copyOf(chunks.get(0), chunks.get(0).length / 2));
        List<Chunk> found = ChunkFile.scan(file).chunks();
        assertThat(found).singleElement().satisfies(chunk -> {
            assertThat(chunk.isCut()).isTrue();
            assertThat(chunk.length()).isEqualTo(chunks.get(0).length / 2);
        });
    }
}
