/**
 * Live sums of this JVM's threads, by group: Tidewatch's events are followed while they are recorded, and added up to counters
 * that only grow. What registers them with a library for metrics is in a package of its own each, so that neither library is
 * needed without it. Memory and series are bounded, whatever threads are called and however many there are.
 */
package io.github.tidewatch.live;
