/**
 * What a recording says of spans: how long they took, and what the slow ones have more of than the others. In bounded memory: a
 * recording is read twice, first for how long spans took, then for where the time of some of them went.
 */
package io.github.tidewatch.agent.cli.report.spans;
