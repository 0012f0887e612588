/**
 * Where in the code time went: each interval's parts of a thread, spread over the stacks that Flight Recorder's own events have
 * of the same thread in the same time. Statistical: a stack is of a moment, or of one wait, and the part is of the interval.
 * What has no stack says so. A recording is read twice: its stacks first, since an interval's record comes when it is over.
 */
package io.github.tidewatch.agent.cli.report.flame;
