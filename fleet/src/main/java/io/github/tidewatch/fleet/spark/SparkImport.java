package io.github.tidewatch.fleet.spark;

import io.github.tidewatch.fleet.ingest.ImportResult;
import io.github.tidewatch.fleet.ingest.Importer;
import io.github.tidewatch.fleet.ingest.Labels;
import io.github.tidewatch.text.PrintableText;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code import} on a cluster: {@code spark-submit --class io.github.tidewatch.fleet.spark.SparkImport tidewatch-fleet.jar
 * RECORDING... --to FOLDER}. Exit codes as those of {@code import}.
 */
@Command(
        name = "SparkImport",
        description =
                "Adds recordings to a folder of Parquet files, each by a task of Spark. What is there already stays as"
                        + " it is.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all is imported", "1:something of a recording is missing, as stderr says", "2:usage"})
public final class SparkImport {
    private static final int FAILED = 1;
    private static final String NAME = "tidewatch-fleet import";

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "RECORDING|FOLDER|PATTERN",
            description =
                    "Recordings, folders (all *.jfr in and below them), or patterns such as 's3a://bucket/rec/*.jfr'.")
    private List<String> names;

    @Option(names = "--to", required = true, paramLabel = "FOLDER", description = "Of the tables; made if missing.")
    private String to;

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            description = "Of all these recordings; service, version, host and pod are columns and win over what the"
                    + " recording says, all others are in the column labels.")
    private Map<String, String> labels = new TreeMap<>();

    @Option(names = "--help", usageHelp = true, description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli does
    private boolean help;

    private SparkImport() {}

    /** The job's main. */
    public static void main(String[] args) {
        int code = run(System.out, System.err, args);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Runs the job in the context that is there, or in one of its own. */
    public static int run(PrintStream out, PrintStream err, String... args) {
        SparkImport job = new SparkImport();
        CommandLine line = new CommandLine(job);
        try {
            line.parseArgs(args);
            if (line.isUsageHelpRequested()) {
                line.usage(out);
                return 0;
            }
            return job.run(out, err);
        } catch (CommandLine.ParameterException e) {
            err.println(PrintableText.lines(e.getMessage()));
            return CommandLine.ExitCode.USAGE;
        } catch (Exception e) { // Spark's are of no kind that Java knows to be thrown
            err.println(PrintableText.lines("tidewatch-fleet: " + Importer.words(e)));
            return FAILED;
        }
    }

    private int run(PrintStream out, PrintStream err) throws IOException {
        Labels.problem(labels).ifPresent(problem -> {
            throw new CommandLine.ParameterException(spec.commandLine(), problem);
        });
        SparkContext context = SparkContext.getOrCreate(new SparkConf().setAppName(NAME));
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(context);
        RemoteRecordings recordings;
        RemoteFiles folder;
        try {
            recordings = RemoteRecordings.find(names, spark.hadoopConfiguration());
            folder = new RemoteFiles(new Path(to), spark.hadoopConfiguration());
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), Importer.words(e), e);
        }
        ImportResult result = new ImportResult(text -> err.println(PrintableText.of("warning: " + text)));
        for (String folderName : recordings.unreadable()) {
            result.missing(folderName + " cannot be searched: recordings there are missing");
        }
        try (RemoteStore store = RemoteStore.open(folder, NAME + " " + context.applicationId())) {
            new ImportJob(spark, folder, store, labels, result, text -> out.println(PrintableText.of(text)))
                    .run(recordings.all());
        }
        out.println(PrintableText.of(result.toString()));
        return result.problems() == 0 ? 0 : FAILED;
    }
}
