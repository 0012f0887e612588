package io.github.tidewatch.agent;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The file of the option {@code record}: its name, and that it takes the place of no other. */
final class RecordFile {

    private static final int MOST_TRIES = 1000;

    private RecordFile() {}

    /**
     * The name with {@code %p} replaced by the process id, {@code %t} by the time (as JFR writes it in names of files),
     * {@code %h} by the host's name and {@code %%} by a percent sign. JFR itself does so on its command line only, of
     * newer JDKs.
     */
    static String expand(String name) {
        StringBuilder expanded = new StringBuilder();
        int at = 0;
        while (at < name.length()) {
            String value = name.charAt(at) == '%' && at + 1 < name.length() ? valueOf(name.charAt(at + 1)) : null;
            expanded.append(value == null ? String.valueOf(name.charAt(at)) : value);
            at += value == null ? 1 : 2;
        }
        return expanded.toString();
    }

    /** Null if the letter stands for nothing. */
    private static String valueOf(char letter) {
        switch (letter) {
            case 'p':
                return Long.toString(pid());
            case 't':
                return DateTimeFormatter.ofPattern("yyyy_MM_dd_HH_mm_ss", Locale.ROOT)
                        .format(LocalDateTime.now(ZoneId.systemDefault()));
            case 'h':
                return host();
            case '%':
                return "%";
            default:
                return null;
        }
    }

    /**
     * Makes the file, which is empty then, so that no other JVM takes it. Where it exists it stays as it is, and one with
     * the process id in its name is made instead.
     *
     * @return the file that was made
     * @throws IOException if none can be made
     */
    static Path make(Path wanted) throws IOException {
        if (Files.exists(wanted) && !Files.isRegularFile(wanted)) {
            // JFR would open it, and wait for whoever reads a pipe.
            throw new IOException(wanted + " is no regular file; name one that does not exist yet");
        }
        for (int i = 0; i < MOST_TRIES; i++) {
            Path made = create(i == 0 ? wanted : another(wanted, i));
            if (made != null) {
                return made;
            }
        }
        throw new IOException(wanted + " and " + (MOST_TRIES - 1) + " others beside it exist, and none is written over;"
                + " remove some, or have %t in the name, which stands for the time");
    }

    /** Null if it exists. */
    private static Path create(Path file) throws IOException {
        try {
            return Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            return null;
        }
    }

    /** Why there is no recording, in words where Java has the name of a class only. */
    static String why(Exception failure) {
        if (failure instanceof NoSuchFileException) {
            return "its directory does not exist";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        String reason = failure instanceof FileSystemException ? ((FileSystemException) failure).getReason() : null;
        String message = reason == null ? failure.getMessage() : reason;
        return message == null ? failure.toString() : message;
    }

    /** Removes a file that was made in vain. */
    static void discard(Path made) {
        try {
            if (Files.isRegularFile(made, LinkOption.NOFOLLOW_LINKS) && Files.size(made) == 0) {
                Files.delete(made);
            }
        } catch (IOException | SecurityException e) {
            return; // it stays, empty
        }
    }

    /** "app.jfr" becomes "app-4711.jfr", and if that exists too, "app-4711-2.jfr". */
    private static Path another(Path wanted, int number) {
        String name = wanted.getFileName().toString();
        int dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length();
        return wanted.resolveSibling(
                name.substring(0, dot) + "-" + pid() + (number > 1 ? "-" + number : "") + name.substring(dot));
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    private static String host() {
        try {
            // Not InetAddress, which may ask a name server.
            String host = Files.readString(Paths.get("/proc/sys/kernel/hostname"));
            return host.trim().replace('/', '_');
        } catch (IOException | SecurityException e) {
            return "localhost";
        }
    }
}
