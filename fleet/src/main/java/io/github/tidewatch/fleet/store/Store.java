package io.github.tidewatch.fleet.store;

import io.github.tidewatch.fleet.table.Table;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder of tables, to write: one process at a time has it. For one thread. */
public final class Store implements ChunkStore, AutoCloseable {
    static final String WORK = "_work";

    private final Folder folder;
    private final FolderLock lock;
    private final Runnable afterStep;
    private final NavigableMap<String, Manifest> manifests;

    private Store(Folder folder, FolderLock lock, Runnable afterStep) throws IOException {
        this.folder = folder;
        this.lock = lock;
        this.afterStep = afterStep;
        this.manifests = new TreeMap<>(folder.manifests());
    }

    /**
     * Opens or makes a folder, and deletes what a killed import has left there.
     *
     * @throws IOException if that is not possible, another import has it, or it is a folder of something else; the message
     *     says so
     */
    public static Store open(Path root) throws IOException {
        return open(root, () -> {});
    }

    /** With something to do after each step of {@link #put} that changes what is in the folder. */
    static Store open(Path root, Runnable afterStep) throws IOException {
        Path marker = root.resolve(Folder.MARKER);
        Files.createDirectories(root);
        if (!Files.exists(marker) && !isOurs(root)) {
            throw new IOException(
                    root + " is not empty and has no tables: name a new folder by --to, or an empty one.");
        }
        FolderLock lock = FolderLock.take(root);
        try {
            if (!Files.exists(marker)) {
                Files.createDirectories(root.resolve(Folder.MANIFESTS)); // first: it is never missing beside a marker
                write(root, marker, Folder.marker());
            }
            Store store = new Store(Folder.open(root), lock, afterStep);
            store.clean();
            return store;
        } catch (IOException | RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    /** Whether nothing is there but what an import makes first. */
    private static boolean isOurs(Path root) throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            return files.map(path -> path.getFileName().toString())
                    .allMatch(name -> name.equals(FolderLock.FILE)
                            || name.equals(Folder.MANIFESTS)
                            || name.startsWith(Folder.MARKER));
        }
    }

    /** Deletes what no manifest names; only files with names as this gives them. */
    private void clean() throws IOException {
        deleteAll(work());
        Files.createDirectory(
                work(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Set<Path> named = new HashSet<>();
        for (Manifest manifest : manifests.values()) {
            manifest.files().forEach(file -> named.add(folder.root().resolve(file.path())));
        }
        for (Table table : Table.values()) {
            Path tree = folder.root().resolve(table.sql());
            if (Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
                List<Path> left;
                try (Stream<Path> files = Files.walk(tree)) {
                    left = files.filter(file -> ChunkFiles.isOne(file) && !named.contains(file))
                            .toList();
                }
                for (Path file : left) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static void deleteAll(Path tree) throws IOException {
        if (Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
            List<Path> all;
            try (Stream<Path> files = Files.walk(tree)) {
                all = files.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : all) {
                Files.delete(file);
            }
        }
    }

    /** Empty when this is opened. */
    @Override
    public Path work() {
        return folder.root().resolve(WORK);
    }

    @Override
    public List<Manifest> find(String key) {
        return Manifest.find(manifests, key);
    }

    /** Where a file of this name has to be for {@link #put}, once it is in place. */
    Path target(String path) {
        return folder.root().resolve(path);
    }

    @Override
    public void put(Manifest manifest, Map<Manifest.File, Path> made) throws IOException {
        Set<Path> folders = new HashSet<>();
        for (Map.Entry<Manifest.File, Path> file : made.entrySet()) {
            sync(file.getValue());
            Path target = target(file.getKey().path());
            makeFolders(target.getParent(), folders);
            Files.move(file.getValue(), target, StandardCopyOption.ATOMIC_MOVE);
            folders.add(target.getParent());
            afterStep.run();
        }
        for (Path changed : folders) {
            sync(changed);
        }
        write(work(), folder.manifest(manifest.chunk()), manifest.json());
        afterStep.run();
        Manifest old = manifests.put(manifest.chunk(), manifest);
        for (Manifest.File replaced : old == null ? List.<Manifest.File>of() : old.files()) {
            Files.deleteIfExists(target(replaced.path()));
            afterStep.run();
        }
    }

    /** Those that are new have to be on disk too, before what is in them counts. */
    private static void makeFolders(Path path, Set<Path> changed) throws IOException {
        List<Path> missing = new ArrayList<>();
        for (Path at = path; !Files.isDirectory(at); at = at.getParent()) {
            missing.add(at);
        }
        Files.createDirectories(path);
        missing.forEach(made -> changed.add(made.getParent()));
    }

    private static void write(Path temporaryFolder, Path file, String text) throws IOException {
        Path temporary = temporaryFolder.resolve(file.getFileName() + ".tmp");
        Files.writeString(temporary, text);
        sync(temporary);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        sync(file.getParent());
    }

    private static void sync(Path path) throws IOException {
        boolean isFolder = Files.isDirectory(path);
        try (FileChannel channel =
                FileChannel.open(path, isFolder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        if (!lock.isHeld()) {
            return; // somebody else may have the folder
        }
        try (lock) {
            deleteAll(work());
        }
    }
}
