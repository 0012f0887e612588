package io.github.tidewatch.fleet.store;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.github.tidewatch.fleet.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder of tables, to read. Immutable: what it says is as of when it is asked. */
public final class Folder {
    /** The file that says that a folder has tables, and of which version. */
    public static final String MARKER = "tidewatch-fleet.json";

    /** The folder of manifests in it. */
    public static final String MANIFESTS = "_manifests";

    private static final Gson GSON = new Gson();

    private final Path root;

    /** What the marker says. */
    private record Marker(int schemaVersion) {}

    Folder(Path root) {
        this.root = root;
    }

    /**
     * A folder that an import has made.
     *
     * @throws IOException if it is none, or of another version of the schema; the message says what to do
     */
    public static Folder open(Path root) throws IOException {
        Path marker = root.resolve(MARKER);
        if (!Files.isRegularFile(marker)) {
            throw new IOException(root + " has no tables: " + MARKER
                    + " is not there. java -jar tidewatch-fleet.jar import RECORDING... --to " + root + " makes them.");
        }
        check(Files.readString(marker), root);
        return new Folder(root.toAbsolutePath().normalize());
    }

    /**
     * Sees to it that tables are of the version that this reads and writes.
     *
     * @param marker what their marker says
     * @param root where they are, for people
     * @throws IOException if they are not; the message says what to do
     */
    public static void check(String marker, Object root) throws IOException {
        int version;
        try {
            Marker read = GSON.fromJson(marker, Marker.class);
            version = read == null ? 0 : read.schemaVersion();
        } catch (JsonParseException e) {
            throw new IOException(MARKER + " of " + root + " cannot be understood: " + e.getMessage(), e);
        }
        if (version != Table.SCHEMA_VERSION) {
            throw new IOException(root + " has tables of schema version " + version + ", and this is for version "
                    + Table.SCHEMA_VERSION + ". Import the recordings into a new folder.");
        }
    }

    /** What the marker of new tables says. */
    public static String marker() {
        return GSON.toJson(new Marker(Table.SCHEMA_VERSION));
    }

    Path root() {
        return root;
    }

    Path manifest(String chunk) {
        return root.resolve(MANIFESTS).resolve(chunk + ".json");
    }

    /** All manifests, by the key of their chunk. */
    public Map<String, Manifest> manifests() throws IOException {
        Map<String, Manifest> manifests = new TreeMap<>();
        try (Stream<Path> files = Files.list(root.resolve(MANIFESTS))) {
            for (Path file :
                    (Iterable<Path>) files.filter(path -> path.toString().endsWith(".json"))::iterator) {
                Manifest manifest = read(file);
                manifests.put(manifest.chunk(), manifest);
            }
        } catch (NoSuchFileException e) {
            throw hasLostManifests(root, e);
        }
        return manifests;
    }

    /**
     * What to say of tables whose {@link #MANIFESTS} is not there.
     *
     * @param root where they are, for people
     * @param cause that was thrown; null if none was
     */
    public static IOException hasLostManifests(Object root, Exception cause) {
        return new IOException(
                root + " has lost " + MANIFESTS + ", which says what of its files counts: restore that folder, or"
                        + " import the recordings into a new one.",
                cause);
    }

    private static Manifest read(Path file) throws IOException {
        if (Files.size(file) > Manifest.LARGEST) {
            throw Manifest.isNone(file);
        }
        return Manifest.of(Files.readString(file), file);
    }

    /** The files that count, by table. */
    public Map<String, List<Path>> files() throws IOException {
        Map<String, List<Path>> files = new TreeMap<>();
        for (Manifest manifest : manifests().values()) {
            for (Manifest.File file : manifest.files()) {
                files.computeIfAbsent(file.table(), table -> new ArrayList<>()).add(root.resolve(file.path()));
            }
        }
        return files;
    }
}
