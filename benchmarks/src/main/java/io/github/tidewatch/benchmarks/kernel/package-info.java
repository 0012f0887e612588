/** The kernel's own price of taskstats, by a program in C, and Tidewatch's beside it. */
package io.github.tidewatch.benchmarks.kernel;
