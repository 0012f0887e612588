/**
 * How an application says what its threads work on. Without dependencies, and without effect unless the Tidewatch agent is
 * in the JVM and a recording wants the event {@code tidewatch.Span}.
 */
package io.github.tidewatch.api;
