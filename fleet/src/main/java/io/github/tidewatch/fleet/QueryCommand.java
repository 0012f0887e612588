package io.github.tidewatch.fleet;

import io.github.tidewatch.fleet.query.Database;
import io.github.tidewatch.fleet.query.Format;
import io.github.tidewatch.fleet.store.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
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
        exitCodeList = {
            "0:answered",
            "1:there are no tables, they cannot be read, or memory or disk is short",
            "2:usage, or wrong SQL"
        })
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
            Map<String, List<Path>> files = Folder.open(in).files();
            try {
                write(sql, files, terminal);
            } catch (SQLException e) {
                if (files.values().stream().flatMap(List::stream).allMatch(Files::exists)) {
                    throw e;
                }
                // An import has replaced some of them meanwhile.
                write(sql, Folder.open(in).files(), terminal);
            }
            return 0;
        }

        private void write(String sql, Map<String, List<Path>> files, Terminal terminal)
                throws IOException, SQLException {
            try (Connection database = Database.open(files);
                    Statement statement = database.createStatement()) {
                boolean hasRows;
                try {
                    hasRows = statement.execute(sql);
                } catch (SQLException e) {
                    if (Wrong.isIt(e)) {
                        throw new Wrong(e);
                    }
                    throw e;
                }
                if (hasRows) {
                    try {
                        format.write(statement.getResultSet(), terminal.out());
                    } catch (SQLException e) {
                        // Some of the answer may be written: no second try.
                        throw new IOException("the answer is not whole: " + e.getMessage(), e);
                    }
                }
            }
        }
    }

    /** That a statement is wrong; the message is DuckDB's. */
    static final class Wrong extends IOException {
        private static final long serialVersionUID = 1;

        /** Before what is wrong, DuckDB says of its own API that a query is not successful. */
        private static final String PREFIX =
                "(?s)^Invalid Input Error: Attempting to execute an unsuccessful.*?\\nError: ";

        /** The kinds of DuckDB's errors that a statement makes, whatever the files, memory and disk are. */
        private static final Pattern KIND = Pattern.compile(
                "^(Parser|Syntax|Binder|Catalog|Conversion|Out of Range"
                        + "|Mismatch Type|Not implemented|Permission|Constraint|Dependency|Parameter Not Resolved) Error: .*",
                Pattern.DOTALL);

        Wrong(SQLException cause) {
            super(message(cause), cause);
        }

        static boolean isIt(SQLException failure) {
            return KIND.matcher(message(failure)).matches();
        }

        private static String message(SQLException failure) {
            return String.valueOf(failure.getMessage()).replaceFirst(PREFIX, "");
        }
    }

    @Override
    public Integer call() throws IOException, SQLException {
        return options.answer(sql, terminal);
    }
}
