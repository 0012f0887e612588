/**
 * {@code attach}: loads the agent into a running JVM, and records. Checks first whether that can go well, since attaching
 * sends a signal (SIGQUIT) that ends a process which does not expect it.
 */
package io.github.tidewatch.agent.cli.attach;
