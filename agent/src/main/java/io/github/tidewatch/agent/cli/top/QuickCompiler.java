package io.github.tidewatch.agent.cli.top;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Keeps this command's JVM from optimising a program that hardly runs: over its first minute at 1000 threads HotSpot's
 * C2 took three times the CPU time of all else, and what C1 compiles is quick enough. There is no option of the JVM that
 * a jar can carry; a compiler directive (JEP 165) is what can be given while it runs.
 */
final class QuickCompiler {
    private static final String DIRECTIVE = "[{match: \"*.*\", c2: {Exclude: true}}]";

    private QuickCompiler() {}

    /** Gives the directive, in a thread of its own as that takes a while; where the JVM knows none, all stays as it is. */
    static void only() {
        Thread thread = new Thread(QuickCompiler::direct, "tidewatch compiler");
        thread.setDaemon(true);
        thread.start();
    }

    /** Gives the directive; returns the JVM's answer, or why there is none. */
    static String direct() {
        try {
            Path file = Files.createTempFile("tidewatch", ".json");
            try {
                Files.write(file, DIRECTIVE.getBytes(StandardCharsets.US_ASCII));
                Object answer = ManagementFactory.getPlatformMBeanServer()
                        .invoke(
                                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                "compilerDirectivesAdd",
                                new Object[] {new String[] {file.toString()}},
                                new String[] {String[].class.getName()});
                return String.valueOf(answer);
            } finally {
                Files.delete(file);
            }
        } catch (IOException | JMException | RuntimeException | LinkageError e) {
            return e.toString(); // no HotSpot, no module jdk.management, no place for a file
        }
    }
}
