/**
 * What a test needs of the machine, as annotations of JUnit's: a test that does not have it is skipped, and a line
 * {@code skipped: REASON} says why. For the tests of all modules, which have it by this module's test-jar.
 *
 * <p>{@link io.github.tidewatch.testing.Host} answers the same questions for tests that assert one thing or another,
 * and {@link io.github.tidewatch.testing.Skip} ends a test whose need shows only while it runs.
 */
package io.github.tidewatch.testing;
