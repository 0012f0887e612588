/**
 * The process that a command is about, as {@code /proc} shows it. Imports {@code cli.console}, the core's
 * {@code linux} and {@code procfs}, and the JDK.
 */
package io.github.tidewatch.agent.cli.process;
