/** Others who tell something of a JVM's threads, to be measured beside Tidewatch. */
package io.github.tidewatch.benchmarks.peers;
