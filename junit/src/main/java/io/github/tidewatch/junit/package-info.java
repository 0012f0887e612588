/**
 * Limits for where the time of threads goes while a JUnit test runs: {@link
 * io.github.tidewatch.junit.AssertAccounting}. Needs JUnit 5 and the JDK only. The agent's events are recorded, and its own
 * command {@code report --assert} says what they mean, so that there is one evaluation of them.
 */
package io.github.tidewatch.junit;
