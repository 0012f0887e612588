package io.github.tidewatch.fleet.read;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Which files are meant by what a user names: a file, all recordings in and below a folder, or a pattern. */
public final class RecordingPaths {
    private RecordingPaths() {}

    /**
     * All files, each once, sorted by name. Links to folders are not followed.
     *
     * @throws IOException if one of the names is of no file; the message says which, and what is allowed
     */
    public static List<Path> find(List<String> names) throws IOException {
        TreeSet<Path> found = new TreeSet<>();
        for (String name : names) {
            int before = found.size();
            Path path = Path.of(name);
            if (Files.isDirectory(path)) {
                walk(path, file -> file.toString().endsWith(".jfr"), found);
                require(found.size() > before || hasRecording(path), "there is no *.jfr in or below " + name);
            } else if (Files.exists(path)) {
                found.add(path.toAbsolutePath().normalize());
            } else {
                require(isPattern(name), name + " does not exist");
                match(name, found);
            }
        }
        return List.copyOf(found);
    }

    /** Whether all of its recordings were named before. */
    private static boolean hasRecording(Path folder) throws IOException {
        TreeSet<Path> all = new TreeSet<>();
        walk(folder, file -> file.toString().endsWith(".jfr"), all);
        return !all.isEmpty();
    }

    private static void match(String pattern, Set<Path> found) throws IOException {
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
        require(!matching.isEmpty(), "no file matches " + pattern);
        found.addAll(matching);
    }

    private static boolean isPattern(String name) {
        return name.matches("(?s).*[*?\\[{].*");
    }

    private static void walk(Path folder, PathMatcher wanted, Set<Path> found) throws IOException {
        try (Stream<Path> all = Files.walk(folder.toAbsolutePath().normalize())) {
            all.filter(file -> wanted.matches(file) && Files.isRegularFile(file))
                    .forEach(found::add);
        } catch (UncheckedIOException e) {
            throw new IOException(
                    folder + " cannot be searched: " + e.getCause().getMessage(), e);
        }
    }

    private static void require(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException(
                    otherwise + ". Name recordings, folders of *.jfr, or patterns such as '/var/rec/**/*.jfr'");
        }
    }
}
