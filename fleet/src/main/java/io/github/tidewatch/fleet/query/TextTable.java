package io.github.tidewatch.fleet.query;

import io.github.tidewatch.text.PrintableText;
import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** An answer in aligned columns. Their widths are those of the first rows, since an answer may have any number. */
final class TextTable {
    private static final int FIRST_ROWS = 1000;
    private static final int WIDEST = 60;

    private final ResultSet rows;
    private final PrintStream out;
    private final int columns;
    private final boolean[] isNumber;
    private final int[] widths;

    TextTable(ResultSet rows, PrintStream out) throws SQLException {
        this.rows = rows;
        this.out = out;
        this.columns = rows.getMetaData().getColumnCount();
        this.isNumber = new boolean[columns];
        this.widths = new int[columns];
    }

    void write() throws SQLException {
        ResultSetMetaData names = rows.getMetaData();
        String[] head = new String[columns];
        for (int i = 0; i < columns; i++) {
            head[i] = PrintableText.shortened(names.getColumnLabel(i + 1), WIDEST);
            widths[i] = head[i].codePointCount(0, head[i].length());
        }
        List<String[]> first = new ArrayList<>();
        long count = 0;
        while (first.size() < FIRST_ROWS && rows.next()) {
            String[] row = row();
            first.add(row);
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row[i].codePointCount(0, row[i].length()));
            }
        }
        print(head);
        first.forEach(this::print);
        for (count = first.size(); rows.next(); count++) {
            print(row());
        }
        out.println("(" + count + (count == 1 ? " row)" : " rows)"));
    }

    private String[] row() throws SQLException {
        String[] row = new String[columns];
        for (int i = 0; i < columns; i++) {
            Object value = Values.get(rows, i + 1);
            isNumber[i] |= value instanceof Number;
            row[i] = value == null ? "NULL" : PrintableText.shortened(value.toString(), WIDEST);
        }
        return row;
    }

    private void print(String[] row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < columns; i++) {
            int padding = Math.max(0, widths[i] - row[i].codePointCount(0, row[i].length()));
            line.append(i == 0 ? "" : "  ");
            line.append(isNumber[i] ? " ".repeat(padding) + row[i] : row[i] + " ".repeat(padding));
        }
        out.println(line.toString().stripTrailing());
    }
}
