package io.github.tidewatch.fleet.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the folder after each step of a change, as a process would leave it that is killed there. */
class StoreTest {
    private static final String CHUNK = "0123456789abcdef0123456789abcdef";
    private static final List<String> TABLES = List.of("interval", "process", "status");

    @TempDir
    Path directory;

    private Path tables;
    private final List<Path> copies = new ArrayList<>();
    private int copied;

    @BeforeEach
    void name() {
        tables = directory.resolve("tables");
    }

    /** Puts a file of this text for each table, as one chunk, and copies the folder after each step. */
    private void put(String text) throws IOException {
        try (Store store = Store.open(tables, () -> copies.add(copy()))) {
            Map<Manifest.File, Path> made = new LinkedHashMap<>();
            for (String table : TABLES) {
                String name = "tidewatch-" + CHUNK + "-" + text + ".parquet";
                Path file = Files.writeString(store.work().resolve(table + name), text);
                made.put(new Manifest.File(table, table + "/date=2026-01-01/service=a/" + name, 1), file);
            }
            store.put(manifest(List.copyOf(made.keySet())), made);
        }
    }

    private static Manifest manifest(List<Manifest.File> files) {
        return new Manifest(1, CHUNK, RecordedJvm.UNKNOWN, "sha", "a.jfr", 3, "", Map.of(), files);
    }

    private Path copy() {
        Path copy = directory.resolve("copy" + copied++);
        try (Stream<Path> all = Files.walk(tables)) {
            for (Path path : all.toList()) {
                Files.copy(path, copy.resolve(tables.relativize(path).toString()));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return copy;
    }

    /** What the files that count say, one for each table. */
    private static List<String> texts(Path folder) throws IOException {
        List<String> texts = new ArrayList<>();
        for (List<Path> files : Folder.open(folder).files().values()) {
            for (Path file : files) {
                texts.add(Files.readString(file));
            }
        }
        return texts;
    }

    private static List<Path> parquet(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).toList();
        }
    }

    @Test
    void aNewChunkCountsWholeOrNotAtAllWhereverItsImportIsKilled() throws IOException {
        put("new");
        assertThat(copies).hasSize(TABLES.size() + 1);
        for (Path copy : copies) {
            List<String> before = texts(copy);
            assertThat(before).isIn(List.of(), List.of("new", "new", "new"));
            Store.open(copy).close();
            assertThat(texts(copy)).isEqualTo(before);
            assertThat(parquet(copy)).hasSameSizeAs(before);
        }
        assertThat(texts(copies.get(copies.size() - 1))).hasSize(3);
    }

    @Test
    void ofAChunkThatIsReplacedTheOldOrTheNewCountsWhereverItsImportIsKilled() throws IOException {
        put("old");
        copies.clear();
        put("new");
        assertThat(copies).hasSize(2 * TABLES.size() + 1);
        TreeSet<String> seen = new TreeSet<>();
        for (Path copy : copies) {
            List<String> before = texts(copy);
            assertThat(before).isIn(List.of("old", "old", "old"), List.of("new", "new", "new"));
            Store.open(copy).close();
            assertThat(texts(copy)).isEqualTo(before);
            assertThat(parquet(copy)).hasSize(3);
            seen.addAll(before);
        }
        assertThat(seen).containsExactly("new", "old");
    }

    @Test
    void oneImportAtATimeHasTheFolder() throws IOException {
        try (Store first = Store.open(tables)) {
            assertThatThrownBy(() -> Store.open(tables))
                    .hasMessageContaining(tables.toString(), "is being written by another import");
            assertThat(first.work()).exists();
        }
        Store.open(tables).close();
    }

    @Test
    void anImportThatIsRefusedInTheSameJvmDoesNotReleaseTheLockOfTheOther() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("tables"));
        Store first = Store.open(tables);
        assertThat(locks()).hasSize(1);
        for (Path root : List.of(tables, link, directory.resolve("link/../tables"))) {
            assertThatThrownBy(() -> Store.open(root)).hasMessageContaining("is being written by another import");
            assertThat(locks()).as("%s", root).hasSize(1);
        }
        first.close();
        assertThat(locks()).isEmpty();
        try (Store second = Store.open(link)) {
            first.close();
            assertThat(second.work())
                    .as("closed again, the first leaves it alone")
                    .exists();
            assertThat(locks()).hasSize(1);
        }
    }

    /** What the kernel says of the locks of the folder's lock file. */
    private List<String> locks() throws IOException {
        String inode = ":" + Files.getAttribute(tables.resolve("_lock"), "unix:ino") + " ";
        return Files.readAllLines(Path.of("/proc/locks")).stream()
                .filter(line -> line.contains("POSIX") && line.contains(inode))
                .toList();
    }

    @Test
    void whatItsManifestsSaidIsNotDeletedWhenTheyAreLost() throws IOException {
        put("new");
        Path manifests = tables.resolve("_manifests");
        Files.delete(manifests.resolve(CHUNK + ".json"));
        Files.delete(manifests);
        assertThatThrownBy(() -> Store.open(tables)).hasMessageContaining("has lost _manifests");
        assertThat(parquet(tables)).hasSize(3);
    }

    @Test
    void aManifestThatLeavesItsTableIsRefused() throws IOException {
        put("new");
        Path victim = Files.writeString(directory.resolve("victim"), "");
        Path manifest = tables.resolve("_manifests").resolve(CHUNK + ".json");
        for (String path : List.of("../victim", "interval/../../victim", victim.toString(), "_lock", "process/x")) {
            Files.writeString(
                    manifest,
                    manifest(List.of(new Manifest.File("interval", path, 1))).json());
            assertThatThrownBy(() -> Store.open(tables)).as(path).hasMessageContaining("somebody changed it");
        }
        assertThat(victim).exists();
    }

    @Test
    void aManifestOfAChunkWhoseNameIsNoKeyIsRefused() throws IOException {
        put("new");
        Path manifest = tables.resolve("_manifests").resolve(CHUNK + ".json");
        String json = Files.readString(manifest);
        for (String chunk : List.of("../../x", CHUNK + "/../../x", CHUNK + "-0123456789abcdef/x", "")) {
            Files.writeString(manifest, json.replace("\"chunk\":\"" + CHUNK + "\"", "\"chunk\":\"" + chunk + "\""));
            assertThatThrownBy(() -> Store.open(tables)).as(chunk).hasMessageContaining("somebody changed it");
        }
        Files.writeString(manifest, json);
        Store.open(tables).close();
    }

    @Test
    void aFileOfTheWorkFolderIsItsOwnersAlone() throws IOException {
        try (Store store = Store.open(tables)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store.work())))
                    .isEqualTo("rwx------");
        }
    }
}
