/** The parts of a sample of all threads, each alone, by JMH. */
package io.github.tidewatch.benchmarks.parts;
