/**
 * Workloads whose threads spend their time in a known way, and a table of what a recording says of them.
 * They need nothing but the JDK; {@code examples/demo.sh} runs both under the Tidewatch agent. Only the package
 * {@code library} uses tidewatch-core.
 */
package io.github.tidewatch.examples;
