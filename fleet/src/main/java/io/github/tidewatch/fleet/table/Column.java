package io.github.tidewatch.fleet.table;

import java.util.Locale;

/** One column of a table. Immutable. */
public final class Column {
    /** What a column holds; in Parquet the types that all engines read. */
    public enum Type {
        TEXT("VARCHAR"),
        LONG("BIGINT"),
        TRUTH("BOOLEAN"),
        /** Of UTC, cut to microseconds. */
        TIME("TIMESTAMP"),
        DATE("DATE"),
        LABELS("MAP(VARCHAR, VARCHAR)");

        private final String sql;

        Type(String sql) {
            this.sql = sql;
        }

        /** The type's name in SQL. */
        public String sql() {
            return sql;
        }
    }

    /** Where the value comes from. */
    public enum Source {
        /** The field of the event that has the column's {@link #field}. */
        FIELD,
        /** The time of the record. */
        TIME,
        /** How long the event lasted. */
        DURATION,
        /** Of the thread that the record is about. */
        THREAD_NAME,
        OS_THREAD_ID,
        JAVA_THREAD_ID,
        THREAD_GROUP,
        /** The same for all records of a chunk. */
        IDENTITY
    }

    private final String name;
    private final Type type;
    private final Source source;
    private final String field;

    Column(String name, Type type, Source source, String field) {
        this.name = name;
        this.type = type;
        this.source = source;
        this.field = field;
    }

    static Column of(String name, Type type, Source source) {
        return new Column(name, type, source, "");
    }

    static Column text(String field) {
        return new Column(snake(field), Type.TEXT, Source.FIELD, field);
    }

    static Column truth(String field) {
        return new Column(snake(field), Type.TRUTH, Source.FIELD, field);
    }

    static Column count(String field) {
        return new Column(snake(field), Type.LONG, Source.FIELD, field);
    }

    static Column nanos(String field) {
        return new Column(snake(field) + "_ns", Type.LONG, Source.FIELD, field);
    }

    static Column bytes(String field) {
        String name = snake(field);
        return new Column(name.endsWith("_bytes") ? name : name + "_bytes", Type.LONG, Source.FIELD, field);
    }

    private static String snake(String field) {
        return field.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    public String name() {
        return name;
    }

    public Type type() {
        return type;
    }

    public Source source() {
        return source;
    }

    /** The event's field; empty if the value comes from elsewhere. */
    public String field() {
        return field;
    }

    /** Whether it is a time span, in nanoseconds. */
    public boolean isSpan() {
        return name.endsWith("_ns");
    }

    @Override
    public String toString() {
        return name + " " + type.sql();
    }
}
