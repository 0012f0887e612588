/**
 * What a report says, whatever it is read from and written as: sums per thread, bounded in memory whatever the size of the
 * recording ({@link io.github.tidewatch.agent.cli.report.model.RecordedSums}), and one result
 * ({@link io.github.tidewatch.agent.cli.report.model.Summary}), which all outputs show, so that their numbers cannot differ.
 * An unknown is never a zero: {@link io.github.tidewatch.metrics.Totals}.
 *
 * <p>Imports none of the report's other packages.
 */
package io.github.tidewatch.agent.cli.report.model;
