package io.github.tidewatch.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.fleet.TestRecordings.Cause;
import io.github.tidewatch.fleet.TestRecordings.Delay;
import io.github.tidewatch.fleet.TestRecordings.End;
import io.github.tidewatch.fleet.TestRecordings.Jvm;
import io.github.tidewatch.fleet.TestRecordings.ProcessUsage;
import io.github.tidewatch.fleet.TestRecordings.State;
import io.github.tidewatch.fleet.TestRecordings.Variable;
import io.github.tidewatch.fleet.TestRecordings.Work;
import io.github.tidewatch.fleet.spark.SparkImport;
import io.github.tidewatch.fleet.table.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The import as a job of Spark, by two tasks at once: its rows are those of {@code import}. */
@Tag("exhaustive")
class SparkImportTest {
    private static final int BEGIN_AT = 32;
    private static final int TICKS_AT = 48;

    private static SparkSession spark;

    @TempDir
    Path directory;

    private Path recordings;

    @BeforeAll
    static void start() {
        spark = SparkTests.session();
        Elsewhere.addTo(spark.sparkContext().hadoopConfiguration());
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @BeforeEach
    void record() throws IOException {
        recordings = directory.resolve("rec");
        for (int i = 1; i <= 4; i++) {
            int nanos = i;
            TestRecordings.record(recordings.resolve(i + ".jfr"), () -> {
                for (int j = 0; j < 500; j++) {
                    new Delay().of("thread-" + j, j).spent(nanos, 2, 3, 4, 5).commit();
                }
                new End().commit();
                new ProcessUsage().commit();
                new Cause().commit();
                new Work().commit();
                new State().commit();
            });
        }
        byte[] whole = Files.readAllBytes(recordings.resolve("1.jfr"));
        Files.write(recordings.resolve("0-cut.jfr"), Arrays.copyOf(whole, whole.length - 2000));
        Files.copy(recordings.resolve("2.jfr"), recordings.resolve("copy.jfr"));
        TestRecordings.join(recordings.resolve("longer.jfr"), recordings.resolve("3.jfr"), recordings.resolve("4.jfr"));
        byte[] garbled = Files.readAllBytes(recordings.resolve("4.jfr"));
        Arrays.fill(garbled, 68, garbled.length, (byte) 0x11);
        ByteBuffer.wrap(garbled).putLong(BEGIN_AT, 1_790_000_000_000_000_000L).putLong(TICKS_AT, 7);
        Files.write(recordings.resolve("garbled.jfr"), garbled);
        Files.writeString(recordings.resolve("text.jfr"), "no recording");
    }

    private static Ran onSpark(Object... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = SparkImport.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Stream.of(args).map(Object::toString).toArray(String[]::new));
        return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static void hasTheSameRows(Path one, Path other) {
        for (Table table : Table.values()) {
            String ofOne =
                    "FROM read_parquet('" + one + "/" + table.sql() + "/*/*/*.parquet', hive_partitioning = false)";
            String ofOther = ofOne.replace(one.toString(), other.toString());
            assertThat(Ran.number(one, "SELECT count(*) " + ofOne))
                    .as("rows of " + table)
                    .isPositive();
            for (String difference : new String[] {
                "SELECT * " + ofOne + " EXCEPT ALL SELECT * " + ofOther,
                "SELECT * " + ofOther + " EXCEPT ALL SELECT * " + ofOne
            }) {
                assertThat(Ran.number(one, "SELECT count(*) FROM (" + difference + ")"))
                        .as(difference)
                        .isZero();
            }
        }
    }

    private static Map<String, FileTime> files(Path tables) throws IOException {
        Map<String, FileTime> times = new TreeMap<>();
        try (Stream<Path> files = Files.walk(tables)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                times.put(tables.relativize(file).toString(), Files.getLastModifiedTime(file));
            }
        }
        return times;
    }

    /** By what file system both are named, and what a folder then has beside the tables. */
    private void isAsTheImportOfOneProcess(String fileSystem) throws IOException {
        Path byOne = directory.resolve("by-one");
        Object[] alone = {"import", recordings, "--to", byOne, "--label", "service=a/b", "--label", "zone=z"};
        Ran one = Ran.fleet(alone);
        Path tables = directory.resolve("by-spark");
        Object[] job = {
            fileSystem + recordings, "--to", fileSystem + tables, "--label", "service=a/b", "--label", "zone=z"
        };
        Ran ran = onSpark(job);
        assertThat(ran.code()).as("%s", ran).isEqualTo(1).isEqualTo(one.code());
        assertThat(ran.err())
                .contains("0-cut.jfr is cut off", "garbled.jfr")
                .contains("text.jfr is no Flight Recorder recording")
                .contains(fileSystem + recordings.resolve("0-cut.jfr"));
        hasTheSameRows(byOne, tables);
        assertThat(Ran.number(tables, "SELECT count(*) FROM interval")).isEqualTo(2000);
        Map<String, FileTime> before = files(tables);
        Ran again = onSpark(job);
        assertThat(lastLine(again))
                .startsWith("9 recordings: 0 chunks imported, 0 replaced, ")
                .endsWith(" unchanged; 0 new rows")
                .isEqualTo(lastLine(Ran.fleet(alone)));
        assertThat(again.err()).contains("0-cut.jfr", "garbled.jfr", "text.jfr");
        assertThat(files(tables)).isEqualTo(before);
        assertThat(before.keySet()).noneMatch(name -> name.endsWith(".crc") || name.startsWith("_work"));
        assertThat(before).doesNotContainKey("_lease");
    }

    private static String lastLine(Ran ran) {
        return ran.out().lines().reduce((line, next) -> next).orElse("");
    }

    @Test
    void filesOfThisMachine() throws IOException {
        isAsTheImportOfOneProcess("file:");
        Path tables = directory.resolve("by-spark");
        assertThat(Ran.fleet("import", recordings.resolve("1.jfr"), "--to", tables)
                        .out())
                .as("the other way to import goes on where this has stopped")
                .contains("0 chunks imported, 0 replaced, 1 unchanged");
    }

    @Test
    void anObjectStore() throws IOException {
        isAsTheImportOfOneProcess(Elsewhere.Bucket.URI);
    }

    @Test
    void anotherFileSystemOfHadoops() throws IOException {
        isAsTheImportOfOneProcess(Elsewhere.Cluster.URI);
    }

    @Test
    void whatAKilledJobLeftIsDeletedOnceItsLeaseIsOver() throws IOException {
        Path tables = directory.resolve("tables");
        Object[] job = {Elsewhere.Cluster.URI + recordings.resolve("[12].jfr"), "--to", Elsewhere.Cluster.URI + tables};
        assertThat(onSpark(job).code()).isZero();
        Map<String, FileTime> before = files(tables);
        String name = before.keySet().stream()
                .filter(file -> file.startsWith("interval"))
                .findFirst()
                .orElseThrow();
        Path orphan =
                Files.copy(tables.resolve(name), tables.resolve(name).resolveSibling("tidewatch-0000-orphan.parquet"));
        Files.writeString(Files.createDirectory(tables.resolve("_work")).resolve("half"), "half");
        Path lease = Files.writeString(tables.resolve("_lease"), "job 7");
        Ran refused = onSpark(job);
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("is being written by another import, job 7");
        assertThat(orphan).exists();
        Files.setLastModifiedTime(lease, FileTime.from(Instant.now().minus(Duration.ofMinutes(11))));
        assertThat(onSpark(job).code()).isZero();
        assertThat(files(tables)).isEqualTo(before);
    }

    @Test
    void aFolderOfSomethingElseOrOfAnotherVersionIsRefused() throws IOException {
        Path tables = directory.resolve("tables");
        String to = Elsewhere.Cluster.URI + tables;
        assertThat(onSpark(Elsewhere.Cluster.URI + recordings.resolve("1.jfr"), "--to", to)
                        .code())
                .isZero();
        Path notes = Files.writeString(
                Files.createDirectory(directory.resolve("mine")).resolve("notes.txt"), "");
        Ran ran = onSpark(recordings.resolve("1.jfr"), "--to", Elsewhere.Cluster.URI + notes.getParent());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("is not empty and has no tables");
        assertThat(files(notes.getParent())).containsOnlyKeys("notes.txt");
        Files.writeString(tables.resolve("tidewatch-fleet.json"), "{\"schemaVersion\":99}");
        assertThat(onSpark(Elsewhere.Cluster.URI + recordings.resolve("2.jfr"), "--to", to)
                        .err())
                .contains("schema version 99");
        assertThat(tables.resolve("_lease")).doesNotExist();
    }

    @Test
    void chunksOfSeveralJvmsThatBeganAtOnceAreAllKept() throws IOException {
        Path several = directory.resolve("several");
        for (int i = 1; i <= 4; i++) {
            int host = i;
            Path file = TestRecordings.recordOfMadeUpJvm(several.resolve(i + ".jfr"), () -> {
                Variable.set("HOSTNAME", "host-" + host);
                Jvm.is(7, 1000);
                new Delay().of("a", 1).spent(host, 0, 0, 0, 7).commit();
            });
            ByteBuffer chunk = ByteBuffer.wrap(Files.readAllBytes(file));
            chunk.putLong(BEGIN_AT, 1_790_000_000_000_000_000L).putLong(TICKS_AT, 1_000_000);
            Files.write(file, chunk.array());
        }
        Path tables = directory.resolve("tables");
        Ran ran = onSpark("file:" + several, "--to", "file:" + tables);
        assertThat(ran.out()).as("%s", ran).contains("4 chunks imported, 0 replaced, 0 unchanged; 4 new rows");
        assertThat(Ran.number(tables, "SELECT sum(user_time_ns) FROM interval WHERE host = 'host-' || user_time_ns"))
                .isEqualTo(10);
        assertThat(Ran.number(tables, "SELECT count(DISTINCT chunk) FROM interval"))
                .isEqualTo(4);
    }

    @Test
    void whatIsNoRecordingOrNoOptionIsUsage() {
        for (Object[] wrong : new Object[][] {
            {"file:" + directory.resolve("none.jfr"), "--to", directory},
            {"nosuch://x/y.jfr", "--to", directory},
            {"file:" + recordings, "--to", directory, "--label", "service="},
            {"file:" + recordings}
        }) {
            Ran ran = onSpark(wrong);
            assertThat(ran.code()).as("%s", ran).isEqualTo(2);
            assertThat(ran.err()).isNotBlank();
        }
    }
}
