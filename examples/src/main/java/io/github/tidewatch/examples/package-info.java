/**
 * Workloads whose threads spend their time in a known way, and a table of what a recording says of them.
 * Needs nothing but the JDK; {@code examples/demo.sh} runs both under the Tidewatch agent.
 */
package io.github.tidewatch.examples;
