/**
 * Writes a {@link io.github.tidewatch.agent.cli.report.model.Summary} as text, JSON and HTML. A thread's name is the
 * application's, not to be trusted on a terminal or in HTML.
 *
 * <p>Of the report's packages imports {@code model} and {@code waits} only. The script of the page, {@code report.js}, is one
 * file of more than 300 lines, since the page has to work from a file, where a browser loads no modules.
 */
package io.github.tidewatch.agent.cli.report.render;
