package io.github.tidewatch.examples;

import java.nio.file.Files;
import java.nio.file.Path;

/** How long a workload runs, and where and how large the file is that it reads. */
final class Settings {
    static final int DEFAULT_FILE_MIB = 64;

    private final int seconds;
    private final Path directory;
    private final int fileMib;

    Settings(int seconds, Path directory, int fileMib) {
        this.seconds = seconds;
        this.directory = directory;
        this.fileMib = fileMib;
    }

    /** The build's own directory where there is one, since {@code java.io.tmpdir} often lies in memory. */
    static Path defaultDirectory() {
        Path target = Path.of("target");
        return Files.isDirectory(target) ? target : Path.of(System.getProperty("java.io.tmpdir"));
    }

    int seconds() {
        return seconds;
    }

    Path directory() {
        return directory;
    }

    int fileMib() {
        return fileMib;
    }
}
