package io.github.tidewatch.agent.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The tables of a page of docs/, by the heading that they stand below. */
public final class DocPage {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");

    private final String name;
    private final List<String> lines;

    private DocPage(String name, List<String> lines) {
        this.name = name;
        this.lines = lines;
    }

    /** Reads it; tests run in the module's directory. */
    public static DocPage read(String page) throws IOException {
        return new DocPage(page, Files.readAllLines(Path.of("..", "docs", page)));
    }

    /** The rows of the first table below a heading of any level, without its head: for each the text of its cells. */
    public List<List<String>> table(String heading) {
        int at = lines.stream()
                .map(line -> line.replaceFirst("^#+ ", "# "))
                .collect(Collectors.toList())
                .indexOf("# " + heading);
        if (at < 0) {
            throw new AssertionError(name + " has no heading " + heading);
        }
        List<List<String>> rows = new ArrayList<>();
        for (String line : lines.subList(at + 1, lines.size())) {
            if (line.startsWith("|")) {
                rows.add(BAR.splitAsStream(line.substring(1)).map(String::trim).collect(Collectors.toList()));
            } else if (!rows.isEmpty() || line.startsWith("#")) {
                break;
            }
        }
        if (rows.size() < 3) {
            throw new AssertionError(name + " has no table below " + heading);
        }
        return rows.subList(2, rows.size());
    }

    /** What stands in a cell between backquotes. */
    public static List<String> code(String cell) {
        return CODE.matcher(cell).results().map(DocPage::content).collect(Collectors.toList());
    }

    private static String content(MatchResult match) {
        return match.group(1);
    }
}
