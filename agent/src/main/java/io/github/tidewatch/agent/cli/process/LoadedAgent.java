package io.github.tidewatch.agent.cli.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** Finds out whether the agent has been loaded into a process: the JVM keeps the agent's jar open. */
public final class LoadedAgent {
    private static final String AGENT = "io.github.tidewatch.agent.TidewatchAgent";

    private LoadedAgent() {}

    /** Whether it is; false if the process's descriptors cannot be seen. */
    public static boolean isIn(TargetProcess process) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/fd"))) {
            for (Path descriptor : descriptors) {
                if (isAgent(descriptor)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isAgent(Path descriptor) {
        try {
            // By name first, as an application may have hundreds of jars open.
            if (!Files.readSymbolicLink(descriptor).getFileName().toString().contains("tidewatch")) {
                return false;
            }
            // Through the descriptor, which leads to the file also in a container, or if it was deleted.
            try (JarFile jar = new JarFile(descriptor.toFile())) {
                Manifest manifest = jar.getManifest();
                Attributes attributes = manifest == null ? new Attributes() : manifest.getMainAttributes();
                return AGENT.equals(attributes.getValue("Agent-Class"));
            }
        } catch (IOException | RuntimeException e) {
            return false; // closed meanwhile, or no jar
        }
    }
}
