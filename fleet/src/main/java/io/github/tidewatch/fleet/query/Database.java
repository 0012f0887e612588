package io.github.tidewatch.fleet.query;

import io.github.tidewatch.fleet.table.Column;
import io.github.tidewatch.fleet.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.duckdb.DuckDBDriver;

/** Databases in memory. They load no extensions, so that nothing goes over the network that no query asks for. */
public final class Database {
    private static final String IMPORT_MEMORY = "512MB";

    private Database() {}

    /** For one import; what does not fit into its memory goes to this folder. */
    public static Connection forImport(Path work) throws SQLException {
        Properties settings = settings(work);
        settings.setProperty("memory_limit", IMPORT_MEMORY);
        return connect(settings);
    }

    /** For one of many imports that run at once. */
    public static Connection forTask(Path work) throws SQLException {
        Properties settings = settings(work);
        settings.setProperty("memory_limit", IMPORT_MEMORY);
        settings.setProperty("threads", "1");
        return connect(settings);
    }

    /** Without {@code DriverManager}, which does not find drivers of a loader that came after it, as Spark's for jobs. */
    private static Connection connect(Properties settings) throws SQLException {
        return new DuckDBDriver().connect("jdbc:duckdb:", settings);
    }

    /** With a view for each table of these files. */
    public static Connection open(Map<String, List<Path>> files) throws IOException, SQLException {
        // Of its own: DuckDB's files have the same names in each process, and what anybody can make first is not
        // trusted.
        Path temporary = Files.createTempDirectory("tidewatch-fleet-");
        temporary.toFile().deleteOnExit();
        Properties settings = settings(temporary);
        settings.setProperty("jdbc_stream_results", "true");
        Connection database = connect(settings);
        try (Statement statement = database.createStatement()) {
            for (Table table : Table.values()) {
                statement.execute(view(table, files.getOrDefault(table.sql(), List.of())));
            }
            statement.execute(waits());
            return database;
        } catch (SQLException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static Properties settings(Path temporary) {
        Properties settings = new Properties();
        settings.setProperty("temp_directory", temporary.toString());
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        return settings;
    }

    private static String view(Table table, List<Path> files) {
        if (files.isEmpty()) {
            return "CREATE VIEW \"" + table.sql() + "\" AS SELECT "
                    + table.allColumns().stream()
                            .map(column -> "NULL::" + column.type().sql() + " AS " + column.name())
                            .collect(Collectors.joining(", "))
                    + " WHERE false";
        }
        String columns = table.allColumns().stream().map(Column::name).collect(Collectors.joining(", "));
        return "CREATE VIEW \"" + table.sql() + "\" AS SELECT " + columns + " FROM read_parquet(["
                + files.stream().map(file -> quoted(literal(file))).collect(Collectors.joining(", "))
                + "], hive_partitioning = false)";
    }

    /** The kinds of waits are columns; this has a row for each that is known and longer than nothing. */
    private static String waits() {
        String kinds = Table.WAIT_KINDS.stream()
                .map(kind -> kind + "_wait_ns AS '" + kind + "'")
                .collect(Collectors.joining(", "));
        String others = Table.INTERVAL.allColumns().stream()
                .map(Column::name)
                .filter(name ->
                        Table.IDENTITY.stream().anyMatch(column -> column.name().equals(name))
                                || name.equals("begin_time")
                                || name.equals("interval_ns")
                                || name.equals("wait_detail")
                                || name.contains("thread_"))
                .collect(Collectors.joining(", "));
        return "CREATE VIEW wait AS SELECT " + others + ", kind, wait_ns FROM (UNPIVOT \"interval\" ON " + kinds
                + " INTO NAME kind VALUE wait_ns) WHERE wait_ns > 0";
    }

    /** Each name is a pattern to DuckDB. */
    private static String literal(Path file) {
        return file.toString().replaceAll("[\\[*?]", "[$0]");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
