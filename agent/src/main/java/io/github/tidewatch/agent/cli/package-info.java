/**
 * The command line, {@code java -jar tidewatch.jar COMMAND}: which commands there are, and what is the same for all of
 * them. Each command has a package of its own below this one; what they share is in {@code cli.console}.
 *
 * <p>Starting up is half of what a command costs, so a command's classes are touched only when it is called.
 */
package io.github.tidewatch.agent.cli;
