package io.github.tidewatch.agent.cli.process;

import io.github.tidewatch.linux.SystemCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Finds out whether the agent has been loaded into a process: the JVM keeps the agent's jar open. The process may have
 * anything open under the name of such a jar, so no more of it is read than of ours there could be.
 */
public final class LoadedAgent {
    private static final String AGENT = "io.github.tidewatch.agent.TidewatchAgent";
    private static final long MOST_BYTES = 64 << 20;
    private static final int MOST_MANIFEST_BYTES = 64 * 1024;

    private LoadedAgent() {}

    /**
     * The jar that it was loaded from, as the process sees it; empty if it is not there, or the process's descriptors
     * cannot be seen.
     *
     * @param calls empty where native code cannot be used
     */
    public static Optional<String> jar(TargetProcess process, Optional<SystemCalls> calls) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/fd"))) {
            for (Path descriptor : descriptors) {
                Optional<String> jar = jar(descriptor, calls);
                if (jar.isPresent()) {
                    return jar;
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> jar(Path descriptor, Optional<SystemCalls> calls) {
        try {
            // By name first, as an application may have hundreds of jars open.
            Path name = Files.readSymbolicLink(descriptor);
            if (!name.getFileName().toString().contains("tidewatch")) {
                return Optional.empty();
            }
            if (calls.isEmpty()) {
                return isAgent(descriptor) ? Optional.of(name.toString()) : Optional.empty();
            }
            // Held, so that it stays what it is found to be: a FIFO in its place would never be opened to its end.
            int held = calls.get().open(descriptor.toString(), SystemCalls.O_PATH);
            try {
                return held >= 0 && isAgent(Path.of("/proc/self/fd/" + held))
                        ? Optional.of(name.toString())
                        : Optional.empty();
            } finally {
                calls.get().close(held);
            }
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // closed meanwhile, or no jar
        }
    }

    private static boolean isAgent(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
            return false;
        }
        try (ZipFile jar = new ZipFile(file.toFile())) {
            ZipEntry entry = jar.getEntry(JarFile.MANIFEST_NAME);
            if (entry == null) {
                return false;
            }
            try (InputStream in = jar.getInputStream(entry)) {
                Manifest manifest = new Manifest(new ByteArrayInputStream(in.readNBytes(MOST_MANIFEST_BYTES)));
                return AGENT.equals(manifest.getMainAttributes().getValue("Agent-Class"));
            }
        }
    }
}
