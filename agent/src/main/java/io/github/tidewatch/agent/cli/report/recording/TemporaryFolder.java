package io.github.tidewatch.agent.cli.report.recording;

import io.github.tidewatch.agent.cli.console.ErrorText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where copies of recordings are made, by {@code java.io.tmpdir}. */
final class TemporaryFolder {
    private static final String PROPERTY = "java.io.tmpdir";

    private TemporaryFolder() {}

    /** It cannot be written to, or is full; the message says what to do. */
    static final class Unusable extends IOException {
        private static final long serialVersionUID = 1;

        Unusable(Exception cause) {
            super(
                    "What has several chunks, is damaged or compressed, or comes by a pipe is read from a copy, which"
                            + " cannot be written to " + System.getProperty(PROPERTY) + " ("
                            + ErrorText.of(cause) + "). java -D" + PROPERTY
                            + "=DIRECTORY -jar tidewatch.jar report"
                            + " names a directory with room for it.",
                    cause);
        }
    }

    /** Makes an empty file, which only the user can read. */
    static Path newFile() throws Unusable {
        try {
            Path folder = Path.of(System.getProperty(PROPERTY));
            return Files.createTempFile(
                    folder, "tidewatch-report-" + ProcessHandle.current().pid() + "-", ".jfr");
        } catch (IOException | InvalidPathException e) {
            throw new Unusable(e);
        }
    }
}
