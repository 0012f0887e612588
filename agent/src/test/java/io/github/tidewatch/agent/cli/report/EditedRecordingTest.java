package io.github.tidewatch.agent.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tidewatch.agent.cli.Ran;
import io.github.tidewatch.agent.cli.report.TestEvents.ThreadDelay;
import io.github.tidewatch.agent.cli.report.TestEvents.ThreadEnd;
import io.github.tidewatch.agent.cli.report.render.Format;
import io.github.tidewatch.recording.Chunk;
import io.github.tidewatch.recording.ChunkFile;
import io.github.tidewatch.testing.RequiresProgram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings as crashes, clock changes and careless copying leave them; of three chunks with the same records in each. */
class EditedRecordingTest {
    private static final long SECOND = 1_000_000_000;
    private static final long HOUR = 3600 * SECOND;
    private static final int RECORDS = 50;
    private static final int BEGIN_AT = 32;
    private static final int DURATION_AT = 40;

    @TempDir
    static Path directory;

    private static Path original;
    private static byte[] bytes;
    private static List<Chunk> chunks;

    @BeforeAll
    static void record() throws Exception {
        original = directory.resolve("original.jfr");
        Path dump = directory.resolve("dump.jfr");
        try (jdk.jfr.Recording recording = new jdk.jfr.Recording()) {
            recording.setToDisk(true);
            recording.start();
            for (int i = 0; i < 3; i++) {
                commit();
                if (i == 2) {
                    new ThreadEnd()
                            .of("spinner", 11)
                            .spent(0, 0, 0, 0, 30 * RECORDS)
                            .commit();
                }
                recording.dump(dump); // ends the chunk
            }
            recording.stop();
        }
        List<Chunk> all = ChunkFile.scan(dump).chunks();
        Chunk last = all.get(2);
        bytes = Arrays.copyOf(Files.readAllBytes(dump), (int) (last.offset() + last.length()));
        Files.write(original, bytes);
        chunks = all.subList(0, 3);
    }

    private static void commit() throws InterruptedException {
        for (int i = 0; i < RECORDS; i++) {
            Thread.sleep(10);
            new ThreadDelay().of(null, "spinner", 11).spent(6, 0, 4, 0, 0).commit();
        }
    }

    @Test
    void aGapBetweenTwoRecordingsIsNotRecordedTime() throws IOException {
        ByteBuffer edited = edited();
        for (Chunk chunk : chunks.subList(1, 3)) {
            edited.putLong((int) chunk.offset() + BEGIN_AT, chunk.begin() + HOUR);
        }
        JsonObject json = json(edited);
        assertThat(json.get("recorded").getAsLong()).isBetween(SECOND, 60 * SECOND);
        assertThat(json.get("headline").getAsString()).contains("spinner lost 40.0 % of its time");
        assertThat(finding(json, "CPU")).isEqualTo(finding(json(ByteBuffer.wrap(bytes)), "CPU"));
        assertThat(json.getAsJsonObject("timeline").getAsJsonArray("cpuDelay"))
                .as("nothing is known of the gap")
                .anyMatch(JsonElement::isJsonNull);
    }

    @Test
    void aClockThatWasSetBackAndDaysWithoutARecordingLoseNothing() throws IOException {
        ByteBuffer back = edited();
        for (Chunk chunk : chunks.subList(1, 3)) {
            back.putLong((int) chunk.offset() + BEGIN_AT, chunk.begin() - HOUR);
        }
        assertThat(records(json(back))).isEqualTo(3 * RECORDS);
        assertThat(json(back).getAsJsonArray("threads"))
                .as("one tid is one thread, though it ended an hour before it began")
                .hasSize(1);
        ByteBuffer later = edited();
        later.putLong((int) chunks.get(2).offset() + BEGIN_AT, chunks.get(2).begin() + 72 * HOUR);
        JsonObject json = json(later);
        assertThat(records(json)).isEqualTo(3 * RECORDS);
        assertThat(json.getAsJsonArray("worstIntervals")).hasSizeGreaterThanOrEqualTo(2);
        for (JsonElement worst : json.getAsJsonArray("worstIntervals")) {
            assertThat(worst.getAsJsonObject().get("interval").getAsLong())
                    .as("what is recorded of it")
                    .isBetween(1L, json.get("recorded").getAsLong());
        }
        String text = report(write(later))
                .out()
                .split("When most time was lost\\R", 2)[1]
                .split("\\R\\R", 2)[0];
        for (Chunk chunk : List.of(chunks.get(0), chunks.get(2))) {
            long hours = chunk == chunks.get(2) ? 72 * HOUR : 0;
            assertThat(text).as("the date of each").contains("  " + Format.date(chunk.begin() + hours) + " ");
        }
    }

    @Test
    void aChunkInTheMiddleThatWasNotFinishedLosesAtMostItself() throws IOException {
        ByteBuffer edited = edited();
        int middle = (int) chunks.get(1).offset();
        edited.putLong(middle + Chunk.POOLS_AT, 0).putLong(middle + Chunk.METADATA_AT, 0);
        Path file = write(edited);
        assertThat(report(file).err()).contains(file + " was not finished by its JVM in chunk 2");
        assertThat(records(json(edited))).isGreaterThanOrEqualTo(2 * RECORDS);
    }

    @Test
    void bytesThatAreNoEventsLoseOnlyWhatIsAmongThem() throws IOException {
        int middle = (int) (chunks.get(1).offset() + chunks.get(1).length() / 3);
        for (byte nonsense : new byte[] {0, (byte) 0xff}) {
            byte[] edited = bytes.clone();
            Arrays.fill(edited, middle, middle + 400, nonsense);
            Path file = write(ByteBuffer.wrap(edited));
            Ran ran = report(file);
            assertThat(ran.code()).as("%s", ran).isZero();
            assertThat(ran.err()).contains("warning: " + file).contains("in chunk 2");
            assertThat(records(json(ByteBuffer.wrap(edited)))).isBetween(2L * RECORDS, 3L * RECORDS);
        }
    }

    @Test
    void bytesBehindTheLastChunkAndChunksInAnyOrderChangeNothing() throws IOException {
        JsonObject expected = threads(json(ByteBuffer.wrap(bytes)));
        assertThat(threads(json(ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length + 5000)))))
                .isEqualTo(expected);
        ByteBuffer shuffled = ByteBuffer.allocate(bytes.length);
        for (int i = 2; i >= 0; i--) {
            shuffled.put(
                    bytes, (int) chunks.get(i).offset(), (int) chunks.get(i).length());
        }
        assertThat(threads(json(shuffled.rewind()))).isEqualTo(expected);
    }

    @Test
    void durationsOfZeroAreThoseOfTheRecords() throws IOException {
        ByteBuffer edited = edited();
        chunks.forEach(chunk -> edited.putLong((int) chunk.offset() + DURATION_AT, 0));
        JsonObject json = json(edited);
        assertThat(records(json)).isEqualTo(3 * RECORDS);
        assertThat(json.get("recorded").getAsLong()).isGreaterThan(SECOND);
    }

    @Test
    void anErrorOfTheParserNamesTheFileAndTheRestIsRead() throws IOException {
        byte[] edited = bytes.clone();
        int metadata = (int) (chunks.get(1).offset() + chunks.get(1).metadata());
        Arrays.fill(edited, metadata + 40, metadata + 2000, (byte) 0x7f);
        Path file = write(ByteBuffer.wrap(edited));
        Ran ran = report(file);
        assertThat(ran.code()).as("%s", ran).isZero();
        assertThat(ran.err()).contains("warning: " + file + ": reading stopped in chunk 2, which begins at byte ");
        assertThat(records(json(ByteBuffer.wrap(edited)))).isEqualTo(2 * RECORDS);
    }

    @Test
    void aRecordingCompressedByGzipIsRead() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        }
        assertThat(threads(json(ByteBuffer.wrap(out.toByteArray())))).isEqualTo(threads(json(ByteBuffer.wrap(bytes))));
        byte[] cut = Arrays.copyOf(out.toByteArray(), out.size() - 20);
        Ran ran = report(write(ByteBuffer.wrap(cut)));
        assertThat(ran.code()).as("%s", ran).isZero();
        assertThat(ran.err()).contains("its compressed data ends early or is damaged");
    }

    @Test
    @RequiresProgram("mkfifo")
    void aPipeIsRead() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Thread writer = new Thread(() -> {
            try {
                Files.write(pipe, bytes);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        writer.start();
        Ran ran = Ran.tidewatch("report", "--json", pipe.toString());
        assertThat(ran.code()).as("%s", ran).isZero();
        writer.join();
        assertThat(records(JsonParser.parseString(ran.out()).getAsJsonObject())).isEqualTo(3 * RECORDS);
    }

    @Test
    void aRecordingOfJdk8IsNamedAsSuch() throws IOException {
        ByteBuffer edited = edited();
        edited.putShort(4, (short) 0).putShort(6, (short) 9);
        Path file = write(edited.limit(2000).slice());
        Ran ran = report(file);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains(file + " is a recording of format 0.9, of JDK 7 or 8");
    }

    @Test
    void aFormatThatIsNewerIsNamedAsSuch() throws IOException {
        ByteBuffer edited = edited();
        edited.putShort(4, (short) 3);
        Ran all = report(write(edited));
        assertThat(all.code()).isEqualTo(1);
        assertThat(all.err()).contains("is a recording of format 3.", "which is newer than what is known here (2.1)");
        ByteBuffer last = edited();
        last.putShort((int) chunks.get(2).offset() + 4, (short) 3);
        Ran some = report(write(last));
        assertThat(some.code()).isZero();
        assertThat(some.err()).contains("has a chunk of format 3.", "what is in it is missing here");
    }

    @Test
    void filesOfTheSameTimeAreOfTwoJvmsAndRefused() throws IOException {
        ByteBuffer edited = edited();
        for (Chunk chunk : chunks) {
            // Half as long as the original lasts; by default such a recording does not say of which JVM it is.
            edited.putLong((int) chunk.offset() + BEGIN_AT, chunk.begin() + 100_000_000);
            edited.putLong((int) chunk.offset() + DURATION_AT, 5 * SECOND);
        }
        Path other = write(edited);
        Ran ran = Ran.tidewatch("report", original.toString(), other.toString());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains(original.toString(), other.toString(), "recordings of different JVMs");
    }

    @Test
    void noMutationMakesTheReportFailOrHang() throws Exception {
        fuzz(0, 40);
    }

    @Test
    @Tag("exhaustive")
    void noneOfManyMutationsMakesTheReportFailOrHang() throws Exception {
        fuzz(1000, Integer.getInteger("tidewatch.mutations", 1000));
    }

    private static void fuzz(int first, int count) throws Exception {
        for (int seed = first; seed < first + count; seed++) {
            Path file = Files.write(directory.resolve("mutated.jfr"), mutated(new Random(seed)));
            Ran ran = CompletableFuture.supplyAsync(() -> Ran.tidewatch("report", "--json", file.toString()))
                    .get(5, TimeUnit.MINUTES);
            assertThat(ran.code()).as("seed %s: %s", seed, ran).isBetween(0, 1);
            assertThat(ran.err()).as("seed %s", seed).doesNotContain("\tat ");
            if (ran.code() == 0) {
                assertThat(JsonParser.parseString(ran.out()).isJsonObject()).isTrue();
            } else {
                assertThat(ran.err()).as("seed %s", seed).contains(file.toString());
            }
        }
    }

    /** Bytes changed, numbers of a header made great or negative, pieces cut out, doubled or put elsewhere. */
    private static byte[] mutated(Random random) {
        byte[] made = bytes.clone();
        for (int i = 1 << random.nextInt(7); i > 0; i--) {
            int at = random.nextInt(made.length);
            Chunk chunk = chunks.get(random.nextInt(chunks.size()));
            switch (random.nextInt(6)) {
                case 0:
                    made[at] = (byte) random.nextInt();
                    break;
                case 1:
                    int field = (int) chunk.offset() + 8 * random.nextInt(9);
                    ByteBuffer.wrap(made)
                            .putLong(field, random.nextBoolean() ? random.nextLong() : random.nextInt(1000));
                    break;
                case 2:
                    int length = Math.min(made.length - at, random.nextInt(300));
                    System.arraycopy(bytes, random.nextInt(bytes.length - 300), made, at, length);
                    break;
                case 3:
                    int near = (int) (chunk.offset() + (random.nextBoolean() ? chunk.pools() : chunk.metadata()));
                    made[Math.min(made.length - 1, near + random.nextInt(200))] = (byte) random.nextInt();
                    break;
                case 4:
                    Arrays.fill(
                            made, at, Math.min(made.length, at + random.nextInt(100)), (byte) (random.nextInt(3) - 1));
                    break;
                default:
                    made = random.nextInt(20) == 0 ? Arrays.copyOf(made, bytes.length) : made;
            }
        }
        return random.nextInt(5) == 0 ? Arrays.copyOf(made, random.nextInt(made.length)) : made;
    }

    private static ByteBuffer edited() {
        return ByteBuffer.wrap(bytes.clone());
    }

    private static Path write(ByteBuffer edited) throws IOException {
        byte[] all = new byte[edited.remaining()];
        edited.duplicate().get(all);
        return Files.write(Files.createTempFile(directory, "edited", ".jfr"), all);
    }

    private static Ran report(Path file) {
        return Ran.tidewatch("report", file.toString());
    }

    private static JsonObject json(ByteBuffer edited) throws IOException {
        Ran ran = Ran.tidewatch("report", "--json", write(edited).toString());
        assertThat(ran.code()).as("%s", ran).isZero();
        return JsonParser.parseString(ran.out()).getAsJsonObject();
    }

    private static JsonObject threads(JsonObject json) {
        JsonObject some = new JsonObject();
        some.add("threads", json.get("threads"));
        some.add("process", json.get("process"));
        return some;
    }

    private static String finding(JsonObject json, String word) {
        for (JsonElement finding : json.getAsJsonArray("findings")) {
            if (finding.getAsJsonObject().get("title").getAsString().contains(word)) {
                return finding.getAsJsonObject().get("summary").getAsString();
            }
        }
        return "";
    }

    private static long records(JsonObject json) {
        return json.getAsJsonObject("process").get("wall").getAsLong() / 10_000_000;
    }
}
