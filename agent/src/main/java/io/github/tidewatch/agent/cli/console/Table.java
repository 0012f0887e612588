package io.github.tidewatch.agent.cli.console;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lines of cells in columns as wide as their widest cell: the first to the left, the others to the right; nearer to
 * each other where a terminal is too narrow. Not safe for use by several threads at once.
 */
public final class Table {
    private static final String GAP = "  ";
    private static final String NARROW_GAP = " ";

    private final Screen screen;
    private final List<String[]> rows = new ArrayList<>();
    private final List<Style> styles = new ArrayList<>();
    private int leftColumns = 1;

    /** A table with these headers. */
    public Table(Screen screen, String... headers) {
        this.screen = screen;
        add(Style.BOLD, headers);
    }

    /** Aligns the first {@code columns} to the left. */
    public Table left(int columns) {
        leftColumns = columns;
        return this;
    }

    /** Adds a line; it may have fewer cells than the header. */
    public void add(String... cells) {
        add(Style.PLAIN, cells);
    }

    /** Adds a line in a style. */
    public void add(Style style, String... cells) {
        String[] row = new String[cells.length];
        for (int i = 0; i < cells.length; i++) {
            row[i] = Text.printable(cells[i]);
        }
        rows.add(row);
        styles.add(style);
    }

    /** Prints the header and the lines. */
    public void print() {
        int[] widths = widths();
        int wide = Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
        String gap = screen.isTerminal() && wide > screen.width() ? NARROW_GAP : GAP;
        PrintWriter out = screen.out();
        for (int i = 0; i < rows.size(); i++) {
            out.println(screen.styled(styles.get(i), line(rows.get(i), widths, gap)));
        }
    }

    private int[] widths() {
        int columns = rows.stream().mapToInt(row -> row.length).max().orElse(0);
        int[] widths = new int[columns];
        for (String[] row : rows) {
            // What follows nothing may be as long as it likes: a remark in place of numbers.
            int cells = row.length < rows.get(0).length ? row.length - 1 : row.length;
            for (int i = 0; i < cells; i++) {
                widths[i] = Math.max(widths[i], Text.columns(row[i]));
            }
        }
        return widths;
    }

    private String line(String[] row, int[] widths, String gap) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            boolean remark = i == row.length - 1 && row.length < rows.get(0).length;
            line.append(i == 0 ? "" : gap);
            line.append(i < leftColumns || remark ? Text.left(row[i], widths[i]) : Text.right(row[i], widths[i]));
        }
        return line.toString().stripTrailing();
    }
}
