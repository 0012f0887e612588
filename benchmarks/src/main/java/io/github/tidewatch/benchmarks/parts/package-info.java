/** The parts of a look at all threads, each alone, by JMH. */
package io.github.tidewatch.benchmarks.parts;
