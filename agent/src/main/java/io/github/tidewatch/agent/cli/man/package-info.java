/** {@code man}: the manual pages of this command line. Imports picocli and {@code cli.console}. */
package io.github.tidewatch.agent.cli.man;
