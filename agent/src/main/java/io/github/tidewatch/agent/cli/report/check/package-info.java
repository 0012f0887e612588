/**
 * What a recording has to keep to, such as {@code cpuDelay(http-*) < 5 %}: whether it does, or whether that cannot be said,
 * because it is not known or because others on the host caused it. Pure, but for the reading of spans.
 */
package io.github.tidewatch.agent.cli.report.check;
