/** JVMs that are started in turn, with and without Tidewatch and with others, and what they cost as a whole. */
package io.github.tidewatch.benchmarks.jvm;
