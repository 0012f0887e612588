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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** A folder of tables in one of Hadoop's file systems, to write; laid out as {@code Store} does. For one thread. */
final class RemoteStore implements AutoCloseable {
    private static final int LONGEST_MARKER = 10_000;
    private static final String SUFFIX = ".json"; // of a manifest

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
            if (!folder.system().exists(folder.path(Folder.MARKER))) { // asked again, now that the folder is ours
                folder.system().mkdirs(folder.path(Folder.MANIFESTS)); // first: it is never missing beside a marker
                folder.write(Folder.MARKER, Folder.marker());
            } else if (!folder.system().exists(folder.path(Folder.MANIFESTS))) {
                throw Folder.hasLostManifests(folder.root(), null);
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
            if (file.getPath().getName().endsWith(SUFFIX)) {
                paths.add(file.getPath().toString());
            }
        }
        return paths;
    }

    /**
     * Takes what the manifests say, and deletes what a killed import has left.
     *
     * @throws IOException also if no file is there that they name, but others are; the message says so
     */
    void load(List<Manifest> stored) throws IOException {
        stored.forEach(manifest -> manifests.put(manifest.chunk(), manifest));
        restore();
        clean();
    }

    /** Where a manifest cannot be replaced at once, an import that was killed meanwhile has left only the new one, elsewhere. */
    private void restore() throws IOException {
        if (!folder.system().exists(folder.work())) {
            return;
        }
        for (FileStatus file : folder.system().listStatus(folder.work())) {
            if (file.getPath().getName().contains(SUFFIX + ".")) {
                String text = RemoteFiles.read(folder.system(), file.getPath(), Manifest.LARGEST);
                Optional<Manifest> manifest = whole(text);
                if (manifest.isPresent()
                        && !manifests.containsKey(manifest.get().chunk())
                        && areThere(manifest.get())) {
                    write(manifest.get());
                    manifests.put(manifest.get().chunk(), manifest.get());
                }
            }
        }
    }

    private static Optional<Manifest> whole(String json) {
        try {
            return Optional.of(Manifest.of(json, ""));
        } catch (IOException e) {
            return Optional.empty(); // it was killed while it wrote this
        }
    }

    private boolean areThere(Manifest manifest) throws IOException {
        for (Manifest.File file : manifest.files()) {
            if (!folder.system().exists(folder.path(file.path()))) {
                return false;
            }
        }
        return true;
    }

    /** Only files with names as the import gives them. */
    private void clean() throws IOException {
        folder.system().delete(folder.work(), true);
        Set<String> named = new HashSet<>(); // without the file system, which it may list by another name than ours
        for (Manifest manifest : manifests.values()) {
            manifest.files().forEach(file -> named.add(pathOnly(folder.path(file.path()))));
        }
        boolean areTheRightOnes = named.isEmpty();
        List<Path> left = new ArrayList<>();
        for (Path tree : trees()) {
            RemoteIterator<LocatedFileStatus> files = folder.system().listFiles(tree, true);
            while (files.hasNext()) {
                Path file = files.next().getPath();
                if (named.contains(pathOnly(file))) {
                    areTheRightOnes = true;
                } else if (ChunkFiles.isName(file.getName())) {
                    left.add(file);
                }
            }
        }
        if (!areTheRightOnes && !left.isEmpty()) {
            throw new IOException(
                    folder.root() + " has none of the files that its " + Folder.MANIFESTS + " name, but others, as "
                            + left.get(0) + ": restore them, or import the recordings into a new folder.");
        }
        for (Path file : left) {
            folder.system().delete(file, false);
        }
    }

    /** Of tables. Not asked for by name: NFS remembers for a minute that one is not there, which tasks elsewhere then make. */
    private List<Path> trees() throws IOException {
        Set<String> tables = Stream.of(Table.values()).map(Table::sql).collect(Collectors.toSet());
        return Stream.of(folder.system().listStatus(folder.root()))
                .filter(file ->
                        file.isDirectory() && tables.contains(file.getPath().getName()))
                .map(FileStatus::getPath)
                .toList();
    }

    private static String pathOnly(Path path) {
        return path.toUri().getPath();
    }

    /** What is stored, without the names of files. */
    List<Manifest> stored() {
        return manifests.values().stream().map(Manifest::withoutFiles).toList();
    }

    /**
     * Makes the files of a manifest count in place of what was stored of its chunk.
     *
     * @throws IOException also if another import has the folder by now, or the files are on another machine; the message says so
     */
    void put(Manifest manifest) throws IOException {
        if (lease != null) {
            lease.requireOfLate();
        }
        if (RemoteFiles.isLocal(folder.system()) && !areThere(manifest)) {
            throw new IOException(
                    "files that a task has made below " + folder.root() + " are not on the driver's machine: --to has"
                            + " to be a folder that all machines see, such as one of hdfs:// or s3a://");
        }
        write(manifest);
        Manifest old = manifests.put(manifest.chunk(), manifest);
        if (old != null) {
            delete(old);
        }
    }

    private void write(Manifest manifest) throws IOException {
        folder.write(Folder.MANIFESTS + "/" + manifest.chunk() + SUFFIX, manifest.json());
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
            if (lease == null || lease.isOurs()) {
                folder.system().delete(folder.work(), true);
            }
        }
    }
}
