package io.github.tidewatch.fleet.spark;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.security.AccessControlException;

/** Which recordings are meant by a file, a folder, or a pattern of one of Hadoop's file systems. */
final class RemoteRecordings {
    private final TreeSet<String> found = new TreeSet<>();
    private final TreeSet<String> unreadable = new TreeSet<>();

    private RemoteRecordings() {}

    /**
     * Finds them.
     *
     * @throws IOException if one of the names is of no file; the message says which
     */
    static RemoteRecordings find(List<String> names, Configuration configuration) throws IOException {
        RemoteRecordings all = new RemoteRecordings();
        for (String name : names) {
            RemoteRecordings ofName = new RemoteRecordings();
            try {
                ofName.add(new Path(name), configuration);
            } catch (IllegalArgumentException e) {
                throw new IOException(
                        isPattern(name)
                                ? name + " matches files with ':' in their names, which Hadoop's patterns cannot: name"
                                        + " their folder (" + e.getMessage() + ")"
                                : name + " is no path: " + e.getMessage(),
                        e);
            }
            if (ofName.found.isEmpty() && ofName.unreadable.isEmpty()) {
                throw new IOException(name + " is no recording, folder with *.jfr in or below it, or pattern that"
                        + " matches some, such as 's3a://bucket/rec/*.jfr'");
            }
            all.found.addAll(ofName.found);
            all.unreadable.addAll(ofName.unreadable);
        }
        return all;
    }

    /** All, each once, sorted by name. */
    List<String> all() {
        return List.copyOf(found);
    }

    /** What could not be searched, such as folders without permission. */
    List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    private static boolean isPattern(String name) {
        return name.matches("(?s).*[*?\\[{].*");
    }

    private void add(Path path, Configuration configuration) throws IOException {
        FileSystem files = RemoteFiles.fileSystem(path, configuration);
        FileStatus[] matching = files.exists(path) ? new FileStatus[] {files.getFileStatus(path)} : null;
        if (matching == null) {
            matching = files.globStatus(path);
        }
        for (FileStatus file : matching == null ? new FileStatus[0] : matching) {
            if (file.isFile()) {
                found.add(file.getPath().toString());
            } else {
                addBelow(files, file.getPath());
            }
        }
    }

    /** At once, which in an object store is one request for a thousand; folder by folder where one cannot be read. */
    private void addBelow(FileSystem files, Path folder) throws IOException {
        try {
            RemoteIterator<LocatedFileStatus> below = files.listFiles(folder, true);
            while (below.hasNext()) {
                addRecording(below.next().getPath());
            }
        } catch (AccessDeniedException | AccessControlException e) {
            for (FileStatus file : childrenOrReport(files, folder)) {
                if (file.isDirectory()) {
                    addBelow(files, file.getPath());
                } else {
                    addRecording(file.getPath());
                }
            }
        }
    }

    private FileStatus[] childrenOrReport(FileSystem files, Path folder) throws IOException {
        try {
            return files.listStatus(folder);
        } catch (AccessDeniedException | AccessControlException e) {
            unreadable.add(folder.toString());
            return new FileStatus[0];
        }
    }

    private void addRecording(Path file) {
        if (file.getName().endsWith(".jfr")) {
            found.add(file.toString());
        }
    }
}
