package io.github.tidewatch.fleet.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tidewatch.fleet.Elsewhere;
import io.github.tidewatch.fleet.store.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the driver does not delete, and what it does not let count. */
@Tag("exhaustive")
class RemoteStoreTest {
    private static final String CHUNK = "0123456789abcdef0123456789abcdef";
    private static final String FILE = "file:";
    private static final String CLUSTER = Elsewhere.Cluster.URI;

    @TempDir
    Path directory;

    private Path tables;
    private final Configuration configuration = new Configuration();

    @BeforeEach
    void name() {
        tables = directory.resolve("tables");
        Elsewhere.addTo(configuration);
    }

    private RemoteFiles files(String fileSystem) throws IOException {
        return new RemoteFiles(new org.apache.hadoop.fs.Path(fileSystem + tables), configuration);
    }

    /** As a job does that begins. */
    private RemoteStore open(String fileSystem) throws IOException {
        RemoteStore store = RemoteStore.open(files(fileSystem), "job");
        try {
            List<Manifest> manifests = new ArrayList<>();
            for (String path : store.manifestPaths()) {
                Path file = Path.of(new org.apache.hadoop.fs.Path(path).toUri().getPath());
                manifests.add(Manifest.of(Files.readString(file), path));
            }
            store.load(manifests);
            return store;
        } catch (IOException e) {
            store.close();
            throw e;
        }
    }

    private static Manifest manifest(String name) {
        String path = "interval/date=2026-01-01/service=a/tidewatch-" + CHUNK + "-" + name + ".parquet";
        return new Manifest(
                1, CHUNK, null, "sha", "a.jfr", 1, "", Map.of(), List.of(new Manifest.File("interval", path, 1)));
    }

    /** As a task does. */
    private Manifest made(String name) throws IOException {
        Manifest manifest = manifest(name);
        Path file = tables.resolve(manifest.files().get(0).path());
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
        return manifest;
    }

    private List<String> parquet() throws IOException {
        try (Stream<Path> files = Files.walk(tables)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".parquet"))
                    .sorted()
                    .toList();
        }
    }

    private Path stored() {
        return tables.resolve("_manifests").resolve(CHUNK + ".json");
    }

    @Test
    void tablesThatHaveLostTheirManifestsAreRefusedAndKept() throws IOException {
        for (String fileSystem : List.of(FILE, CLUSTER, Elsewhere.Bucket.URI)) {
            tables = directory.resolve("tables-" + fileSystem.substring(0, 2));
            try (RemoteStore store = open(fileSystem)) {
                store.put(made("a"));
            }
            Files.delete(stored());
            Files.delete(stored().getParent());
            assertThatThrownBy(() -> open(fileSystem)).hasMessageContaining("has lost _manifests");
            assertThat(parquet()).hasSize(1);
            assertThat(stored().getParent()).doesNotExist();
        }
    }

    @Test
    void tablesWithoutOneOfTheFilesThatTheirManifestsNameAreRefusedAndKept() throws IOException {
        try (RemoteStore store = open(CLUSTER)) {
            store.put(made("a"));
        }
        Files.delete(tables.resolve(manifest("a").files().get(0).path()));
        made("b");
        assertThatThrownBy(() -> open(CLUSTER)).hasMessageContaining("has none of the files that its _manifests name");
        assertThat(parquet()).hasSize(1);
        made("a");
        open(CLUSTER).close();
        assertThat(parquet()).containsExactly("tidewatch-" + CHUNK + "-a.parquet");
    }

    @Test
    void filesThatAreNotOnTheDriversMachineDoNotCount() throws IOException {
        try (RemoteStore store = open(FILE)) {
            assertThatThrownBy(() -> store.put(manifest("of another machine")))
                    .hasMessageContaining("not on the driver's machine");
            assertThat(stored()).doesNotExist();
            store.put(made("a"));
            assertThat(stored()).exists();
        }
    }

    @Test
    void aManifestThatAKilledJobDidNotBringIntoPlaceIsRestored() throws IOException {
        try (RemoteStore store = open(CLUSTER)) {
            store.put(made("old"));
        }
        Path work = Files.createDirectory(tables.resolve("_work"));
        Files.writeString(work.resolve(CHUNK + ".json.1"), made("new").json().substring(0, 99));
        Files.writeString(work.resolve(CHUNK + ".json.2"), manifest("lost").json());
        Files.writeString(work.resolve(CHUNK + ".json.3"), manifest("new").json());
        Files.delete(stored()); // by a rename that deletes what it replaces
        open(CLUSTER).close();
        assertThat(Files.readString(stored())).isEqualTo(manifest("new").json());
        assertThat(parquet()).containsExactly("tidewatch-" + CHUNK + "-new.parquet");
        assertThat(work).doesNotExist();
    }

    @Test
    void aManifestThatIsInPlaceIsNotReplacedByWhatAKilledJobLeft() throws IOException {
        try (RemoteStore store = open(CLUSTER)) {
            store.put(made("old"));
        }
        Path work = Files.createDirectory(tables.resolve("_work"));
        Files.writeString(work.resolve(CHUNK + ".json.1"), made("new").json());
        open(CLUSTER).close();
        assertThat(Files.readString(stored())).isEqualTo(manifest("old").json());
        assertThat(parquet()).containsExactly("tidewatch-" + CHUNK + "-old.parquet");
    }

    @Test
    void aJobThatHasLostItsLeaseWritesNothingAndLeavesTheWorkOfTheOther() throws IOException {
        RemoteStore store = open(CLUSTER);
        Files.writeString(tables.resolve("_lease"), "another");
        Path work = Files.createDirectories(tables.resolve("_work"));
        Files.writeString(work.resolve("of the other"), "");
        Manifest made = made("a");
        assertThatThrownBy(() -> store.put(made)).hasMessageContaining("was taken by another import, another");
        store.close();
        assertThat(stored()).doesNotExist();
        assertThat(work.resolve("of the other")).exists();
        assertThat(tables.resolve("_lease")).hasContent("another");
    }

    @Test
    void theLeaseMayBeMissingForAMomentAsWhileItIsRenewed() throws IOException {
        try (Lease lease = Lease.take(files(CLUSTER), "job")) {
            Path file = tables.resolve("_lease");
            String text = Files.readString(file);
            Files.delete(file);
            CompletableFuture<Void> renewed = CompletableFuture.runAsync(
                    () -> write(file, text), CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS));
            lease.require();
            renewed.join();
            Files.delete(file);
            assertThatThrownBy(lease::require).hasMessageContaining("was taken by another import");
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
