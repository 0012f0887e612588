package io.github.tidewatch.fleet.store;

import io.github.tidewatch.fleet.read.Row;
import io.github.tidewatch.fleet.read.RowSink;
import io.github.tidewatch.fleet.table.Column;
import io.github.tidewatch.fleet.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Collects the rows of one chunk in DuckDB, which keeps more than it may have of memory on disk, and makes Parquet files of
 * them. For one thread.
 */
public final class ChunkFiles implements RowSink, AutoCloseable {
    private static final String PREFIX = "tidewatch-";
    private static final String SUFFIX = ".parquet";
    private static final long NANOS_PER_MICRO = 1000;
    private static final long NANOS_PER_DAY = 86_400_000_000_000L;

    /** Of a chunk with records of more days the times are garbled; each day is a file. */
    private static final int MOST_DAYS = 400;

    /** Names of a few bytes in a chunk may be text of thousands in each of its rows. */
    private static final long MOST_TEXT = 1L << 29;

    private final DuckDBConnection database;
    private final Map<Table, DuckDBAppender> appenders = new EnumMap<>(Table.class);
    private final Map<Table, Set<Long>> days = new EnumMap<>(Table.class);
    private final Set<Long> allDays = new HashSet<>();
    private long text;

    /** Of a connection that nobody else uses meanwhile. */
    public ChunkFiles(Connection database) throws SQLException {
        this.database = database.unwrap(DuckDBConnection.class);
    }

    /** Whether a file has a name as this gives them. */
    static boolean isOne(Path file) {
        return isName(file.getFileName().toString());
    }

    /** Whether this gives files such names. */
    public static boolean isName(String name) {
        return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
    }

    @Override
    public boolean add(Table table, Row row) throws IOException {
        long day = Math.floorDiv(row.end(), NANOS_PER_DAY);
        if (!allDays.contains(day) && allDays.size() >= MOST_DAYS) {
            return false;
        }
        text += characters(table, row);
        if (text > MOST_TEXT) {
            return false;
        }
        allDays.add(day);
        try {
            DuckDBAppender appender = appender(table);
            appender.beginRow();
            appender.appendEpochDays((int) day);
            List<Column> columns = table.columns();
            for (int i = 0; i < columns.size(); i++) {
                append(appender, columns.get(i), row.get(i));
            }
            appender.endRow();
        } catch (SQLException e) {
            throw new IOException("DuckDB cannot keep a row: " + e.getMessage(), e);
        }
        days.computeIfAbsent(table, of -> new HashSet<>()).add(day);
        return true;
    }

    private static long characters(Table table, Row row) {
        long sum = 0;
        for (int i = 0; i < table.columns().size(); i++) {
            sum += row.get(i) instanceof String some ? some.length() : 0;
        }
        return sum;
    }

    private DuckDBAppender appender(Table table) throws SQLException {
        DuckDBAppender appender = appenders.get(table);
        if (appender == null) {
            String columns = table.columns().stream().map(Column::toString).collect(Collectors.joining(", "));
            execute("CREATE OR REPLACE TEMP TABLE rows_of_" + table.sql() + " (row_date DATE, " + columns + ")");
            appender = database.createAppender("temp", "main", "rows_of_" + table.sql());
            appenders.put(table, appender);
        }
        return appender;
    }

    private static void append(DuckDBAppender appender, Column column, Object value) throws SQLException {
        if (value == null) {
            appender.appendNull();
        } else if (column.type() == Column.Type.TIME) {
            appender.appendEpochMicros(Math.floorDiv((Long) value, NANOS_PER_MICRO));
        } else if (value instanceof Long number) {
            appender.append(number.longValue());
        } else if (value instanceof Boolean truth) {
            appender.append(truth.booleanValue());
        } else {
            appender.append((String) value);
        }
    }

    /**
     * Writes all rows into files of this folder, one for each table and date.
     *
     * @return what a manifest says of each file, and where it is now
     */
    public Map<Manifest.File, Path> write(Identity identity, Path folder) throws IOException {
        Map<Manifest.File, Path> made = new LinkedHashMap<>();
        try {
            setIdentity(identity);
            for (Map.Entry<Table, DuckDBAppender> filled : appenders.entrySet()) {
                filled.getValue().flush();
                for (long day : days.getOrDefault(filled.getKey(), Set.of())) {
                    LocalDate date = LocalDate.ofEpochDay(day);
                    String name = PREFIX + identity.chunk() + "-" + UUID.randomUUID() + SUFFIX;
                    Path path = folder.resolve(name);
                    long rows = copy(filled.getKey(), date, path);
                    String place = filled.getKey().sql() + "/" + Partitions.folder(date, identity.service());
                    made.put(new Manifest.File(filled.getKey().sql(), place + "/" + name, rows), path);
                }
            }
        } catch (SQLException e) {
            throw new IOException("DuckDB cannot write to " + folder + ": " + e.getMessage(), e);
        }
        return made;
    }

    private void setIdentity(Identity identity) throws SQLException {
        execute("CREATE OR REPLACE TEMP TABLE identity (service VARCHAR, version VARCHAR, host VARCHAR, pod VARCHAR,"
                + " jvm VARCHAR, start_us BIGINT, label_names VARCHAR[], label_values VARCHAR[], chunk VARCHAR)");
        try (PreparedStatement insert =
                database.prepareStatement("INSERT INTO identity VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, identity.service());
            insert.setString(2, identity.version());
            insert.setString(3, identity.host());
            insert.setString(4, identity.pod());
            insert.setString(5, identity.jvm());
            insert.setObject(6, identity.start() == null ? null : identity.start() / NANOS_PER_MICRO);
            insert.setArray(
                    7,
                    database.createArrayOf("VARCHAR", identity.labels().keySet().toArray()));
            insert.setArray(
                    8,
                    database.createArrayOf("VARCHAR", identity.labels().values().toArray()));
            insert.setString(9, identity.chunk());
            insert.execute();
        }
    }

    private long copy(Table table, LocalDate date, Path to) throws SQLException {
        String columns = table.columns().stream().map(Column::name).collect(Collectors.joining(", "));
        String select =
                "SELECT row_date AS date, service, version, host, pod, jvm, make_timestamp(start_us) AS jvm_start,"
                        + " map(label_names, label_values) AS labels, chunk, " + columns + " FROM rows_of_"
                        + table.sql()
                        + ", identity WHERE row_date = DATE '" + date + "'";
        try (Statement statement = database.createStatement()) {
            return statement.executeUpdate("COPY (" + select + ") TO " + quoted(to.toString())
                    + " (FORMAT parquet, COMPRESSION zstd, KV_METADATA {tidewatch_schema_version: '"
                    + Table.SCHEMA_VERSION + "'})");
        }
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            for (Map.Entry<Table, DuckDBAppender> filled : appenders.entrySet()) {
                filled.getValue().close();
                execute("DROP TABLE rows_of_" + filled.getKey().sql());
            }
        } catch (SQLException e) {
            throw new IOException("DuckDB cannot drop its rows: " + e.getMessage(), e);
        }
    }
}
