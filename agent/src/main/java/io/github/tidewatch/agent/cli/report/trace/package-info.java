/** The timeline of a recording in the format of Perfetto: what each thread's time went to, its waits and its spans. */
package io.github.tidewatch.agent.cli.report.trace;
