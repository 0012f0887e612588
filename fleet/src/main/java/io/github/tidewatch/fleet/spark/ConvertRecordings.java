package io.github.tidewatch.fleet.spark;

import io.github.tidewatch.fleet.ingest.ImportResult;
import io.github.tidewatch.fleet.ingest.Importer;
import io.github.tidewatch.fleet.query.Database;
import io.github.tidewatch.fleet.store.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** The task: converts recordings one after the other, each copied to this machine if it is elsewhere. */
final class ConvertRecordings implements FlatMapFunction<Iterator<String>, String> {
    private static final long serialVersionUID = 1;

    /** What was stored, as this JVM has parsed it last: one for all its tasks of a round. */
    private static Parsed lastParsed = new Parsed("", new TreeMap<>());

    private final String round = UUID.randomUUID().toString();
    private final String root;
    private final TreeMap<String, String> labels;
    private final Broadcast<String[]> stored;
    private final Broadcast<SerializableConfiguration> hadoop;

    ConvertRecordings(
            String root,
            Map<String, String> labels,
            Broadcast<String[]> stored,
            Broadcast<SerializableConfiguration> hadoop) {
        this.root = root;
        this.labels = new TreeMap<>(labels); // which can be sent
        this.stored = stored;
        this.hadoop = hadoop;
    }

    @Override
    public Iterator<String> call(Iterator<String> recordings) throws IOException, SQLException {
        NavigableMap<String, Manifest> manifests = parsed(round, stored.value(), root);
        List<String> converted = new ArrayList<>();
        while (recordings.hasNext()) {
            converted.add(convert(recordings.next(), manifests).text());
        }
        return converted.iterator();
    }

    /** Manifests of one round, which nobody changes. */
    private record Parsed(String round, NavigableMap<String, Manifest> manifests) {}

    private static synchronized NavigableMap<String, Manifest> parsed(String round, String[] texts, String root)
            throws IOException {
        if (!lastParsed.round().equals(round)) {
            NavigableMap<String, Manifest> manifests = new TreeMap<>();
            for (String json : texts) {
                Manifest manifest = Manifest.of(json, root);
                manifests.put(manifest.chunk(), manifest);
            }
            lastParsed = new Parsed(round, manifests);
        }
        return lastParsed.manifests();
    }

    private Converted convert(String recording, NavigableMap<String, Manifest> manifests)
            throws IOException, SQLException {
        Configuration configuration = hadoop.value().value();
        List<String> missing = new ArrayList<>();
        ImportResult result = new ImportResult(missing::add);
        java.nio.file.Path work = Files.createTempDirectory("tidewatch-fleet-"); // which nobody else may read
        UploadStore store = new UploadStore(new RemoteFiles(new Path(root), configuration), work, manifests);
        try (Connection database = Database.forTask(work)) {
            Importer importer = new Importer(store, database, labels, result);
            java.nio.file.Path local = local(new Path(recording), configuration, work, result);
            if (local != null) {
                importer.add(local, recording);
            }
        } finally {
            delete(work);
        }
        return new Converted(recording, store.made(), missing, result.counts());
    }

    /** Where the recording can be read; null if it cannot. */
    private static java.nio.file.Path local(
            Path recording, Configuration configuration, java.nio.file.Path work, ImportResult result) {
        try {
            FileSystem files = RemoteFiles.fileSystem(recording, configuration);
            if (RemoteFiles.isLocal(files)) {
                return RemoteFiles.local(recording);
            }
            java.nio.file.Path copy = work.resolve("recording.jfr");
            files.copyToLocalFile(false, recording, new Path(copy.toUri()), true);
            return copy;
        } catch (IOException e) {
            result.missing(recording + " cannot be read: " + Importer.words(e));
            return null;
        }
    }

    private static void delete(java.nio.file.Path tree) throws IOException {
        List<java.nio.file.Path> all;
        try (Stream<java.nio.file.Path> files = Files.walk(tree)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (java.nio.file.Path file : all) {
            Files.delete(file);
        }
    }
}
