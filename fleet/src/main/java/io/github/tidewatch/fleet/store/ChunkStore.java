package io.github.tidewatch.fleet.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What is stored of chunks, and where new files of theirs go. For one thread. */
public interface ChunkStore {
    /** A folder of this machine where files are made that do not count yet. */
    Path work();

    /** What is stored of chunks with this key, or with one that has {@code -} and more behind it. */
    List<Manifest> find(String key);

    /**
     * Makes the files of {@link #work} count in place of what was stored of the chunk: all or, if the process or the machine
     * dies meanwhile, none.
     *
     * @param made each file of the manifest, and where it was made
     */
    void put(Manifest manifest, Map<Manifest.File, Path> made) throws IOException;
}
