package io.github.tidewatch.agent.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tidewatch.agent.cli.Ran;
import io.github.tidewatch.agent.cli.report.TestEvents.ThreadDelay;
import io.github.tidewatch.agent.cli.report.model.ReadOptions;
import io.github.tidewatch.agent.cli.report.model.RecordedSums;
import io.github.tidewatch.agent.cli.report.recording.RecordingReader;
import io.github.tidewatch.agent.cli.report.recording.SourceFiles;
import io.github.tidewatch.recording.Chunk;
import io.github.tidewatch.recording.ChunkFile;
import io.github.tidewatch.timeline.Coverage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings that are cut off, not finished, garbled, or in part the same; of two chunks with a record every 5 ms. */
class DamagedRecordingTest {
    private static final long RECORD = 5_000_000;
    private static final int RECORDS = 200;
    private static final int LENGTH_AT = 40;
    private static final long FLUSHES = 2_500_000_000L; // the JVM flushes every second

    @TempDir
    static Path directory;

    private static Path whole;
    private static Path firstHalf;
    private static byte[] bytes;
    private static List<Chunk> chunks;
    private static long records;

    @BeforeAll
    static void record() throws Exception {
        whole = directory.resolve("whole.jfr");
        firstHalf = directory.resolve("first.jfr");
        try (Recording recording = new Recording()) {
            recording.setToDisk(true);
            recording.start();
            commitUntilFlushed();
            recording.dump(firstHalf); // ends the first chunk
            commitUntilFlushed();
            recording.stop();
            recording.dump(whole);
        }
        bytes = Files.readAllBytes(whole);
        chunks = ChunkFile.scan(whole).chunks();
        records = recordsIn(json(whole));
    }

    private static void commitUntilFlushed() throws InterruptedException {
        long begin = System.nanoTime();
        // On a machine that others load a sleep of 5 ms takes longer.
        for (int count = 0; count < RECORDS || System.nanoTime() - begin < FLUSHES; count++) {
            new ThreadDelay().of(null, "t", 11).spent(1, 0, 4, 0, 0).commit();
            Thread.sleep(5);
        }
    }

    @Test
    void isOfTwoChunksThatAreReadAsTheyAre() {
        assertThat(chunks).hasSize(2).allMatch(Chunk::isWhole);
        assertThat(records).isGreaterThanOrEqualTo(2 * RECORDS);
        assertThat(Ran.tidewatch("report", whole.toString()).err()).isEmpty();
    }

    @Test
    void givesWhatWasFlushedBeforeItIsCutOff() throws IOException {
        Chunk second = chunks.get(1);
        int start = (int) second.offset();
        // Before the last that the chunk has: what was flushed while it was written stands before that.
        int cut = start + (int) ByteBuffer.wrap(bytes).getLong(start + Chunk.POOLS_AT) - 10;
        Path file = Files.write(directory.resolve("cut.jfr"), Arrays.copyOf(bytes, cut));
        Ran ran = Ran.tidewatch("report", "--json", file.toString());
        assertThat(ran.code()).isZero();
        assertThat(ran.err())
                .contains("warning: " + file + " is cut off in chunk 2: read as far as JFR had flushed it, ")
                .contains(" of " + (cut - second.offset()) + " bytes.");
        long found = recordsIn(JsonParser.parseString(ran.out()).getAsJsonObject());
        long inFirst = recordsIn(json(firstHalf));
        assertThat(found).isGreaterThan(inFirst + 50).isLessThanOrEqualTo(records);
    }

    @Test
    void givesTheFirstChunkWhenTheSecondHasNothing() throws IOException {
        int cut = (int) chunks.get(1).offset() + 200;
        Path file = Files.write(directory.resolve("cut2.jfr"), Arrays.copyOf(bytes, cut));
        Ran ran = Ran.tidewatch("report", "--json", file.toString());
        assertThat(ran.err()).contains("is cut off in chunk 2: nothing of it can be read");
        assertThat(recordsIn(JsonParser.parseString(ran.out()).getAsJsonObject()))
                .isEqualTo(recordsIn(json(firstHalf)));
    }

    /** Before JDK 14, and until the first flush, the header does not say how long the chunk is. */
    @Test
    void howFarAChunkReachesIsKnownWhenItsRecordsAreReadForTheSecondTime() throws IOException {
        byte[] killed = bytes.clone();
        int second = (int) chunks.get(1).offset();
        killed[second + Chunk.STATE_AT] = 7;
        ByteBuffer.wrap(killed).putLong(second + LENGTH_AT, 0);
        Path file = Files.write(directory.resolve("no-end.jfr"), killed);
        try (SourceFiles sources = SourceFiles.open(List.of(file))) {
            Coverage coverage = sources.coverage();
            long known = coverage.end();
            long[] between = new long[1];
            RecordingReader.readTwice(
                    sources,
                    event -> {},
                    () -> between[0] = coverage.end(),
                    new RecordedSums(ReadOptions.everything(), coverage),
                    (done, total) -> {});
            assertThat(between[0]).isGreaterThan(known).isEqualTo(coverage.end());
        }
    }

    @Test
    void givesAllOfAChunkThatItsJvmDidNotFinish() throws IOException {
        byte[] killed = bytes.clone();
        killed[(int) chunks.get(1).offset() + Chunk.STATE_AT] = 7;
        byte[] more = Arrays.copyOf(killed, killed.length + 100); // what was not flushed any more
        Path file = Files.write(directory.resolve("killed.jfr"), more);
        Ran ran = Ran.tidewatch("report", "--json", file.toString());
        assertThat(ran.err())
                .contains(file + " was not finished by its JVM in chunk 2: read as far as JFR had flushed it");
        assertThat(recordsIn(JsonParser.parseString(ran.out()).getAsJsonObject()))
                .isEqualTo(records);
    }

    @Test
    void saysThatItLeavesOutWhatIsBehindAHundredThousandChunks() throws IOException {
        byte[] empty = Arrays.copyOf(bytes, Chunk.HEADER);
        ByteBuffer.wrap(empty).putLong(Long.BYTES, Chunk.HEADER);
        ByteBuffer many = ByteBuffer.allocate(100_000 * Chunk.HEADER + bytes.length);
        for (int i = 0; i < 100_000; i++) {
            many.put(empty);
        }
        Path file = Files.write(directory.resolve("many.jfr"), many.put(bytes).array());
        assertThat(Ran.tidewatch("report", file.toString()).err())
                .contains(file + " has more than 100000 chunks: of its " + many.capacity() + " bytes the last "
                        + bytes.length + " are left out: what is in them is missing here.");
    }

    @Test
    void findsTheChunkBehindGarbage() throws IOException {
        int second = (int) chunks.get(1).offset();
        ByteBuffer garbled = ByteBuffer.allocate(bytes.length + 100_000);
        garbled.put(bytes, 0, second).position(second + 100_000);
        garbled.put(bytes, second, bytes.length - second);
        Path file = Files.write(directory.resolve("garbled.jfr"), garbled.array());
        assertThat(recordsIn(json(file))).isEqualTo(records);
    }

    @Test
    void doesNotFailOnBytesThatMakeNoSense() throws IOException {
        byte[] nonsense = bytes.clone();
        int second = (int) chunks.get(1).offset();
        Arrays.fill(nonsense, second + 5000, second + 9000, (byte) 0x55);
        Path file = Files.write(directory.resolve("nonsense.jfr"), nonsense);
        Ran ran = Ran.tidewatch("report", "--json", file.toString());
        assertThat(ran.code()).isZero();
        assertThat(recordsIn(JsonParser.parseString(ran.out()).getAsJsonObject()))
                .isGreaterThanOrEqualTo(recordsIn(json(firstHalf)) - 1);
    }

    @Test
    void countsAChunkOnceThatIsInTwoFiles() {
        Ran ran = Ran.tidewatch("report", "--json", whole.toString(), firstHalf.toString());
        assertThat(ran.code()).isZero();
        assertThat(ran.err()).contains("1 of its ", "in another of the files too; they count once.");
        assertThat(recordsIn(JsonParser.parseString(ran.out()).getAsJsonObject()))
                .isEqualTo(records);
    }

    @Test
    void leavesNoTemporaryFile() throws IOException {
        Path file = Files.write(directory.resolve("cut3.jfr"), Arrays.copyOf(bytes, bytes.length - 10));
        List<Path> before = temporary();
        assertThat(Ran.tidewatch("report", file.toString()).code()).isZero();
        assertThat(temporary()).isEqualTo(before);
    }

    private static List<Path> temporary() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            List<Path> ours = new ArrayList<>();
            files.filter(file -> file.getFileName()
                            .toString()
                            .startsWith("tidewatch-report-"
                                    + ProcessHandle.current().pid() + "-"))
                    .forEach(ours::add);
            return ours;
        }
    }

    private static JsonObject json(Path file) {
        return JsonParser.parseString(
                        Ran.tidewatch("report", "--json", file.toString()).out())
                .getAsJsonObject();
    }

    private static long recordsIn(JsonObject json) {
        return json.getAsJsonObject("process").get("wall").getAsLong() / RECORD;
    }
}
