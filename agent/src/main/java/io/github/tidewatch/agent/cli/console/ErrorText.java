package io.github.tidewatch.agent.cli.console;

import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.Map;

/** The one place that says why a file or a process could not be used: in words, where Java has the name of a class only. */
public final class ErrorText {
    private static final Map<Class<?>, String> WORDS = Map.of(
            NoSuchFileException.class, "no such file or directory",
            AccessDeniedException.class, "permission denied",
            FileAlreadyExistsException.class, "the file exists already",
            NotDirectoryException.class, "it is not a directory",
            DirectoryNotEmptyException.class, "the directory is not empty",
            FileSystemLoopException.class, "its links go in a circle",
            NotLinkException.class, "it is not a symbolic link");

    private ErrorText() {}

    /**
     * The reason, to stand behind a colon after what names the file: the kernel's words, or what the class says where the
     * message is a path only. Names the file again if it is another than the user's.
     */
    public static String of(Throwable failure) {
        String words = WORDS.get(failure.getClass());
        if (words != null) {
            return words;
        }
        if (failure instanceof FileSystemException && ((FileSystemException) failure).getReason() != null) {
            return ((FileSystemException) failure).getReason();
        }
        String message = failure.getMessage();
        return message == null || message.isBlank() ? inWords(failure.getClass().getSimpleName()) : message;
    }

    /** Such as "unsupported operation" for UnsupportedOperationException. */
    private static String inWords(String className) {
        String name = className.replaceAll("(Exception|Error)$", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ");
        return name.isEmpty() ? "an unknown failure" : name.toLowerCase(java.util.Locale.ROOT);
    }
}
