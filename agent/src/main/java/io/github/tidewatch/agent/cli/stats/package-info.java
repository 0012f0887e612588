/** {@code stats}: the kernel's accounting of any task, in the formats of other taskstats tools. */
package io.github.tidewatch.agent.cli.stats;
