package io.github.tidewatch.agent;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * What this JVM runs. With options in {@code JAVA_TOOL_OPTIONS} each {@code jcmd}, {@code javac} or {@code java -version}
 * has the agent too, and nobody means to record these.
 */
final class Program {

    /** The one class of the JDK's modules that runs an application: the source launcher, {@code java X.java}. */
    private static final String SOURCE_LAUNCHER = "com.sun.tools.javac.launcher.";

    private Program() {}

    /** Says what runs here in place of an application; null if it is one. */
    static String noApplication() {
        String command = System.getProperty("sun.java.command");
        if (command == null) {
            return isLauncher() ? "java without a program" : null;
        }
        String module = System.getProperty("jdk.module.main", "");
        if ((module.startsWith("jdk.") || module.startsWith("java.")) && !command.contains(SOURCE_LAUNCHER)) {
            return "a tool of the JDK";
        }
        return isOwn(command) ? "a command of Tidewatch" : null;
    }

    /** Whether the launcher of the JDK has started this JVM, rather than a program that has its own. */
    private static boolean isLauncher() {
        try {
            byte[] line = Files.readAllBytes(Paths.get("/proc/self/cmdline"));
            String first = new String(line, StandardCharsets.UTF_8).split("\0", 2)[0];
            return first.substring(first.lastIndexOf('/') + 1).equals("java");
        } catch (IOException | SecurityException e) {
            return false;
        }
    }

    /** Also of another copy of the jar. */
    private static boolean isOwn(String command) {
        String main = Main.class.getName();
        String path = System.getProperty("java.class.path", "").split(File.pathSeparator, 2)[0];
        if (command.equals(main) || command.startsWith(main + " ")) {
            return true;
        }
        if (path.isEmpty() || !command.startsWith(path) || !new File(path).isFile()) {
            return false;
        }
        try (JarFile jar = new JarFile(path)) {
            Manifest manifest = jar.getManifest();
            return manifest != null && main.equals(manifest.getMainAttributes().getValue("Main-Class"));
        } catch (IOException | SecurityException e) {
            return false;
        }
    }
}
