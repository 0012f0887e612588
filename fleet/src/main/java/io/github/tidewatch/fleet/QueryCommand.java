package io.github.tidewatch.fleet;

import io.github.tidewatch.fleet.query.Database;
import io.github.tidewatch.fleet.query.Format;
import io.github.tidewatch.fleet.store.Folder;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code query}: SQL over the tables. */
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        description =
                "Answers SQL, in DuckDB's dialect, over the views interval, thread_end, process, cause, wait, span"
                        + " and status.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:answered", "1:there are no tables, or they cannot be read", "2:usage, or wrong SQL"})
final class QueryCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
            paramLabel = "SQL",
            description = "Such as 'SELECT service, sum(cpu_delay_ns) FROM interval GROUP BY 1'.")
    private String sql;

    @Mixin
    private Options options;

    QueryCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** What all questions have in common. */
    static final class Options {
        @Option(names = "--in", required = true, paramLabel = "DIR", description = "Folder of the tables.")
        private Path in;

        @Option(
                names = "--format",
                paramLabel = "FORMAT",
                defaultValue = "table",
                description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
        private Format format;

        /** Writes the answer to a question. */
        int answer(String sql, Terminal terminal) throws IOException, SQLException {
            try (Connection database = Database.open(Folder.open(in));
                    Statement statement = database.createStatement()) {
                boolean hasRows;
                try {
                    hasRows = statement.execute(sql);
                } catch (SQLException e) {
                    throw new Wrong(e);
                }
                if (hasRows) {
                    format.write(statement.getResultSet(), terminal.out());
                }
            }
            return 0;
        }
    }

    /** That a statement is wrong; the message is DuckDB's. */
    static final class Wrong extends IOException {
        private static final long serialVersionUID = 1;

        /** Before what is wrong, DuckDB says of its own API that a query is not successful. */
        private static final String PREFIX =
                "(?s)^Invalid Input Error: Attempting to execute an unsuccessful.*?\\nError: ";

        Wrong(SQLException cause) {
            super(cause.getMessage().replaceFirst(PREFIX, ""), cause);
        }
    }

    @Override
    public Integer call() throws IOException, SQLException {
        return options.answer(sql, terminal);
    }
}
