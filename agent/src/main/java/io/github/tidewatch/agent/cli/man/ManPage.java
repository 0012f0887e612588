package io.github.tidewatch.agent.cli.man;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The manual page of a command, made of what {@code --help} says. picocli's own generator writes AsciiDoc, which only a
 * Ruby makes into pages (JRuby: 35 MB, and 14 s of CPU in each build), and it loses footers that have no heading.
 */
final class ManPage {
    private static final int UNWRAPPED = 2000;
    private static final Pattern AFTER_FIRST_CLAUSE = Pattern.compile("[.:;](\\s.*)?$", Pattern.DOTALL);

    private final CommandSpec spec;
    private final UsageMessageSpec usage;
    private final Help help;
    private final Roff page = new Roff();

    /** Of a command line that is used for nothing else: its width is changed. */
    ManPage(CommandLine command) {
        spec = command.getCommandSpec();
        usage = spec.usageMessage().width(UNWRAPPED);
        help = new Help(
                spec,
                new Help.ColorScheme.Builder(Ansi.ON)
                        .commands(Ansi.Style.bold)
                        .options(Ansi.Style.bold)
                        .parameters(Ansi.Style.italic)
                        .optionParams(Ansi.Style.italic)
                        .build());
        write();
    }

    /** As man(1) is asked for it, {@code tidewatch-top}. */
    String name() {
        return spec.qualifiedName("-");
    }

    /** The whole page. */
    String text() {
        return page.toString();
    }

    private void write() {
        String version = String.join(" ", spec.root().version());
        page.title(name().toUpperCase(Locale.ROOT), "1", version, "Tidewatch Manual");
        page.section("NAME").paragraphs(name() + " - " + summary(spec));
        page.section("SYNOPSIS").paragraphs(help.synopsis(0).replaceAll("\\s+", " "));
        page.section("DESCRIPTION").paragraphs(help.description());
        if (!spec.positionalParameters().isEmpty()) {
            page.section("ARGUMENTS");
            spec.positionalParameters().forEach(argument -> page.item(label(argument), description(argument)));
        }
        page.section("OPTIONS");
        spec.options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> page.item(names(option) + label(option), description(option)));
        if (!spec.subcommands().isEmpty()) {
            page.section("COMMANDS");
            spec.subcommands().values().stream()
                    .map(CommandLine::getCommandSpec)
                    .forEach(command ->
                            page.item(bold(command.name()), summary(command) + ". See " + reference(command) + "."));
        }
        if (!usage.exitCodeList().isEmpty()) {
            page.section("EXIT STATUS");
            usage.exitCodeList().forEach((code, meaning) -> page.item(bold(code), meaning));
        }
        if (usage.footer().length > 0) {
            String heading = help.footerHeading().replace(":", "").strip().toUpperCase(Locale.ROOT);
            page.section(heading.isEmpty() ? "NOTES" : heading)
                    .paragraphs(help.footer().replaceFirst("^\\R+", ""));
        }
        if (spec.parent() != null) {
            page.section("SEE ALSO").paragraphs(reference(spec.root()));
        }
    }

    /** The first clause of its description. */
    private static String summary(CommandSpec command) {
        return AFTER_FIRST_CLAUSE
                .matcher(command.usageMessage().description()[0])
                .replaceFirst("");
    }

    private static String names(OptionSpec option) {
        return Arrays.stream(option.names()).map(ManPage::bold).collect(Collectors.joining(", "));
    }

    private String label(ArgSpec argument) {
        return help.createDefaultParamLabelRenderer()
                .renderParameterLabel(argument, Ansi.ON, help.colorScheme().optionParamStyles())
                .toString();
    }

    private static String description(ArgSpec argument) {
        return String.join(" ", argument.description());
    }

    private static String reference(CommandSpec command) {
        return bold(command.qualifiedName("-")) + "(1)";
    }

    private static String bold(String text) {
        return Ansi.Style.bold.on() + text + Ansi.Style.bold.off();
    }
}
