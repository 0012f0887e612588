/**
 * {@code report}: what a recording says of where the time of a process went, as text, JSON and HTML.
 *
 * <p>Data goes one way: files → chunks that can be read ({@link io.github.tidewatch.agent.cli.report.ChunkFile}) →
 * events ({@link io.github.tidewatch.agent.cli.report.RecordingReader}) → sums per thread, bounded in memory whatever
 * the size of the recording ({@link io.github.tidewatch.agent.cli.report.ThreadAggregator}) → one result
 * ({@link io.github.tidewatch.agent.cli.report.Summary}) → output. All outputs show the same result, so that their
 * numbers cannot differ. An unknown is never a zero: {@link io.github.tidewatch.metrics.Totals}.
 *
 * <p>Recordings may be of any JDK, any host and any version of Tidewatch: no field is taken for granted, and a thread's
 * name is the application's, not to be trusted on a terminal or in HTML.
 */
package io.github.tidewatch.agent.cli.report;
