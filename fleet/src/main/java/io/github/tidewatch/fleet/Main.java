package io.github.tidewatch.fleet;

import io.github.tidewatch.fleet.ingest.Importer;
import io.github.tidewatch.text.PrintableText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code java -jar tidewatch-fleet.jar COMMAND}. Exit codes: 0 done, 1 something is missing or failed, 2 usage. */
@Command(
        name = "tidewatch-fleet",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Recordings of many JVMs as tables, and questions to them.",
        subcommands = {
            ImportCommand.class,
            QueryCommand.class,
            CannedCommands.Worst.class,
            CannedCommands.ByService.class,
            CannedCommands.Since.class,
            CannedCommands.Hosts.class
        })
public final class Main {
    static final int FAILED = 1;

    private Main() {}

    /** As the jar says. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"tidewatch-fleet " + (version == null ? "(not from a jar)" : version)};
        }
    }

    /** Runs a command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int code = run(out, err, args);
        boolean isLost = out.checkError(); // flushes; a full disk, or a pipe that is closed
        System.exit(isLost && code == CommandLine.ExitCode.OK ? FAILED : code);
    }

    /** Runs a command with these streams in place of the JVM's. */
    static int run(PrintStream out, PrintStream err, String... args) {
        Terminal terminal = new Terminal(out, err);
        CommandLine line = new CommandLine(new Main(), new Commands(terminal));
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        // SQL may begin with a comment, which begins as options do.
        line.getSubcommands().get("query").setUnmatchedOptionsArePositionalParams(true);
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof IOException || failure instanceof SQLException) {
                err.println(PrintableText.lines("tidewatch-fleet: " + Importer.words(failure)));
                return failure instanceof QueryCommand.Wrong ? CommandLine.ExitCode.USAGE : FAILED;
            }
            throw failure;
        });
        return line.execute(args);
    }
}
