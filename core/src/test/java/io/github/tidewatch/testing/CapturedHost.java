package io.github.tidewatch.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files of {@code /proc} and of control groups as one process saw them, from {@code hosts/NAME.txt} among the resources: a line
 * that says what host that is, and each file below a line with its path.
 */
public final class CapturedHost {
    /** All that there are. */
    public static final List<String> NAMES = List.of(
            "hybrid-host",
            "hybrid-namespace",
            "hybrid-container-namespace",
            "v1-container",
            "v2-host",
            "v2-container",
            "v2-without-psi");

    private static final String FILE = "=== ";

    private final Path root;
    private final Map<String, String> files = new LinkedHashMap<>();

    /** Writes the files of one below a directory. */
    public CapturedHost(String name, Path root) throws IOException {
        this.root = root;
        try (InputStream resource =
                CapturedHost.class.getResourceAsStream("/io/github/tidewatch/hosts/" + name + ".txt")) {
            String path = null;
            for (String line : new String(resource.readAllBytes(), StandardCharsets.UTF_8).split("(?<=\n)", -1)) {
                if (line.startsWith(FILE)) {
                    path = line.substring(FILE.length()).trim();
                    files.put(path, "");
                } else if (path != null) {
                    files.merge(path, line, String::concat);
                }
            }
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            write(file.getKey(), file.getValue());
        }
    }

    /** Its files, by path, with what they say. */
    public Map<String, String> files() {
        return files;
    }

    /** Replaces a file. */
    public void write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content, StandardCharsets.ISO_8859_1);
    }

    public Path root() {
        return root;
    }
}
