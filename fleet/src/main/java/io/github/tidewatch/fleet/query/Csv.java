package io.github.tidewatch.fleet.query;

import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.SQLException;

/** An answer as comma-separated values. */
final class Csv {
    private final ResultSet rows;
    private final PrintStream out;

    Csv(ResultSet rows, PrintStream out) {
        this.rows = rows;
        this.out = out;
    }

    void write() throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        StringBuilder head = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
            head.append(i == 1 ? "" : ",").append(cell(rows.getMetaData().getColumnLabel(i)));
        }
        out.print(head.append('\n'));
        while (rows.next()) {
            StringBuilder line = new StringBuilder();
            for (int i = 1; i <= columns; i++) {
                line.append(i == 1 ? "" : ",").append(cell(Values.get(rows, i)));
            }
            out.print(line.append('\n'));
        }
    }

    private static String cell(Object value) {
        if (value == null) {
            return "";
        }
        String text = value.toString();
        boolean isPlain =
                !text.isEmpty() && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return isPlain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
