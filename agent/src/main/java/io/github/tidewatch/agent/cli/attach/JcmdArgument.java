package io.github.tidewatch.agent.cli.attach;

import io.github.tidewatch.agent.cli.console.CommandFailure;

/** How a text is given to another JVM's commands, whose parser ends an argument at a space and knows no escapes. */
final class JcmdArgument {
    private JcmdArgument() {}

    /** In quotes; within these, spaces, commas and equals signs are nothing special (JDK 11 to 26). */
    static String quoted(String text) {
        char quote = text.indexOf('"') < 0 ? '"' : '\'';
        if (text.indexOf(quote) >= 0 || text.chars().anyMatch(Character::isISOControl)) {
            throw new CommandFailure(
                    "'" + text + "' cannot be given to a JVM: its commands take no text with both kinds of"
                            + " quotes or with control characters. Give a path without");
        }
        return quote + text + quote;
    }
}
