package io.github.tidewatch.agent.testing;

import io.github.tidewatch.testing.Skip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A group of the cpu controller (cgroup v1) of the test's own, with a parent of its own. */
public final class CpuGroup implements AutoCloseable {
    private static final Path ROOT = Path.of("/sys/fs/cgroup/cpu");

    private final Path parent;
    private final Path child;

    private CpuGroup(Path parent) throws IOException {
        this.parent = parent;
        this.child = Files.createDirectory(parent.resolve("child"));
    }

    /** Makes one; skips the calling test, saying why, where that is not possible. */
    public static CpuGroup make() throws IOException {
        if (!Files.isWritable(ROOT.resolve("cpu.cfs_quota_us"))) {
            throw Skip.because("no cgroup v1 controller with quotas that this user may write to at " + ROOT);
        }
        Path parent = Files.createTempDirectory(ROOT, "tidewatch-test");
        Files.writeString(parent.resolve("cpu.shares"), "20480"); // its part of a machine that others load
        return new CpuGroup(parent);
    }

    /** Gives the parent a quota, in µs of 100 ms. */
    public CpuGroup limitParent(long micros) throws IOException {
        Files.writeString(parent.resolve("cpu.cfs_quota_us"), Long.toString(micros));
        return this;
    }

    /** Gives the group itself a quota, in µs of 100 ms. */
    public CpuGroup limit(long micros) throws IOException {
        Files.writeString(child.resolve("cpu.cfs_quota_us"), Long.toString(micros));
        return this;
    }

    /** The parent's path in the hierarchy. */
    public String parentPath() {
        return "/" + ROOT.relativize(parent);
    }

    public String path() {
        return parentPath() + "/child";
    }

    /** A command that runs its arguments inside. */
    public String[] launcher() {
        return launcher(":");
    }

    /** The same in a mount namespace of its own, after a command of the shell. */
    public String[] withMounts(String command) {
        Skip.unlessFound("unshare");
        String[] launcher = new String[3 + launcher().length];
        launcher[0] = "unshare";
        launcher[1] = "--mount";
        launcher[2] = "--propagation=private";
        System.arraycopy(launcher(command), 0, launcher, 3, launcher.length - 3);
        return launcher;
    }

    private String[] launcher(String command) {
        return new String[] {"sh", "-ec", "echo $$ > '" + child + "/cgroup.procs'; " + command + "; exec \"$@\"", "sh"};
    }

    /** Waits a little for processes that are ending. */
    @Override
    public void close() throws IOException {
        for (Path group : new Path[] {child, parent}) {
            for (int i = 0; ; i++) {
                try {
                    Files.delete(group);
                    break;
                } catch (IOException e) {
                    if (i == 100) {
                        throw e;
                    }
                    LockSupport.parkNanos(20_000_000);
                }
            }
        }
    }
}
