package io.github.tidewatch.fleet.ingest;

import io.github.tidewatch.fleet.read.ChunkEvents;
import io.github.tidewatch.fleet.store.ChunkFiles;
import io.github.tidewatch.fleet.store.ChunkStore;
import io.github.tidewatch.fleet.store.Identity;
import io.github.tidewatch.fleet.store.Manifest;
import io.github.tidewatch.fleet.store.RecordedJvm;
import io.github.tidewatch.fleet.table.Table;
import io.github.tidewatch.recording.Chunk;
import io.github.tidewatch.recording.ChunkFile;
import io.github.tidewatch.recording.ChunkRepair;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Imports recordings chunk by chunk. A chunk that is there already stays as it is, unless this copy of it has more rows, or
 * other labels. For one thread.
 */
public final class Importer {
    private final ChunkStore store;
    private final Connection database;
    private final Map<String, String> labels;
    private final ImportResult result;
    private final Path copy;

    /**
     * Of one store.
     *
     * @param database that nobody else uses meanwhile
     * @param labels as given by the user
     * @param result where it counts and says what is missing
     */
    public Importer(ChunkStore store, Connection database, Map<String, String> labels, ImportResult result)
            throws IOException {
        this.store = store;
        this.database = database;
        this.labels = new TreeMap<>(labels);
        this.result = result;
        this.copy = Files.createTempFile(store.work(), "chunk", ".jfr"); // which nobody else may read
    }

    /**
     * Imports one recording. What cannot be read of it goes into the result.
     *
     * @param path where it can be read
     * @param name by which people know it
     * @throws IOException if the tables cannot be written
     */
    public void add(Path path, String name) throws IOException, SQLException {
        result.recordings++;
        ChunkFile file;
        try {
            file = ChunkFile.scan(path);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            result.missing(name + " cannot be read: " + words(e));
            return;
        }
        if (file.chunks().isEmpty()) {
            result.missing(name + " is no Flight Recorder recording" + format(file) + ": nothing of it is imported");
            return;
        }
        long rows = 0;
        long problems = result.problems();
        if (!file.leftOut().isEmpty()) {
            result.missing(name + file.leftOut());
        }
        for (Chunk chunk : file.chunks()) {
            rows += addOrReport(file, chunk, name + file.place(chunk));
        }
        if (file.leftOut().isEmpty()
                && !file.isWhole()
                && file.chunks().stream().allMatch(Chunk::isWhole)) {
            result.missing(name + " has bytes that belong to no chunk" + format(file) + ": what was there is missing");
        }
        if (rows == 0 && result.problems() == problems) {
            result.missing(name + " has no events of Tidewatch: was its JVM started with the agent?");
        }
    }

    private static String format(ChunkFile file) {
        return file.otherFormat().isEmpty() ? "" : " of a format that is known here, but of " + file.otherFormat();
    }

    /** What a hostile chunk makes fail is missing, and the import goes on. */
    private long addOrReport(ChunkFile file, Chunk chunk, String place) throws IOException, SQLException {
        try {
            return add(file, chunk, place);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            result.missing(place + " cannot be imported: " + words(e));
            return 0;
        }
    }

    /** Returns how many rows there are of the chunk. */
    private long add(ChunkFile file, Chunk chunk, String place) throws IOException, SQLException {
        String key = ChunkBytes.sha256(chunk.key()).substring(0, 32);
        List<Manifest> stored = store.find(key);
        Path readable = file.path();
        String damage = "";
        String sha256;
        try {
            sha256 = ChunkBytes.sha256(file.path(), chunk);
            for (Manifest one : stored) {
                if (one.isOf(sha256, wanted(Optional.of(one)))) {
                    result.unchanged++;
                    reportDamage(place, one.damage());
                    return one.rows();
                }
            }
            if (file.chunks().size() > 1 || !file.isWhole() || !ChunkRepair.isSound(file.path(), chunk)) {
                Optional<ChunkRepair.Result> copied = ChunkRepair.copy(file.path(), chunk, copy);
                damage = damage(chunk, copied);
                readable = copied.isPresent() ? copy : null;
            }
        } catch (ChunkRepair.TargetFailed e) {
            throw new IOException("cannot write to " + copy + ": " + words(e.reason()), e);
        } catch (IOException e) {
            result.missing(place + " cannot be read: " + words(e));
            return 0;
        }
        return add(new Candidate(place, key, sha256, readable, damage), stored);
    }

    /** The labels of a chunk: without new ones those that it has. */
    private Map<String, String> wanted(Optional<Manifest> stored) {
        return labels.isEmpty() ? stored.map(Manifest::labels).orElse(labels) : labels;
    }

    /** A copy of a chunk; without a file if nothing of it can be read. */
    private record Candidate(String place, String key, String sha256, Path readable, String damage) {

        /** Which of those with its key is the same chunk: JVMs that began one at the same nanosecond are distinguished. */
        Optional<Manifest> among(List<Manifest> stored, RecordedJvm jvm) {
            return stored.stream()
                    .filter(one -> one.sha256().equals(sha256))
                    .findFirst()
                    .or(() -> stored.stream()
                            .filter(one -> !jvm.differsFrom(one.jvm()))
                            .findFirst());
        }

        String keyBeside(List<Manifest> others, RecordedJvm jvm) {
            return others.isEmpty()
                    ? key
                    : key + "-" + ChunkBytes.sha256(jvm.toString()).substring(0, 16);
        }
    }

    private long add(Candidate candidate, List<Manifest> sameKey) throws IOException, SQLException {
        if (candidate.readable() == null) {
            result.missing(candidate.place() + candidate.damage());
            return sameKey.stream().mapToLong(Manifest::rows).sum();
        }
        try (ChunkFiles files = new ChunkFiles(database)) {
            ChunkEvents events = ChunkEvents.read(candidate.readable(), files);
            String damage = candidate.damage() + events.damage();
            reportDamage(candidate.place(), damage);
            RecordedJvm jvm = RecordedJvm.of(events.facts());
            Optional<Manifest> stored = candidate.among(sameKey, jvm);
            if (stored.isPresent() && !isBetter(candidate, events.rows(), damage, stored.get())) {
                result.unchanged++;
                reportLabels(candidate, stored.get());
                return stored.get().rows();
            }
            String key = stored.map(Manifest::chunk).orElseGet(() -> candidate.keyBeside(sameKey, jvm));
            Map<String, String> wanted = wanted(stored);
            Identity identity = Identity.of(events.facts(), wanted, key);
            Map<Manifest.File, Path> made = files.write(identity, store.work());
            Manifest manifest = new Manifest(
                    Table.SCHEMA_VERSION,
                    key,
                    stored.map(Manifest::jvm).map(jvm::or).orElse(jvm),
                    candidate.sha256(),
                    candidate.place(),
                    events.rows(),
                    damage,
                    wanted,
                    List.copyOf(made.keySet()));
            store.put(manifest, made);
            count(events.rows(), stored);
            return events.rows();
        }
    }

    private void count(long rows, Optional<Manifest> stored) {
        result.rows += Math.max(0, rows - stored.map(Manifest::rows).orElse(0L));
        if (stored.isPresent()) {
            result.replaced++;
        } else {
            result.imported++;
        }
    }

    private boolean isBetter(Candidate candidate, long rows, String damage, Manifest stored) {
        boolean isMended = damage.isEmpty() && !stored.damage().isEmpty();
        boolean isRelabelled = !stored.labels().equals(wanted(Optional.of(stored)));
        boolean isAsGood = rows == stored.rows() && (isMended || isRelabelled);
        return rows > stored.rows()
                || isAsGood
                || (isRelabelled && stored.sha256().equals(candidate.sha256()));
    }

    private void reportLabels(Candidate candidate, Manifest stored) {
        if (!stored.labels().equals(wanted(Optional.of(stored)))) {
            result.missing(candidate.place() + " is there from a better copy, with the labels " + stored.labels()
                    + ": those given now are not taken. Import that copy with them: " + stored.recording());
        }
    }

    private void reportDamage(String place, String damage) {
        if (!damage.isEmpty()) {
            result.missing(place + damage);
        }
    }

    private static String damage(Chunk chunk, Optional<ChunkRepair.Result> copied) {
        if (copied.isPresent() && copied.get().leftOut > 0) {
            return ": " + copied.get().leftOut + " bytes are no events; the events there are missing";
        }
        if (chunk.isWhole() && copied.isPresent()) {
            return "";
        }
        String why = chunk.isCut() ? " is cut off" : chunk.isWhole() ? " is damaged" : " was not finished by its JVM";
        return why
                + copied.map(read -> ": imported as far as JFR had flushed it, " + read.bytes + " of " + chunk.length()
                                + " bytes")
                        .orElse(": nothing of it can be read");
    }

    /** Why something failed, for people. */
    public static String words(Throwable e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
