package io.github.tidewatch.agent.cli.process;

import io.github.tidewatch.linux.Errno;
import io.github.tidewatch.linux.SystemCalls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A folder as another process sees it, whose user may put there what he likes, at any moment. Held by a descriptor from
 * then on, so that nobody can put another in its place. No symbolic link is followed, neither on the way nor at its end;
 * only regular files of the process's user are read, and never opened before that is known. Not safe for use by several
 * threads at once.
 */
public final class TargetFolder implements AutoCloseable {
    private static final LinkOption[] AS_IT_IS = {LinkOption.NOFOLLOW_LINKS};

    private final TargetProcess process;
    private final SystemCalls calls;
    private final int descriptor;
    private final Path path;

    private TargetFolder(TargetProcess process, SystemCalls calls, int descriptor, Path path) {
        this.process = process;
        this.calls = calls;
        this.descriptor = descriptor;
        this.path = path;
    }

    /**
     * Takes hold of it.
     *
     * @param folder an absolute path, as the process sees it
     * @param calls empty where native code cannot be used: then only a process with no other rights than this one is read
     * @throws IOException if it is not there, is no folder, or a link leads to it, saying which
     */
    public static TargetFolder open(TargetProcess process, String folder, Optional<SystemCalls> calls)
            throws IOException {
        Path root = Path.of("/proc/" + process.pid() + "/root");
        Path below = root.resolve(folder.replaceFirst("^/+", "")).normalize();
        if (!folder.startsWith("/") || !below.startsWith(root)) {
            throw new IOException("'" + folder + "' is no absolute path");
        }
        if (calls.isEmpty()) {
            if (process.uid() != TargetProcess.ownUid() || process.isInOther("mnt")) {
                throw new IOException(
                        "files of another user's process, or a container's, are read by native code only");
            }
            for (Path each = below; !each.equals(root); each = each.getParent()) {
                checkFolder(each, each);
            }
            return new TargetFolder(process, null, -1, below);
        }
        int at = open(calls.get(), root + "/.", root);
        TargetFolder held = new TargetFolder(process, calls.get(), at, pathOf(at));
        for (Path name : root.relativize(below)) {
            if (name.toString().isEmpty()) {
                break; // the root itself
            }
            try (TargetFolder parent = held) {
                int next = open(calls.get(), parent.path + "/" + name, below);
                held = new TargetFolder(process, calls.get(), next, pathOf(next));
            }
            try {
                checkFolder(held.path, name);
            } catch (IOException e) {
                held.close();
                throw e;
            }
        }
        return held;
    }

    /** By number: the links there lead to what the descriptor holds, and nowhere else. */
    private static Path pathOf(int descriptor) {
        return Path.of("/proc/self/fd/" + descriptor);
    }

    private static int open(SystemCalls calls, String path, Path shown) throws IOException {
        int descriptor = calls.open(path, SystemCalls.O_PATH | SystemCalls.O_NOFOLLOW);
        if (descriptor < 0) {
            throw new IOException(shown + ": " + Errno.symbol(-descriptor));
        }
        return descriptor;
    }

    private static void checkFolder(Path path, Path shown) throws IOException {
        // A descriptor's own entry is a link that has to be followed; it ends at the very thing that was opened.
        boolean held = path.startsWith("/proc/self");
        if (!held && Files.isSymbolicLink(path)) {
            throw new IOException("'" + shown.getFileName() + "' is a symbolic link, which is not followed");
        }
        if (!Files.isDirectory(path)) {
            throw new IOException("'" + shown.getFileName() + "' is a symbolic link or no folder");
        }
    }

    /**
     * Opens a file in it.
     *
     * @throws IOException if it is not there, is no regular file, or belongs to another user than the process's
     */
    public InputStream read(String name) throws IOException {
        Path file = path.resolve(name);
        if (calls == null) {
            check(name, Files.readAttributes(file, "unix:uid,isRegularFile", AS_IT_IS));
            return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
        }
        int held = open(calls, file.toString(), Path.of(name));
        try {
            check(name, Files.readAttributes(pathOf(held), "unix:uid,isRegularFile"));
            return Files.newInputStream(pathOf(held));
        } finally {
            calls.close(held);
        }
    }

    private void check(String name, Map<String, Object> attributes) throws IOException {
        if (!Boolean.TRUE.equals(attributes.get("isRegularFile"))) {
            throw new IOException(name + " is no regular file: somebody put a link, a FIFO or the like in its place");
        }
        int owner = ((Number) attributes.get("uid")).intValue();
        if (owner != process.uid()) {
            throw new IOException(name + " belongs to user " + owner + ", not to the process's user " + process.uid());
        }
    }

    /** Deletes what has this name in it, if there is any such thing. */
    public void delete(String name) {
        path.resolve(name).toFile().delete();
    }

    @Override
    public void close() {
        if (calls != null) {
            calls.close(descriptor);
        }
    }
}
