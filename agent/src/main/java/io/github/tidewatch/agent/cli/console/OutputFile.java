package io.github.tidewatch.agent.cli.console;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a file whole or not at all. */
public final class OutputFile {
    /** What writes the text. */
    public interface Content {
        void writeTo(Writer out) throws IOException;
    }

    /** What writes the bytes. */
    public interface Bytes {
        void writeTo(OutputStream out) throws IOException;
    }

    private OutputFile() {}

    /** Writes text in UTF-8 as {@link #writeBytes}; what UTF-8 cannot have becomes a question mark. */
    public static void write(Path file, Content content) throws IOException {
        writeBytes(file, out -> {
            Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            content.writeTo(writer);
            writer.flush();
        });
    }

    /**
     * Writes to a file beside, which then takes the place of this one. What is no regular file, such as a pipe, is written as it
     * is.
     */
    public static void writeBytes(Path file, Bytes content) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // By its own name: a pipe below /dev/fd has no other.
            write(Files.newOutputStream(file, StandardOpenOption.WRITE), content);
            return;
        }
        // A link stays one: what it leads to is replaced.
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path beside = target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        OutputStream out;
        try {
            Files.deleteIfExists(beside); // of a process of the same number that was killed
            out = Files.newOutputStream(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (AccessDeniedException e) {
            write(Files.newOutputStream(target), content); // a file in a directory that is not ours
            return;
        }
        try {
            if (Files.exists(target)) {
                Files.setPosixFilePermissions(beside, Files.getPosixFilePermissions(target));
            }
            write(out, content);
            Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static void write(OutputStream to, Bytes content) throws IOException {
        try (OutputStream out = new BufferedOutputStream(to)) {
            content.writeTo(out);
        }
    }
}
