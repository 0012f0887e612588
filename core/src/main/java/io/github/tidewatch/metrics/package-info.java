/**
 * What is measured of a thread ({@link io.github.tidewatch.metrics.Metric}), sums of it that know what is unknown
 * ({@link io.github.tidewatch.metrics.Totals}), and which records are of one thread
 * ({@link io.github.tidewatch.metrics.ThreadIdentity}), and which threads do the same work, by their names
 * ({@link io.github.tidewatch.metrics.ThreadGroups}, {@link io.github.tidewatch.metrics.ThreadKinds}). Pure; imports nothing
 * of ours.
 */
package io.github.tidewatch.metrics;
