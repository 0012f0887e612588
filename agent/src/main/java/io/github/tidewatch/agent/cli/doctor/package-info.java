/**
 * {@code doctor}: what one will get on this host, for this user and JVM, why not more, and what would change that. It
 * asks the same {@link io.github.tidewatch.accounting.Accounting} that feeds recordings, so that it cannot promise
 * something else.
 */
package io.github.tidewatch.agent.cli.doctor;
