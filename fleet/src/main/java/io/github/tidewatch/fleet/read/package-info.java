/**
 * From recordings to rows: which files are meant, the events of one chunk, and of which JVM it is. Recordings may be of any
 * JDK, host and version of Tidewatch, cut off or damaged: no field is taken for granted.
 */
package io.github.tidewatch.fleet.read;
