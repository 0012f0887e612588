package io.github.tidewatch.fleet.spark;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Which recordings are meant by a file, a folder, or a pattern of one of Hadoop's file systems. */
final class RemoteRecordings {
    private RemoteRecordings() {}

    /**
     * All, each once, sorted by name.
     *
     * @throws IOException if one of the names is of no file; the message says which
     */
    static List<String> find(List<String> names, Configuration configuration) throws IOException {
        TreeSet<String> found = new TreeSet<>();
        for (String name : names) {
            TreeSet<String> ofName = new TreeSet<>();
            try {
                add(new Path(name), configuration, ofName);
            } catch (IllegalArgumentException e) {
                throw new IOException(name + " is no path: " + e.getMessage(), e);
            }
            if (ofName.isEmpty()) {
                throw new IOException(name + " is no recording, folder with *.jfr in or below it, or pattern that"
                        + " matches some, such as 's3a://bucket/rec/*.jfr'");
            }
            found.addAll(ofName);
        }
        return List.copyOf(found);
    }

    private static void add(Path path, Configuration configuration, Set<String> found) throws IOException {
        FileSystem files = RemoteFiles.fileSystem(path, configuration);
        FileStatus[] matching = files.exists(path) ? new FileStatus[] {files.getFileStatus(path)} : null;
        if (matching == null) {
            matching = files.globStatus(path);
        }
        for (FileStatus file : matching == null ? new FileStatus[0] : matching) {
            if (file.isFile()) {
                found.add(file.getPath().toString());
                continue;
            }
            RemoteIterator<LocatedFileStatus> below = files.listFiles(file.getPath(), true);
            while (below.hasNext()) {
                String name = below.next().getPath().toString();
                if (name.endsWith(".jfr")) {
                    found.add(name);
                }
            }
        }
    }
}
