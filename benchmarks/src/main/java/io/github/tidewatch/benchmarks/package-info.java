/** The command that measures, and the table that it fills. */
package io.github.tidewatch.benchmarks;
