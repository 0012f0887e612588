package io.github.tidewatch.fleet;

import io.github.tidewatch.fleet.ingest.ImportResult;
import io.github.tidewatch.fleet.ingest.Importer;
import io.github.tidewatch.fleet.ingest.Labels;
import io.github.tidewatch.fleet.query.Database;
import io.github.tidewatch.fleet.read.RecordingPaths;
import io.github.tidewatch.fleet.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import}: recordings into tables. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Adds recordings to a folder of Parquet files. What is there already stays as it is.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all is imported", "1:something of a recording is missing, as stderr says", "2:usage"})
final class ImportCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "RECORDING|FOLDER|PATTERN",
            description = "Recordings, folders (all *.jfr in and below them), or patterns such as '/rec/**/*.jfr'.")
    private List<String> names;

    @Option(names = "--to", required = true, paramLabel = "DIR", description = "Folder of the tables; made if missing.")
    private Path to;

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            description = "Of all these recordings; service, version, host and pod are columns and win over what the"
                    + " recording says, all others are in the column labels.")
    private Map<String, String> labels = new TreeMap<>();

    ImportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, SQLException {
        Labels.problem(labels).ifPresent(problem -> {
            throw new CommandLine.ParameterException(spec.commandLine(), problem);
        });
        RecordingPaths paths;
        try {
            paths = RecordingPaths.find(names);
        } catch (IOException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        ImportResult result = new ImportResult(terminal::warn);
        for (Path path : paths.unreadable()) {
            result.missing(path + " cannot be searched: recordings there are missing");
        }
        try (Store store = Store.open(to);
                Connection database = Database.forImport(store.work())) {
            Importer importer = new Importer(store, database, labels, result);
            for (Path path : paths.recordings()) {
                long before = result.rows();
                importer.add(path, path.toString());
                terminal.say(path + ": " + (result.rows() - before) + " new rows");
            }
        }
        terminal.say(result.toString());
        return result.problems() == 0 ? 0 : Main.FAILED;
    }
}
