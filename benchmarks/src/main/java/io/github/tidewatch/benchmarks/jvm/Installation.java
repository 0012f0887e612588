package io.github.tidewatch.benchmarks.jvm;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Where the jars lie. */
public final class Installation {
    private Installation() {}

    /** This module's jar, which is also the empty agent; beside it the folders of what it needs. */
    public static Path ownJar() {
        try {
            return Path.of(Installation.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Tidewatch as it was built. */
    public static Path tidewatch() {
        return existing(
                ownJar().resolveSibling("../../agent/target/tidewatch.jar").normalize());
    }

    /** The library of async-profiler, unpacked into {@code directory}. */
    static Path asyncProfiler(Path directory) throws IOException {
        Path library = directory.resolve("libasyncProfiler.so");
        Path jar = existing(ownJar().resolveSibling("peers/async-profiler.jar"));
        String platform = System.getProperty("os.arch").equals("aarch64") ? "linux-arm64" : "linux-x64";
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(platform + "/libasyncProfiler.so");
            if (!Files.exists(library)) {
                try (InputStream in = zip.getInputStream(entry)) {
                    Files.copy(in, library);
                }
            }
        }
        return library;
    }

    private static Path existing(Path path) {
        if (!Files.exists(path)) {
            throw new IllegalStateException(path + " is not there: build it with mvn -DskipTests package");
        }
        return path;
    }
}
