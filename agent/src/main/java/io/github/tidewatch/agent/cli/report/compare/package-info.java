/**
 * What changed from one recording to another, by group of threads, part of their time, cause and span: told from chance by how
 * much batches of each recording differ among themselves.
 */
package io.github.tidewatch.agent.cli.report.compare;
