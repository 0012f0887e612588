/**
 * The library {@code tidewatch-core} by example. Nothing else in this module loads it; its jars lie in {@code lib}
 * beside this module's jar.
 */
package io.github.tidewatch.examples.library;
