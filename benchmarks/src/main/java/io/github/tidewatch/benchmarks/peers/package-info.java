/** Other tools that report on a JVM's threads, to be measured beside Tidewatch. */
package io.github.tidewatch.benchmarks.peers;
