package io.github.tidewatch.agent.cli.report;

import io.github.tidewatch.testing.Skip;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A page as headless Chromium shows it: the document when its scripts have run, and what they wrote to the console. */
final class Chromium {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final long SECONDS = 90;

    private final String document;
    private final List<String> console;

    private Chromium(String document, List<String> console) {
        this.document = document;
        this.console = console;
    }

    /** Opens the page in a window of this size; skips the calling test, saying why, where there is no Chromium. */
    static Chromium show(Path page, Path scratch, int width, int height) throws IOException, InterruptedException {
        Path out = Files.createTempFile(scratch, "document", ".html");
        Path err = Files.createTempFile(scratch, "console", ".txt");
        List<String> command = new ArrayList<>();
        command.add(find().toString());
        command.addAll(List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"));
        command.addAll(List.of("--disable-background-networking", "--disable-component-update", "--disable-sync"));
        command.addAll(List.of("--hide-scrollbars", "--enable-logging=stderr", "--virtual-time-budget=5000"));
        command.add("--window-size=" + width + "," + height);
        command.add("--user-data-dir=" + Files.createTempDirectory(scratch, "profile"));
        command.add("--dump-dom");
        command.add(page.toUri().toString());
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("Chromium did not end within " + SECONDS + " s: " + Files.readString(err));
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        List<String> console = Files.readAllLines(err).stream()
                .filter(line -> line.contains(":CONSOLE"))
                .collect(Collectors.toList());
        return new Chromium(Files.readString(out), console);
    }

    private static Path find() {
        for (String directory : System.getenv("PATH").split(File.pathSeparator, -1)) {
            for (String name : NAMES) {
                Path program = Path.of(directory, name);
                if (Files.isExecutable(program)) {
                    return program;
                }
            }
        }
        String reason = "no Chromium here: none of " + NAMES + " is in PATH (Debian's package is chromium)";
        throw Skip.because(reason);
    }

    /** The document as HTML. */
    String document() {
        return document;
    }

    /** Messages, warnings and errors. */
    List<String> console() {
        return console;
    }

    /** The text of the first element with this id, without its tags. */
    String text(String id) {
        String opening = " id=\"" + id + "\"";
        int at = document.indexOf(opening);
        if (at < 0) {
            throw new AssertionError("the page has no element " + id);
        }
        int tag = document.lastIndexOf('<', at);
        String name = document.substring(tag + 1, document.indexOf(' ', tag));
        String inside = document.substring(document.indexOf('>', at) + 1, document.indexOf("</" + name + ">", at));
        return plain(inside);
    }

    /** The rows of the table's body, each as the texts of its cells. */
    List<List<String>> rows() {
        String body = document.substring(document.lastIndexOf("<tbody>"), document.lastIndexOf("</tbody>"));
        List<List<String>> rows = new ArrayList<>();
        for (String row : body.split("<tr[^>]*>", -1)) {
            List<String> cells = new ArrayList<>();
            for (String cell : row.split("<td", -1)) {
                if (cell.contains("</td>")) {
                    cells.add(plain(cell.substring(cell.indexOf('>') + 1)));
                }
            }
            if (!cells.isEmpty()) {
                rows.add(cells);
            }
        }
        return rows;
    }

    private static String plain(String html) {
        return html.replaceAll("<[^>]*>", "")
                .replace("&nbsp;", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&")
                .replace('\u00a0', ' ')
                .trim();
    }
}
