package io.github.tidewatch.fleet.spark;

import io.github.tidewatch.fleet.ingest.ImportResult;
import io.github.tidewatch.fleet.store.Manifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The driver's side of the import. Tasks go by what was stored when they began. Where another task has changed that of a chunk
 * meanwhile, as with two copies of one recording, the recording is converted again, so that the outcome is that of an import
 * one after the other. For one thread.
 */
final class ImportJob {
    private static final int READ_BY_ONE_TASK = 200;
    private static final int LEAST_AT_ONCE = 64;
    private static final int PER_CORE_AT_ONCE = 8;

    private final JavaSparkContext spark;
    private final RemoteFiles folder;
    private final RemoteStore store;
    private final Map<String, String> labels;
    private final ImportResult result;
    private final Consumer<String> progress;
    private final Broadcast<SerializableConfiguration> hadoop;

    ImportJob(
            JavaSparkContext spark,
            RemoteFiles folder,
            RemoteStore store,
            Map<String, String> labels,
            ImportResult result,
            Consumer<String> progress) {
        this.spark = spark;
        this.folder = folder;
        this.store = store;
        this.labels = labels;
        this.result = result;
        this.progress = progress;
        this.hadoop = spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    }

    /** Imports all. */
    void run(List<String> recordings) throws IOException {
        store.load(manifests());
        List<String> open = recordings;
        while (!open.isEmpty()) {
            open = round(open);
        }
    }

    /** There may be a hundred thousand, each a request to an object store. */
    private List<Manifest> manifests() throws IOException {
        List<String> paths = store.manifestPaths();
        List<Manifest> manifests = new ArrayList<>();
        Broadcast<SerializableConfiguration> conf = hadoop;
        List<String> texts = spark.parallelize(paths, paths.size() / READ_BY_ONE_TASK + 1)
                .map(path -> read(path, conf.value().value()))
                .collect();
        for (int i = 0; i < paths.size(); i++) {
            manifests.add(Manifest.of(texts.get(i), paths.get(i)));
        }
        return manifests;
    }

    private static String read(String path, Configuration configuration) throws IOException {
        Path file = new Path(path);
        return RemoteFiles.read(RemoteFiles.fileSystem(file, configuration), file, Manifest.LARGEST);
    }

    /** Returns the recordings that have to be converted again. */
    private List<String> round(List<String> recordings) throws IOException {
        Broadcast<String[]> stored =
                spark.broadcast(store.stored().stream().map(Manifest::json).toArray(String[]::new));
        ConvertRecordings task = new ConvertRecordings(folder.root().toString(), labels, stored, hadoop);
        int atOnce = Math.max(LEAST_AT_ONCE, PER_CORE_AT_ONCE * spark.defaultParallelism());
        Set<String> changed = new HashSet<>();
        List<String> again = new ArrayList<>();
        for (int from = 0; from < recordings.size(); from += atOnce) {
            List<String> some = recordings.subList(from, Math.min(recordings.size(), from + atOnce));
            List<String> made = spark.parallelize(new ArrayList<>(some), some.size())
                    .mapPartitions(task)
                    .collect();
            for (String text : made) {
                Converted converted = Converted.of(text);
                if (!take(converted, changed)) {
                    again.add(converted.recording());
                }
            }
        }
        stored.destroy();
        return again;
    }

    /** Makes count what a task made; false if what that went by has changed. */
    private boolean take(Converted converted, Set<String> changed) throws IOException {
        List<Manifest> made = converted.manifests();
        if (made.stream().anyMatch(manifest -> changed.contains(key(manifest)))) {
            for (Manifest manifest : made) {
                store.delete(manifest);
            }
            return false;
        }
        for (Manifest manifest : made) {
            store.put(manifest);
            changed.add(key(manifest));
        }
        converted.missing().forEach(result::missing);
        result.add(converted.counts());
        progress.accept(converted.recording() + ": " + converted.counts().rows() + " new rows");
        return true;
    }

    /** Without what distinguishes JVMs whose chunks began at the same nanosecond. */
    private static String key(Manifest manifest) {
        return manifest.chunk().split("-", 2)[0];
    }
}
