package io.github.tidewatch.jmc.testing;

import io.github.tidewatch.testing.Skip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A memory control group (cgroup v1) of the test's own. */
public final class MemoryLimit implements AutoCloseable {
    private static final Path ROOT = Path.of("/sys/fs/cgroup/memory");

    private final Path group;

    private MemoryLimit(Path group) {
        this.group = group;
    }

    /** Makes one with this limit; skips the calling test, saying why, where that is not possible. */
    public static MemoryLimit ofMib(int mib) throws IOException {
        if (!Files.exists(ROOT.resolve("memory.limit_in_bytes")) || !Files.isWritable(ROOT)) {
            throw Skip.because("no memory control group (cgroup v1) that this user may write to");
        }
        Path group = Files.createTempDirectory(ROOT, "tidewatch-test");
        Files.writeString(group.resolve("memory.limit_in_bytes"), Long.toString((long) mib << 20));
        return new MemoryLimit(group);
    }

    /** A command that runs its arguments inside. */
    public String[] launcher() {
        return new String[] {"sh", "-c", "echo $$ > '" + group + "/cgroup.procs' && exec \"$@\"", "sh"};
    }

    @Override
    public void close() throws IOException {
        Files.delete(group);
    }
}
