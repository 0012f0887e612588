package io.github.tidewatch.fleet;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.security.AccessControlException;

/** Files of this machine by names of other file systems, so that what goes past Hadoop does not find them. */
public abstract class Elsewhere extends RawLocalFileSystem {
    private static final int PORT = 8020;

    /** A folder that nobody may read. */
    private static final String SECRET = "secret";

    private final URI uri;

    Elsewhere(String uri) {
        this.uri = URI.create(uri);
    }

    /** As an object store, where nothing can be renamed. */
    public static final class Bucket extends Elsewhere {
        public static final String URI = "s3a://bucket";

        public Bucket() {
            super(URI);
        }

        @Override
        public boolean rename(Path from, Path to) {
            throw new UnsupportedOperationException("a rename in an object store is a copy: " + from + " to " + to);
        }
    }

    /** As a file system that many machines share. */
    public static final class Cluster extends Elsewhere {
        public static final String URI = "hdfs://cluster";

        public Cluster() {
            super(URI);
        }

        @Override
        protected int getDefaultPort() {
            return PORT;
        }
    }

    /** By the newer of Hadoop's two interfaces, which can replace by a rename. */
    public static final class ClusterContext extends DelegateToFileSystem {
        public ClusterContext(URI uri, Configuration configuration) throws IOException, URISyntaxException {
            super(uri, new Cluster(), configuration, uri.getScheme(), true);
        }

        @Override
        public int getUriDefaultPort() {
            return PORT;
        }
    }

    /** Makes them known to Hadoop. */
    public static void addTo(Configuration configuration) {
        configuration.set("fs.s3a.impl", Bucket.class.getName());
        configuration.set("fs.hdfs.impl", Cluster.class.getName());
        configuration.set("fs.AbstractFileSystem.hdfs.impl", ClusterContext.class.getName());
    }

    @Override
    public URI getUri() {
        return uri == null ? super.getUri() : uri; // null in the constructor
    }

    @Override
    public String getScheme() {
        return getUri().getScheme();
    }

    @Override
    public Path getWorkingDirectory() {
        return new Path(getUri() + "/");
    }

    @Override
    protected Path getInitialWorkingDirectory() {
        return getWorkingDirectory();
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        return withoutPermissions(super.getFileStatus(path));
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        if (path.getName().equals(SECRET)) {
            throw new AccessControlException("permission denied: " + path);
        }
        return Stream.of(super.listStatus(path))
                .map(Elsewhere::withoutPermissions)
                .toArray(FileStatus[]::new);
    }

    /** Which Hadoop asks of local files by their names. */
    private static FileStatus withoutPermissions(FileStatus file) {
        return new FileStatus(
                file.getLen(), file.isDirectory(), 1, file.getBlockSize(), file.getModificationTime(), file.getPath());
    }
}
