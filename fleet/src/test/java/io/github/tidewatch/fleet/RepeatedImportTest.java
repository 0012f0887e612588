package io.github.tidewatch.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.fleet.TestRecordings.Delay;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same again, more of the same, a worse copy of it, and what others left in the folder. */
class RepeatedImportTest {
    private static final String SUM = "SELECT coalesce(sum(user_time_ns), 0) FROM interval";

    @TempDir
    Path directory;

    private Path tables;
    private Path first;
    private Path second;

    @BeforeEach
    void record() throws IOException {
        tables = directory.resolve("tables");
        first = recording("first.jfr", 1);
        second = recording("second.jfr", 100);
    }

    /** 500 records of so many nanoseconds each. */
    private Path recording(String name, long nanos) throws IOException {
        return TestRecordings.record(directory.resolve(name), () -> {
            for (int i = 0; i < 500; i++) {
                new Delay().of("thread-" + i, i).spent(nanos, 0, 0, 0, 7).commit();
            }
        });
    }

    private Ran imports(Object... args) {
        Object[] all = Arrays.copyOf(new Object[] {"import", "--to", tables}, 3 + args.length);
        System.arraycopy(args, 0, all, 3, args.length);
        return Ran.fleet(all);
    }

    private Map<String, FileTime> files() throws IOException {
        Map<String, FileTime> times = new TreeMap<>();
        try (Stream<Path> files = Files.walk(tables)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                times.put(tables.relativize(file).toString(), Files.getLastModifiedTime(file));
            }
        }
        return times;
    }

    private List<Path> parquet() throws IOException {
        try (Stream<Path> files = Files.walk(tables)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).toList();
        }
    }

    @Test
    void theSameRecordingAgainChangesNothing() throws IOException {
        assertThat(imports(first, second).code()).isZero();
        Map<String, FileTime> before = files();
        Path renamed = Files.copy(first, directory.resolve("renamed.jfr"));
        Ran ran = imports(renamed, second);
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("0 chunks imported, 0 replaced, 2 unchanged");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aLongerRecordingOfTheSameJvmAddsWhatIsNew() throws IOException {
        imports(first);
        Path longer = TestRecordings.join(directory.resolve("longer.jfr"), first, second);
        assertThat(imports(longer).out()).contains("1 chunks imported, 0 replaced, 1 unchanged");
        assertThat(Ran.number(tables, SUM)).isEqualTo(50_500);
        assertThat(imports(second, first).out()).contains("0 chunks imported, 0 replaced, 2 unchanged");
        assertThat(Ran.number(tables, SUM)).isEqualTo(50_500);
    }

    @Test
    void aWholeCopyReplacesOneThatWasCutOff() throws IOException {
        byte[] bytes = Files.readAllBytes(first);
        Path cut = Files.write(directory.resolve("cut.jfr"), Arrays.copyOf(bytes, bytes.length - 1000));
        Ran ran = imports(cut);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("cut.jfr is cut off");
        imports(first);
        assertThat(Ran.number(tables, SUM)).isEqualTo(500);
        assertThat(parquet()).hasSize(1);
        imports(cut);
        assertThat(Ran.number(tables, SUM)).as("a worse copy replaces nothing").isEqualTo(500);
    }

    @Test
    void otherLabelsReplaceThoseOfTheImportBefore() throws IOException {
        imports(first, "--label", "service=wrong");
        imports(first, "--label", "service=right");
        assertThat(Ran.row(tables, "SELECT service, count(*) AS n FROM interval GROUP BY 1")
                        .toString())
                .isEqualTo("{\"service\":\"right\",\"n\":500}");
        assertThat(parquet()).hasSize(1);
    }

    @Test
    void anImportWithoutLabelsKeepsThoseOfTheImportBefore() throws IOException {
        imports(first, "--label", "service=shop");
        Map<String, FileTime> before = files();
        assertThat(imports(first).out()).contains("0 replaced, 1 unchanged; 0 new rows");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void labelsThatAreNotTakenSinceABetterCopyIsThereAreSaid() throws IOException {
        imports(first, "--label", "service=shop");
        byte[] bytes = Files.readAllBytes(first);
        int middle = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("thread-250");
        Arrays.fill(bytes, middle, middle + 200, (byte) 0xff);
        Ran ran = imports(Files.write(directory.resolve("worse.jfr"), bytes), "--label", "service=other");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("better copy, with the labels {service=shop}", "not taken", first.toString());
        assertThat(Ran.number(tables, "SELECT count(*) FROM interval WHERE service = 'shop'"))
                .isEqualTo(500);
    }

    @Test
    void rowsOfAChunkThatIsReplacedAreNoNewOnes() {
        assertThat(imports(first).out()).contains("first.jfr: 500 new rows", "; 500 new rows");
        assertThat(imports(first, "--label", "zone=a").out())
                .contains("first.jfr: 0 new rows", "1 replaced", "; 0 new");
    }

    @Test
    void ofADamagedRecordingTheGoodPartIsKeptAndTheExitCodeSaysSoEachTime() throws IOException {
        byte[] bytes = Files.readAllBytes(first);
        int middle = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("thread-250");
        Arrays.fill(bytes, middle, middle + 200, (byte) 0xff);
        Path garbled = Files.write(directory.resolve("garbled.jfr"), bytes);
        Ran ran = imports(garbled, second);
        assertThat(ran.code()).as("%s", ran).isEqualTo(1);
        assertThat(ran.err()).contains("garbled.jfr");
        long ofSecond = Ran.number(tables, SUM + " WHERE user_time_ns = 100");
        long ofGarbled = Ran.number(tables, SUM + " WHERE user_time_ns = 1");
        assertThat(ofSecond).isEqualTo(50_000);
        assertThat(ofGarbled).as("%s", ran).isBetween(1L, 499L);
        Ran again = imports(garbled);
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.out()).contains("1 unchanged");
        assertThat(again.err()).contains("garbled.jfr");
        imports(first);
        assertThat(Ran.number(tables, SUM)).isEqualTo(50_500);
    }

    @Test
    void ofWhatExplainsNoEventsAnyMoreItIsSaidThatItCannotBeRead() throws IOException {
        byte[] bytes = Files.readAllBytes(first);
        Arrays.fill(bytes, 68, bytes.length, (byte) 0x11);
        Ran ran = imports(Files.write(directory.resolve("garbled.jfr"), bytes));
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err())
                .contains("garbled.jfr")
                .contains("nothing of it can be read")
                .doesNotContain("agent");
    }

    @Test
    void whatIsNoRecordingIsNamedAndTheOthersAreImported() throws IOException {
        Files.writeString(directory.resolve("aaa.jfr"), "no recording");
        Files.writeString(directory.resolve("empty.jfr"), "");
        Ran ran = imports(directory);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("aaa.jfr is no Flight Recorder recording", "empty.jfr is no Flight Recorder");
        assertThat(Ran.number(tables, SUM)).isEqualTo(50_500);
    }

    @Test
    void whatAKilledImportLeftIsDeletedAndWhatOthersPutThereStays() throws IOException {
        imports(first);
        Path folder = parquet().get(0).getParent();
        Path orphan = Files.copy(parquet().get(0), folder.resolve("tidewatch-0000-orphan.parquet"));
        Path half = Files.writeString(
                Files.createDirectories(tables.resolve("_work")).resolve("x.parquet"), "half");
        Path ofOthers = Files.writeString(folder.resolve("notes.txt"), "mine");
        assertThat(Ran.number(tables, SUM)).as("no manifest names it").isEqualTo(500);
        imports(second);
        assertThat(orphan).doesNotExist();
        assertThat(half).doesNotExist();
        assertThat(ofOthers).exists();
        assertThat(Ran.number(tables, SUM)).isEqualTo(50_500);
    }

    @Test
    void aFolderOfSomethingElseIsRefused() throws IOException {
        Path photo = Files.writeString(Files.createDirectories(tables).resolve("photo.jpg"), "");
        Ran ran = imports(first);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains(tables.toString(), "name a new folder by --to");
        assertThat(files()).containsOnlyKeys("photo.jpg");
        assertThat(photo).exists();
    }

    @Test
    void tablesOfAnotherVersionOfTheSchemaAreRefused() throws IOException {
        imports(first);
        Files.writeString(tables.resolve("tidewatch-fleet.json"), "{\"schemaVersion\":99}");
        for (Ran ran : List.of(imports(second), Ran.fleet("worst", "--in", tables))) {
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.err()).contains("schema version 99", "Import the recordings into a new folder");
        }
    }
}
