/**
 * Writes a {@link io.github.tidewatch.agent.cli.report.model.Summary} as text, JSON and HTML. A thread's name is the
 * application's, not to be trusted on a terminal or in HTML.
 *
 * <p>Of the report's packages imports {@code model} only.
 */
package io.github.tidewatch.agent.cli.report.render;
