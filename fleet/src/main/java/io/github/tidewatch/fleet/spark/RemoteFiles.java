package io.github.tidewatch.fleet.spark;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * Files below one folder of one of Hadoop's file systems. Each appears whole or not at all: in object stores at the end of
 * its upload, elsewhere by a rename.
 */
final class RemoteFiles {
    /** What is renamed is copied there, and what is uploaded is not seen before it is whole. */
    private static final Set<String> OBJECT_STORES = Set.of("s3", "s3a", "s3n", "gs", "oss", "cosn");

    private static final String WORK = "_work";

    private final Path root;
    private final FileSystem files;
    private final Configuration configuration;

    RemoteFiles(Path root, Configuration configuration) throws IOException {
        this.configuration = configuration;
        this.files = fileSystem(root, configuration);
        this.root = files.makeQualified(root);
    }

    /** Without files of checksums beside local ones. */
    static FileSystem fileSystem(Path path, Configuration configuration) throws IOException {
        FileSystem found = path.getFileSystem(configuration);
        return found instanceof LocalFileSystem local ? local.getRawFileSystem() : found;
    }

    static boolean isLocal(FileSystem files) {
        return "file".equals(files.getUri().getScheme());
    }

    FileSystem system() {
        return files;
    }

    Path root() {
        return root;
    }

    Path path(String name) {
        return new Path(root, name);
    }

    /** Where files are made that do not count yet. */
    Path work() {
        return path(WORK);
    }

    private boolean isObjectStore() {
        return OBJECT_STORES.contains(files.getUri().getScheme());
    }

    /** Puts a local file under a name that nobody has, and deletes it here. */
    void upload(java.nio.file.Path local, String name) throws IOException {
        Path from = new Path(local.toUri());
        Path to = path(name);
        if (isObjectStore()) {
            files.copyFromLocalFile(true, false, from, to);
            return;
        }
        Path temporary = temporary("");
        files.copyFromLocalFile(true, false, from, temporary);
        files.mkdirs(to.getParent());
        syncIfLocal(temporary, StandardOpenOption.WRITE);
        if (!files.rename(temporary, to)) {
            throw new IOException(temporary + " cannot be renamed to " + to);
        }
        for (Path made = to.getParent(); made != null && !made.equals(root.getParent()); made = made.getParent()) {
            syncIfLocal(made, StandardOpenOption.READ);
        }
    }

    private Path temporary(String prefix) throws IOException {
        files.mkdirs(work());
        return new Path(work(), prefix + UUID.randomUUID());
    }

    /** What Hadoop does not bring to disk: a manifest may not name a file that is lost with the machine. */
    private void syncIfLocal(Path path, OpenOption how) throws IOException {
        if (isLocal(files)) {
            try (FileChannel channel = FileChannel.open(local(path), how)) {
                channel.force(true);
            }
        }
    }

    /**
     * Makes a file, or replaces it: at once on HDFS and on this machine. Of others some delete the old one first; the new one is
     * in {@link #work} then, by its own name with more behind it.
     */
    void write(String name, String text) throws IOException {
        Path to = path(name);
        if (isObjectStore()) {
            write(to, text, true);
            return;
        }
        Path temporary = temporary(to.getName() + ".");
        write(temporary, text, false);
        files.mkdirs(to.getParent());
        if (isLocal(files)) { // which Hadoop deletes before it renames
            Files.move(local(temporary), local(to), StandardCopyOption.ATOMIC_MOVE);
            syncIfLocal(to.getParent(), StandardOpenOption.READ);
        } else {
            FileContext.getFileContext(files.getUri(), configuration).rename(temporary, to, Options.Rename.OVERWRITE);
        }
    }

    /** Makes a file that is not there; in an object store two may do so at the same moment. */
    void create(String name, String text) throws IOException {
        write(path(name), text, false);
    }

    private void write(Path to, String text, boolean overwrite) throws IOException {
        try (FSDataOutputStream out = files.create(to, overwrite)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            if (!isObjectStore()) {
                out.hsync();
            }
        }
    }

    static java.nio.file.Path local(Path path) {
        return java.nio.file.Path.of(path.toUri().getPath());
    }

    /** A file's text; of a longer one an error. */
    static String read(FileSystem files, Path path, long most) throws IOException {
        try (FSDataInputStream in = files.open(path)) {
            byte[] bytes = in.readNBytes((int) most + 1);
            if (bytes.length > most) {
                throw new IOException(path + " is longer than " + most + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
