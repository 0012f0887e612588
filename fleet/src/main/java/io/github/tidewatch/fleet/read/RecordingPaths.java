package io.github.tidewatch.fleet.read;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;

/** Which files are meant by what a user names: a file, all recordings in and below a folder, or a pattern. */
public final class RecordingPaths {
    private final TreeSet<Path> found = new TreeSet<>();
    private final TreeSet<Path> unreadable = new TreeSet<>();

    private RecordingPaths() {}

    /**
     * Finds them. Links to folders are not followed.
     *
     * @throws IOException if one of the names is of no file; the message says which, and what is allowed
     */
    public static RecordingPaths find(List<String> names) throws IOException {
        RecordingPaths paths = new RecordingPaths();
        paths.add(names);
        return paths;
    }

    /** All files, each once, sorted by name. */
    public List<Path> recordings() {
        return List.copyOf(found);
    }

    /** What could not be searched, such as folders without permission. */
    public List<Path> unreadable() {
        return List.copyOf(unreadable);
    }

    private void add(List<String> names) throws IOException {
        for (String name : names) {
            int before = found.size();
            Path path = Path.of(name);
            if (Files.isDirectory(path)) {
                walk(path, file -> file.toString().endsWith(".jfr"), found);
                require(
                        found.size() > before || hasRecording(path) || !unreadable.isEmpty(),
                        "there is no *.jfr in or below " + name);
            } else if (Files.exists(path)) {
                found.add(path.toAbsolutePath().normalize());
            } else {
                require(isPattern(name), name + " does not exist");
                match(name);
            }
        }
    }

    /** Whether all of its recordings were named before. */
    private boolean hasRecording(Path folder) throws IOException {
        TreeSet<Path> all = new TreeSet<>();
        walk(folder, file -> file.toString().endsWith(".jfr"), all);
        return !all.isEmpty();
    }

    private void match(String pattern) throws IOException {
        Path absolute = Path.of(pattern).toAbsolutePath().normalize();
        Path folder = absolute;
        while (folder != null && isPattern(folder.toString())) {
            folder = folder.getParent();
        }
        TreeSet<Path> matching = new TreeSet<>();
        try {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + absolute);
            if (folder != null && Files.isDirectory(folder)) {
                walk(folder, matcher, matching);
            }
        } catch (PatternSyntaxException e) {
            throw new IOException(pattern + " is no pattern of files (" + e.getDescription() + ")", e);
        }
        require(!matching.isEmpty() || !unreadable.isEmpty(), "no file matches " + pattern);
        found.addAll(matching);
    }

    private static boolean isPattern(String name) {
        return name.matches("(?s).*[*?\\[{].*");
    }

    private void walk(Path folder, PathMatcher wanted, Set<Path> to) throws IOException {
        Files.walkFileTree(folder.toAbsolutePath().normalize(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (wanted.matches(file) && Files.isRegularFile(file)) {
                    to.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                unreadable.add(file);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void require(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException(
                    otherwise + ". Name recordings, folders of *.jfr, or patterns such as '/var/rec/**/*.jfr'");
        }
    }
}
