/**
 * Workloads whose threads spend their time in a known way. They need nothing but the JDK; {@code examples/demo.sh} records
 * them under the Tidewatch agent and reports on the recording. Only the package {@code library} uses tidewatch-core.
 */
package io.github.tidewatch.examples;
