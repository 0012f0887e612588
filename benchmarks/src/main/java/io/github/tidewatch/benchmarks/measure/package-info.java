/** Rounds of measurements that take turns, and what is said of them. */
package io.github.tidewatch.benchmarks.measure;
