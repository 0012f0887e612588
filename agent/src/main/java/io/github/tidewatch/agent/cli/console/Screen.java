package io.github.tidewatch.agent.cli.console;

import com.google.gson.stream.JsonWriter;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a command prints to: stdout and stderr, and what they can show. Not safe for use by several threads at once,
 * but for {@link #out} and {@link #err}.
 */
public final class Screen {
    /** For what is not a terminal: a file or a pipe, whose reader can scroll. */
    private static final int WIDTH_OF_FILES = 160;

    private final Stdout stdout;
    private final PrintWriter out;
    private final Writer stderr;
    private final PrintWriter err;
    private final Charset charset;
    private final boolean terminal;
    private final boolean colours;
    private final boolean stdoutIsPipe;
    private int width;

    private Screen(
            OutputStream stdout,
            OutputStream stderr,
            Charset charset,
            boolean terminal,
            boolean colours,
            boolean pipe,
            int width) {
        this.stdout = new Stdout(stdout);
        this.out = new PrintWriter(new PrintableWriter(new OutputStreamWriter(this.stdout, charset), colours));
        this.stderr = new OutputStreamWriter(stderr, charset);
        this.err = new PrintWriter(new PrintableWriter(this.stderr, colours), true);
        this.charset = charset;
        this.terminal = terminal;
        this.colours = colours;
        this.stdoutIsPipe = pipe;
        this.width = width;
    }

    /**
     * This process's stdout and stderr. Colours only if stdout is a terminal, {@code NO_COLOR} (no-color.org) is not
     * set, and {@code TERM} is not "dumb".
     */
    public static Screen ofThisProcess() {
        boolean terminal = isTerminal(1);
        String noColor = System.getenv("NO_COLOR");
        boolean plain = (noColor != null && !noColor.isEmpty()) || "dumb".equals(System.getenv("TERM"));
        return new Screen(
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                charsetOfThisProcess(),
                terminal,
                terminal && !plain,
                target(1).startsWith("pipe:") || target(1).startsWith("socket:"),
                0);
    }

    /** A screen of the given width that is no terminal; for tests. */
    public static Screen of(OutputStream stdout, OutputStream stderr, int width) {
        return of(stdout, stderr, width, StandardCharsets.UTF_8);
    }

    /** The same in another locale. */
    static Screen of(OutputStream stdout, OutputStream stderr, int width, Charset charset) {
        return new Screen(stdout, stderr, charset, false, false, false, width);
    }

    /** Printable text to stdout, as {@link PrintableWriter} lets it through; flushed when the command ends, and by {@link #flush}. */
    public PrintWriter out() {
        return out;
    }

    /** The same to stderr; flushed with each line. */
    public PrintWriter err() {
        return err;
    }

    /** Replaces the last line on stderr, which must be a terminal; an empty text takes it away. */
    void replaceLine(String text) {
        err.flush();
        try {
            stderr.write("\r" + Style.ESCAPE + "[K" + Text.printable(text));
            stderr.flush();
        } catch (IOException e) {
            // Nobody sees the line any more.
        }
    }

    /** Writes indented JSON to stdout, in UTF-8 whatever the locale. To be closed or flushed by the caller. */
    public JsonWriter json() {
        out.flush();
        JsonWriter writer = JsonText.to(new OutputStreamWriter(stdout, StandardCharsets.UTF_8));
        writer.setIndent("  ");
        return writer;
    }

    /** Writes to stdout in UTF-8 whatever the locale, what a program reads. To be closed or flushed by the caller. */
    public Writer raw() {
        out.flush();
        return new BufferedWriter(new OutputStreamWriter(stdout, StandardCharsets.UTF_8));
    }

    /** Writes a line of JSON, as {@link JsonText} makes it, to stdout, in UTF-8 whatever the locale, and makes it visible. */
    public void jsonLine(String json) {
        out.flush();
        try {
            stdout.write((json + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
            stdout.flush();
        } catch (IOException e) {
            return; // failure() says so
        }
    }

    /** Makes what was printed visible. */
    public void flush() {
        out.flush();
        err.flush();
    }

    /** Why something could not be written to stdout; null if all could. A {@link PrintWriter} keeps that to itself. */
    public IOException failure() {
        return stdout.failure();
    }

    /** Whether stdout leads to a program, so that a failure to write to it says that this wants no more. */
    public boolean isPipe() {
        return stdoutIsPipe;
    }

    /** Whether stdout is a terminal. */
    public boolean isTerminal() {
        return terminal;
    }

    /** Whether colours are wanted. */
    public boolean colours() {
        return colours;
    }

    /** Whether stdout's encoding has the characters of bars and sparklines. */
    public boolean hasBlocks() {
        return charset.newEncoder().canEncode('\u2588');
    }

    /** The encoding of stdout and stderr. */
    public Charset charset() {
        return charset;
    }

    /** The text in a style, where colours are wanted. It then has more characters than columns. */
    public String styled(Style style, String text) {
        return colours ? style.apply(text) : text;
    }

    /** The columns to print in: those of the terminal, or of {@code COLUMNS} if that is set. */
    public int width() {
        if (width == 0) {
            width = columns(System.getenv("COLUMNS"));
            if (width == 0 && terminal) {
                width = columnsOfTerminal();
            }
            if (width == 0) {
                width = terminal ? 80 : WIDTH_OF_FILES;
            }
        }
        return width;
    }

    private static int columns(String text) {
        try {
            return text == null ? 0 : Math.max(0, Integer.parseInt(text.trim()));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** By stty(1): a process costs less than loading native code for one ioctl(2). */
    private static int columnsOfTerminal() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(Path.of("/proc/self/fd/1").toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String[] size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .trim()
                    .split(" ", -1);
            return size.length == 2 ? columns(size[1]) : 0;
        } catch (IOException e) {
            return 0; // no stty here
        }
    }

    /** Whether a file descriptor of this process is a terminal. {@link System#console} speaks of stdin as well. */
    public static boolean isTerminal(int descriptor) {
        String target = target(descriptor);
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
    }

    private static String target(int descriptor) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
        } catch (IOException e) {
            return "";
        }
    }

    /** JDK 19 says stdout's, 17 the locale's; before, the default charset is the locale's. */
    private static Charset charsetOfThisProcess() {
        for (String property : new String[] {"stdout.encoding", "native.encoding"}) {
            String name = System.getProperty(property);
            if (name != null && Charset.isSupported(name)) {
                return Charset.forName(name);
            }
        }
        return Charset.defaultCharset();
    }
}
