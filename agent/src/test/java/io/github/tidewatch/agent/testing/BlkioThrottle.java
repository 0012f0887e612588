package io.github.tidewatch.agent.testing;

import io.github.tidewatch.testing.Skip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;

/** A blkio control group (cgroup v1) of the test's own, in which reads from one disk are slow. */
public final class BlkioThrottle implements AutoCloseable {
    private static final Path ROOT = Paths.get("/sys/fs/cgroup/blkio");

    private final Path group;

    private BlkioThrottle(Path group) {
        this.group = group;
    }

    /** Makes one for the disk under {@code file}; skips the calling test, saying why, where that is not possible. */
    public static BlkioThrottle reads(Path file, long bytesPerSecond) throws IOException {
        if (!Files.exists(ROOT.resolve("blkio.throttle.read_bps_device")) || !Files.isWritable(ROOT)) {
            throw Skip.because("no blkio control group (cgroup v1) that this user may write to");
        }
        String disk = disk(file);
        Path group = Files.createTempDirectory(ROOT, "tidewatch-test");
        try {
            Files.writeString(group.resolve("blkio.throttle.read_bps_device"), disk + " " + bytesPerSecond);
            return new BlkioThrottle(group);
        } catch (IOException e) {
            Files.delete(group);
            throw Skip.because("the disk " + disk + " cannot be throttled: " + e);
        }
    }

    /** MAJOR:MINOR of the whole disk, since partitions have no throttle. */
    private static String disk(Path file) throws IOException {
        long device = ((Number) Files.getAttribute(file, "unix:dev")).longValue();
        long major = device >> 8 & 0xfff;
        long minor = (device & 0xff) | (device >> 12 & 0xfff00);
        Path block = Paths.get("/sys/dev/block/" + major + ":" + minor);
        if (!Files.exists(block)) {
            throw Skip.because(file + " is not on a block device");
        }
        Path real = block.toRealPath();
        Path whole = Files.exists(real.resolve("partition")) ? real.getParent() : real;
        return Files.readString(whole.resolve("dev")).trim();
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
