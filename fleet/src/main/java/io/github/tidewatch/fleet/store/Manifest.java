package io.github.tidewatch.fleet.store;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.github.tidewatch.fleet.table.Table;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is stored of one chunk, as a JSON file.
 *
 * @param schemaVersion of its tables
 * @param chunk its key, perhaps with that of the JVM behind it
 * @param jvm that made it
 * @param sha256 of its bytes, as they were in the recording
 * @param recording the file that it came from, for people
 * @param rows in sum over its tables: of two copies of a chunk the one with more counts
 * @param damage what was wrong with it; empty if nothing was
 * @param labels as given by the user
 * @param files with its rows
 */
public record Manifest(
        int schemaVersion,
        String chunk,
        RecordedJvm jvm,
        String sha256,
        String recording,
        long rows,
        String damage,
        Map<String, String> labels,
        List<File> files) {

    /**
     * One Parquet file.
     *
     * @param table of which it has rows
     * @param path below the folder of tables
     * @param rows how many
     */
    public record File(String table, String path, long rows) {}

    /** Of more bytes it is none. */
    public static final long LARGEST = 64L << 20;

    /** A key, and that of the JVM where another has the same; it is the name of a file. */
    private static final Pattern CHUNK = Pattern.compile("[0-9a-f]{32}(-[0-9a-f]{16})?");

    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    /**
     * What a file says.
     *
     * @param file for people
     * @throws IOException if it is no manifest that this version understands; the message says what to do
     */
    public static Manifest of(String json, Object file) throws IOException {
        try {
            Manifest manifest = GSON.fromJson(json, Manifest.class);
            if (manifest != null && manifest.isSound()) {
                return manifest;
            }
        } catch (JsonParseException | InvalidPathException e) {
            throw new IOException(file + " cannot be understood: " + e.getMessage(), e);
        }
        throw isNone(file);
    }

    static IOException isNone(Object file) {
        return new IOException(file + " is no manifest of schema version " + Table.SCHEMA_VERSION
                + ": somebody changed it. Delete it and import its recording again.");
    }

    /** What its file says. */
    public String json() {
        return GSON.toJson(this);
    }

    /** Those, of all by their keys, of chunks with this key, or with one that has {@code -} and more behind it. */
    public static List<Manifest> find(NavigableMap<String, Manifest> all, String key) {
        return List.copyOf(all.subMap(key, true, key + ".", false).values()); // '.' comes next to '-'
    }

    /** Whether a reader of this version understands it. */
    private boolean isSound() {
        return schemaVersion == Table.SCHEMA_VERSION
                && chunk != null
                && CHUNK.matcher(chunk).matches()
                && sha256 != null
                && damage != null
                && labels != null
                && files != null
                && files.stream().allMatch(Manifest::isSound);
    }

    /** A path that leaves the table's folder would be read, and deleted with the chunk. */
    private static boolean isSound(File file) {
        return file.path() != null
                && Stream.of(Table.values()).anyMatch(table -> table.sql().equals(file.table()))
                && Path.of(file.path()).normalize().toString().equals(file.path())
                && Path.of(file.path()).startsWith(file.table());
    }

    /** Of a manifest that does not say it, one of which nothing is known. */
    @Override
    public RecordedJvm jvm() {
        return jvm == null ? RecordedJvm.UNKNOWN : jvm;
    }

    /** With all that tells copies of a chunk apart, and without its files. */
    public Manifest withoutFiles() {
        return new Manifest(schemaVersion, chunk, jvm(), sha256, recording, rows, damage, labels, List.of());
    }

    /** Whether it has the same bytes and labels as these. */
    public boolean isOf(String sha256OfOther, Map<String, String> labelsOfOther) {
        return sha256.equals(sha256OfOther) && labels.equals(labelsOfOther);
    }
}
