/** The live sums as meters of Micrometer. */
package io.github.tidewatch.live.micrometer;
