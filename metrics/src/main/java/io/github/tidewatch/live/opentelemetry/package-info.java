/** The live sums as instruments of OpenTelemetry. */
package io.github.tidewatch.live.opentelemetry;
