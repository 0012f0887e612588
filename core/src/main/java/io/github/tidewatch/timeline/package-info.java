/**
 * Sums over time: which part of a recording is evaluated, and what held in it. The command {@code report} and the rules in JDK
 * Mission Control both go by it, so that they say the same. Pure; times are nanoseconds since 1970.
 */
package io.github.tidewatch.timeline;
