/** {@code completion}: what makes a shell complete this command line. Imports picocli and {@code cli.console}. */
package io.github.tidewatch.agent.cli.completion;
