/**
 * From totals per thread to findings: which loss of which threads is worth somebody's time, how bad it is, what it means
 * and what to do.
 *
 * <p>{@link io.github.tidewatch.findings.RuleInput} is what a recording, or any span of time, contains:
 * {@link io.github.tidewatch.findings.ThreadTotals} of each thread, the
 * {@link io.github.tidewatch.findings.StatusFacts} and the {@link io.github.tidewatch.findings.OverheadFacts}. Each
 * {@link io.github.tidewatch.findings.Check} evaluates it against its {@link io.github.tidewatch.findings.Threshold}s and
 * returns one {@link io.github.tidewatch.findings.Finding}:
 *
 * <pre>{@code
 * RuleInput input = RuleInput.ofSpan(nanos).threads(totals).status(status).build();
 * List<Finding> worstFirst = Findings.of(input);
 * }</pre>
 *
 * <p>Pure: no clock, no I/O, no Flight Recorder, so that a report on the command line and a rule in JDK Mission Control
 * say the same. A quantity that is absent is never taken for zero: what needs it answers "not applicable" and says why.
 * A value known for a part of a thread's time only is used as the least value that it is. A voluntary wait is a
 * finding only where others held the thread up: one with nothing to do is well.
 *
 * <p>Of our packages imports {@code findings.waits}, {@code metrics} and {@code text} only. All times are in nanoseconds.
 */
package io.github.tidewatch.findings;
