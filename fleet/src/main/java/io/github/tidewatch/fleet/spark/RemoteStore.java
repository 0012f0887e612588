package io.github.tidewatch.fleet.spark;

import io.github.tidewatch.fleet.store.ChunkFiles;
import io.github.tidewatch.fleet.store.Folder;
import io.github.tidewatch.fleet.store.FolderLock;
import io.github.tidewatch.fleet.store.Manifest;
import io.github.tidewatch.fleet.table.Table;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** A folder of tables in one of Hadoop's file systems, to write; laid out as {@code Store} does. For one thread. */
final class RemoteStore implements AutoCloseable {
    private static final int LONGEST_MARKER = 10_000;

    private final RemoteFiles folder;
    private final FolderLock lock;
    private final Lease lease;
    private final NavigableMap<String, Manifest> manifests = new TreeMap<>();

    private RemoteStore(RemoteFiles folder, FolderLock lock, Lease lease) {
        this.folder = folder;
        this.lock = lock;
        this.lease = lease;
    }

    /**
     * Opens or makes a folder. {@link #load} its manifests before all else.
     *
     * @param job its name, for people
     * @throws IOException if that is not possible, another import has it, or it is a folder of something else; the message
     *     says so
     */
    static RemoteStore open(RemoteFiles folder, String job) throws IOException {
        boolean isNew = !folder.system().exists(folder.path(Folder.MARKER));
        if (isNew && !isEmpty(folder)) {
            throw new IOException(
                    folder.root() + " is not empty and has no tables: name a new folder by --to, or an empty one.");
        }
        folder.system().mkdirs(folder.root());
        boolean isLocal = RemoteFiles.isLocal(folder.system());
        FolderLock lock = isLocal ? FolderLock.take(RemoteFiles.local(folder.root())) : null;
        Lease lease = isLocal ? null : Lease.take(folder, job);
        try {
            folder.system().mkdirs(folder.path(Folder.MANIFESTS));
            if (isNew) {
                folder.write(Folder.MARKER, Folder.marker());
            }
            Folder.check(RemoteFiles.read(folder.system(), folder.path(Folder.MARKER), LONGEST_MARKER), folder.root());
            return new RemoteStore(folder, lock, lease);
        } catch (IOException | RuntimeException | Error e) {
            try (lock;
                    lease) {
                throw e;
            }
        }
    }

    /** Whether nothing is there but what an import makes first: names that begin with {@code _}. */
    private static boolean isEmpty(RemoteFiles folder) throws IOException {
        try {
            for (FileStatus file : folder.system().listStatus(folder.root())) {
                if (!file.getPath().getName().startsWith("_")) {
                    return false;
                }
            }
            return true;
        } catch (FileNotFoundException e) {
            return true;
        }
    }

    /** Where each manifest is. */
    List<String> manifestPaths() throws IOException {
        List<String> paths = new ArrayList<>();
        for (FileStatus file : folder.system().listStatus(folder.path(Folder.MANIFESTS))) {
            if (file.getPath().getName().endsWith(".json")) {
                paths.add(file.getPath().toString());
            }
        }
        return paths;
    }

    /** Takes what the manifests say, and deletes what a killed import has left. */
    void load(List<Manifest> stored) throws IOException {
        stored.forEach(manifest -> manifests.put(manifest.chunk(), manifest));
        clean();
    }

    /** Only files with names as the import gives them. */
    private void clean() throws IOException {
        folder.system().delete(folder.work(), true);
        Set<Path> named = new HashSet<>();
        for (Manifest manifest : manifests.values()) {
            manifest.files().forEach(file -> named.add(folder.path(file.path())));
        }
        for (Table table : Table.values()) {
            Path tree = folder.path(table.sql());
            if (folder.system().exists(tree)) {
                RemoteIterator<LocatedFileStatus> files = folder.system().listFiles(tree, true);
                while (files.hasNext()) {
                    Path file = files.next().getPath();
                    if (ChunkFiles.isName(file.getName()) && !named.contains(file)) {
                        folder.system().delete(file, false);
                    }
                }
            }
        }
    }

    /** What is stored, without the names of files. */
    List<Manifest> stored() {
        return manifests.values().stream().map(Manifest::withoutFiles).toList();
    }

    /** Throws if another import has the folder by now. */
    void requireLease() throws IOException {
        if (lease != null) {
            lease.require();
        }
    }

    /** Makes the files of a manifest count in place of what was stored of its chunk. */
    void put(Manifest manifest) throws IOException {
        folder.write(Folder.MANIFESTS + "/" + manifest.chunk() + ".json", manifest.json());
        Manifest old = manifests.put(manifest.chunk(), manifest);
        if (old != null) {
            delete(old);
        }
    }

    /** Deletes files that do not count. */
    void delete(Manifest manifest) throws IOException {
        for (Manifest.File file : manifest.files()) {
            folder.system().delete(folder.path(file.path()), false);
        }
    }

    @Override
    public void close() throws IOException {
        try (lock;
                lease) {
            folder.system().delete(folder.work(), true);
        }
    }
}
