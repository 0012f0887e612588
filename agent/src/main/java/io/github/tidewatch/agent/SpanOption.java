package io.github.tidewatch.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The value of the option {@code spans}: {@code off}, or filters and presets, separated by semicolons, or {@code @FILE} with one on
 * each line. What they mean, {@code agent.weave} knows. Of Java 8's class format; loaded only if the option is given.
 */
final class SpanOption {

    static final List<String> PRESETS =
            Arrays.asList("accounted", "servlet", "jaxrs", "spring", "netty", "jdbc", "kafka", "grpc", "executors");

    static final String ALLOWED = "allowed are off, the words " + String.join(", ", PRESETS)
            + ", and filters such as com.acme.Orders, com.acme.Orders::place, com.acme.Handler+::handle, com.acme.**::*"
            + " and @com.acme.Timed, separated by semicolons, or @ and the path, with a slash, of a file with one on each"
            + " line";

    private static final int MOST_FILTERS = 1000;

    /** Each class that the application loads is matched against each filter with wildcards. */
    private static final int MOST_WILDCARDS = 8;

    private static final int LONGEST_FILTER = 1000;
    private static final int LARGEST_FILE = 1 << 16;

    private static final String NAME = "[\\p{javaJavaIdentifierPart}]+(?:\\.[\\p{javaJavaIdentifierPart}]+)*";
    private static final String ANNOTATION = "@" + NAME;
    private static final String WILD = "[\\p{javaJavaIdentifierPart}*]+(?:\\.[\\p{javaJavaIdentifierPart}*]+)*";
    private static final String METHOD = "::(?:[\\p{javaJavaIdentifierPart}*]+|" + ANNOTATION + ")";
    private static final Pattern FILTER =
            Pattern.compile(ANNOTATION + "|" + METHOD + "|(?:" + WILD + "|" + NAME + "\\+)(?:" + METHOD + ")?");

    private final String filters;
    private final String problem;

    private SpanOption(String filters, String problem) {
        this.filters = filters;
        this.problem = problem;
    }

    /**
     * Reads a value, and a file that it names.
     *
     * @param here whether files are to be read here; not where another process is to read them, which may see others
     */
    static SpanOption parse(String value, boolean here) {
        if (value.equals("off")) {
            return new SpanOption("", null);
        }
        String words = value;
        String where = "";
        if (value.startsWith("@") && value.indexOf('/') >= 0) {
            String path = value.substring(1);
            if (!here) {
                return path.startsWith("/")
                        ? new SpanOption("", null)
                        : refused("the JVM reads " + path
                                + " in a folder of its own: give a path that begins with a slash");
            }
            try {
                words = read(path);
            } catch (IOException | InvalidPathException | SecurityException e) {
                return refused(path + " cannot be read: " + e);
            }
            where = " in " + path;
        }
        Set<String> all = new LinkedHashSet<>();
        for (String word : words.split(";", -1)) {
            String filter = word.trim();
            if (!filter.isEmpty()) {
                String problem = problem(filter);
                if (problem != null) {
                    return refused("\"" + shortened(filter) + "\"" + where + problem);
                }
                all.add(filter);
            }
        }
        if (all.isEmpty() || all.size() > MOST_FILTERS) {
            return refused(all.size() + " filters" + where + " are given, from 1 to " + MOST_FILTERS + " are possible");
        }
        return new SpanOption(String.join(";", all), null);
    }

    private static SpanOption refused(String why) {
        return new SpanOption(null, why);
    }

    private static String shortened(String word) {
        return word.length() <= LONGEST_FILTER ? word : word.substring(0, LONGEST_FILTER) + "…";
    }

    /** What is wrong with a word; null if nothing is. */
    private static String problem(String word) {
        if (word.length() > LONGEST_FILTER) {
            return " has more than " + LONGEST_FILTER + " characters";
        }
        if (!isFilter(word)) {
            return " is none of them";
        }
        if (word.length() - word.replace("*", "").length() > MOST_WILDCARDS) {
            return " has more than " + MOST_WILDCARDS + " asterisks";
        }
        // Annotations begin with a capital, as all classes.
        int last = word.lastIndexOf('.') + 1;
        return word.startsWith("@") && word.indexOf(':') < 0 && Character.isLowerCase(word.charAt(Math.max(1, last)))
                ? " is no annotation, which begins with a capital; the path of a file needs a slash: @./"
                        + word.substring(1)
                : null;
    }

    private static boolean isFilter(String word) {
        if (PRESETS.contains(word)) {
            return true;
        }
        for (int i = 0; i < word.length(); i++) {
            if (Character.isIdentifierIgnorable(word.charAt(i))) {
                return false; // it would be part of a name, and not be seen
            }
        }
        // A word that begins like a preset and is none is no class either: classes begin with a capital, packages have
        // dots.
        boolean isWord = word.indexOf('.') < 0 && word.indexOf(':') < 0 && word.indexOf('@') < 0;
        return FILTER.matcher(word).matches() && !(isWord && !Character.isUpperCase(word.charAt(0)));
    }

    /** The lines of the file without comments, as in the option. */
    private static String read(String path) throws IOException {
        StringBuilder words = new StringBuilder();
        byte[] bytes = new byte[LARGEST_FILE + 1];
        int length = 0;
        Path file = Paths.get(path);
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException(
                    "it is no regular file"); // a pipe would hold up the application until somebody writes
        }
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = 0; n >= 0 && length < bytes.length; length += Math.max(0, n)) {
                n = in.read(bytes, length, bytes.length - length);
            }
        }
        if (length > LARGEST_FILE) {
            throw new IOException("it is larger than " + LARGEST_FILE + " bytes");
        }
        String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        for (String line : (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\\R", -1)) {
            int comment = line.indexOf('#');
            words.append(comment < 0 ? line : line.substring(0, comment)).append(';');
        }
        return words.toString();
    }

    /** Filters and presets, separated by semicolons; "" for none; null if there is a problem. */
    String filters() {
        return filters;
    }

    /** What is wrong with it; null if nothing is. */
    String problem() {
        return problem;
    }
}
