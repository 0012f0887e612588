/**
 * {@code report}: what a recording says of where the time of a process went, as text, JSON and HTML.
 *
 * <p>Data goes one way: files → {@code recording} reads them → {@code model} sums up → {@code render} writes. The command
 * joins the three; only they know the model, and it knows none of them.
 */
package io.github.tidewatch.agent.cli.report;
