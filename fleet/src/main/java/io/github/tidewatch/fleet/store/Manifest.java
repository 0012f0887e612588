package io.github.tidewatch.fleet.store;

import io.github.tidewatch.fleet.table.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

    /** Whether a reader of this version understands it. */
    boolean isSound() {
        return schemaVersion == Table.SCHEMA_VERSION
                && chunk != null
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

    /** Whether it has the same bytes and labels as these. */
    public boolean isOf(String sha256OfOther, Map<String, String> labelsOfOther) {
        return sha256.equals(sha256OfOther) && labels.equals(labelsOfOther);
    }
}
