/**
 * What commands have in common: the terminal that they print to, the host that they ask, and the failures that end
 * them. Imports no command.
 */
package io.github.tidewatch.agent.cli.console;
