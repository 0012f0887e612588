/**
 * What is measured of a thread ({@link io.github.tidewatch.metrics.Metric}), sums of it that know what is unknown
 * ({@link io.github.tidewatch.metrics.Totals}), and which records are of one thread
 * ({@link io.github.tidewatch.metrics.ThreadIdentity}), and which threads do the same work, by their names
 * ({@link io.github.tidewatch.metrics.ThreadGroups}, {@link io.github.tidewatch.metrics.ThreadKind}). Pure; imports nothing
 * of ours.
 *
 * <p>{@code ThreadKind} and {@code JvmThreadName} need each other: a kind is found by the name of a thread, and each known
 * name has its kind.
 */
package io.github.tidewatch.metrics;
