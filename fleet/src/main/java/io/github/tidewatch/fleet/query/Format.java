package io.github.tidewatch.fleet.query;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.SQLException;

/** How an answer is written. */
public enum Format {
    /** Columns for people: what is not printable is replaced, what is long shortened. */
    table {
        @Override
        public void write(ResultSet rows, PrintStream out) throws SQLException {
            new TextTable(rows, out).write();
        }
    },
    /** As RFC 4180 says, with line feeds alone; NULL is nothing, and an empty text is {@code ""}. */
    csv {
        @Override
        public void write(ResultSet rows, PrintStream out) throws SQLException {
            new Csv(rows, out).write();
        }
    },
    /** One array with an object for each row; a name that stands twice has a number behind it. */
    json {
        @Override
        public void write(ResultSet rows, PrintStream out) throws SQLException, IOException {
            new Json(rows, out).write();
        }
    };

    /** Writes all rows, as they come. */
    public abstract void write(ResultSet rows, PrintStream out) throws SQLException, IOException;
}
