package io.github.tidewatch.fleet.read;

/** What one record has for each column of its table that is not the same for all of its chunk; times since 1970. */
public final class Row {
    final Object[] values;
    long time;
    long end;
    String name;
    String group;
    Long osId;
    Long javaId;

    Row(int columns) {
        values = new Object[columns];
    }

    /** The value of a column: {@code Long}, {@code String} or {@code Boolean}, null if it is not known; times in nanoseconds. */
    public Object get(int column) {
        return values[column];
    }

    /** When the record ended, in nanoseconds. */
    public long end() {
        return end;
    }
}
