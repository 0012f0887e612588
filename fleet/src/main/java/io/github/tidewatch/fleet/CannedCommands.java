package io.github.tidewatch.fleet;

import io.github.tidewatch.fleet.query.Canned;
import java.io.IOException;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Answers to the usual questions. */
final class CannedCommands {
    private CannedCommands() {}

    /** {@code worst}. */
    @Command(
            name = "worst",
            mixinStandardHelpOptions = true,
            description = "The thread groups of all services that lost most time: waiting for a CPU or for block I/O.")
    static final class Worst implements Callable<Integer> {
        private final Terminal terminal;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "20",
                description = "Rows; default ${DEFAULT-VALUE}.")
        private int limit;

        @Spec
        private CommandSpec spec;

        @Mixin
        private QueryCommand.Options options;

        Worst(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws IOException, SQLException {
            if (limit < 1) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--limit " + limit + ": 1 or more is allowed");
            }
            return options.answer(Canned.worst(limit), terminal);
        }
    }

    /** {@code by-service}. */
    @Command(
            name = "by-service",
            mixinStandardHelpOptions = true,
            description = "Each service: its time, CPU delay, and how much of that its CPU quota made.")
    static final class ByService implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private QueryCommand.Options options;

        ByService(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws IOException, SQLException {
            return options.answer(Canned.byService(), terminal);
        }
    }

    /** {@code hosts}. */
    @Command(
            name = "hosts",
            mixinStandardHelpOptions = true,
            description = "Each host: its CPU delay, and how much of that others on it and the hypervisor made.")
    static final class Hosts implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private QueryCommand.Options options;

        Hosts(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws IOException, SQLException {
            return options.answer(Canned.hosts(), terminal);
        }
    }

    /** {@code since}. */
    @Command(
            name = "since",
            mixinStandardHelpOptions = true,
            description =
                    "Each service before and since a time, such as that of a deploy; most growth of CPU delay first.")
    static final class Since implements Callable<Integer> {
        private final Terminal terminal;

        @Parameters(
                paramLabel = "TIME",
                description = "2026-11-28, 2026-11-28T14:00 (UTC), or with a zone 2026-11-28T14:00+01:00.")
        private String time;

        @Spec
        private CommandSpec spec;

        @Mixin
        private QueryCommand.Options options;

        Since(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws IOException, SQLException {
            return options.answer(Canned.since(utc()), terminal);
        }

        private LocalDateTime utc() {
            try {
                if (!time.contains("T")) {
                    return LocalDate.parse(time).atStartOfDay();
                }
                boolean hasZone = time.matches(".*T.*(Z|[+-].*)");
                return hasZone
                        ? OffsetDateTime.parse(time)
                                .withOffsetSameInstant(ZoneOffset.UTC)
                                .toLocalDateTime()
                        : LocalDateTime.parse(time);
            } catch (DateTimeException e) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(),
                        time + " is no time: 2026-11-28, 2026-11-28T14:00 (UTC) or 2026-11-28T14:00+01:00 is allowed",
                        e);
            }
        }
    }
}
