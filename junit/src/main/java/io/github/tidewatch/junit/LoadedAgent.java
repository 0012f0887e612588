package io.github.tidewatch.junit;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.concurrent.TimeUnit;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.opentest4j.TestAbortedException;

/** Tidewatch's agent in this JVM. For any thread. */
final class LoadedAgent {
    /** Begin of the names of its events. */
    static final String EVENTS = "tidewatch.";

    /** Its one class that an application can see. */
    private static final String CLASS = "io.github.tidewatch.agent.TidewatchAgent";

    /** Recorded at the end of each chunk, from when threads are sampled. */
    private static final String STATUS = EVENTS + "Status";

    /** How long it may take from the first recording of a JVM until threads are sampled, in seconds; mostly it is less than one. */
    private static final long START = 60;

    private static final long PAUSE_MILLIS = 10;

    private static Path jar;
    private static boolean isSilent;

    private LoadedAgent() {}

    /**
     * Its jar. Waits, the first time, until threads are sampled: a recording that begins earlier would miss its begin.
     *
     * @throws ExtensionConfigurationException if it is not loaded, or records nothing
     * @throws TestAbortedException if it cannot run on this operating system
     */
    static synchronized Path jar() throws IOException {
        if (jar == null) {
            Path found = find();
            if (found == null) {
                throw missing("the JVM of the tests has no agent of Tidewatch's", System.getProperty("os.name"));
            }
            if (isSilent || !records()) {
                isSilent = true;
                throw missing(
                        found + " is there, but recordings have no events of Tidewatch's",
                        System.getProperty("os.name"));
            }
            jar = found;
        }
        return jar;
    }

    /**
     * What a test ends with without the agent: a failure, since otherwise limits would not be checked and nobody would
     * notice; but where there is no remedy, it is aborted.
     */
    static RuntimeException missing(String what, String system) {
        if (!system.equals("Linux")) {
            return new TestAbortedException("@AssertAccounting needs Linux, not " + system + ": " + what);
        }
        return new ExtensionConfigurationException("@AssertAccounting cannot be checked: " + what
                + ". Start that JVM with -javaagent:tidewatch.jar: with Maven, -javaagent:tidewatch.jar in <argLine> of"
                + " maven-surefire-plugin; with Gradle, test { jvmArgs '-javaagent:tidewatch.jar' }.");
    }

    /** Null if it is not there. */
    private static Path find() {
        try {
            CodeSource source = Class.forName(CLASS, false, ClassLoader.getSystemClassLoader())
                    .getProtectionDomain()
                    .getCodeSource();
            Path path = source == null ? null : Path.of(source.getLocation().toURI());
            return path != null && Files.isRegularFile(path)
                    ? path
                    : null; // else classes, as in a build of Tidewatch's
        } catch (ClassNotFoundException | URISyntaxException e) {
            return null;
        }
    }

    private static boolean records() throws IOException {
        Path file = Files.createTempFile("tidewatch-", ".jfr");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START);
        try (Recording first = new Recording()) {
            first.start();
            while (System.nanoTime() - end < 0) {
                if (isRegistered() && hasStatus(file)) {
                    return true;
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Tidewatch's agent started", e);
        } finally {
            Files.delete(file);
        }
        return false;
    }

    private static boolean isRegistered() {
        return FlightRecorder.getFlightRecorder().getEventTypes().stream()
                .anyMatch(type -> type.getName().equals(STATUS));
    }

    private static boolean hasStatus(Path file) throws IOException {
        try (Recording recording = new Recording()) {
            recording.enable(STATUS);
            recording.start();
            recording.stop();
            recording.dump(file);
        }
        try (RecordingFile events = new RecordingFile(file)) {
            while (events.hasMoreEvents()) {
                if (events.readEvent().getEventType().getName().equals(STATUS)) {
                    return true;
                }
            }
        }
        return false;
    }
}
