package io.github.tidewatch.fleet.spark;

import io.github.tidewatch.fleet.store.ChunkStore;
import io.github.tidewatch.fleet.store.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The tables, as one task sees them: what counted when the job began, and what it has made itself, which counts when the driver
 * says so. For one thread.
 */
final class UploadStore implements ChunkStore {
    private final RemoteFiles folder;
    private final Path work;
    private final NavigableMap<String, Manifest> manifests;
    private final List<Manifest> made = new ArrayList<>();

    UploadStore(RemoteFiles folder, Path work, NavigableMap<String, Manifest> stored) {
        this.folder = folder;
        this.work = work;
        this.manifests = new TreeMap<>(stored);
    }

    @Override
    public Path work() {
        return work;
    }

    @Override
    public List<Manifest> find(String key) {
        return Manifest.find(manifests, key);
    }

    @Override
    public void put(Manifest manifest, Map<Manifest.File, Path> files) throws IOException {
        for (Map.Entry<Manifest.File, Path> file : files.entrySet()) {
            folder.upload(file.getValue(), file.getKey().path());
        }
        manifests.put(manifest.chunk(), manifest);
        made.add(manifest);
    }

    /** What the driver has to say of. */
    List<Manifest> made() {
        return List.copyOf(made);
    }
}
