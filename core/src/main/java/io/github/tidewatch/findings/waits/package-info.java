/**
 * What threads waited for: the kinds of their voluntary waits, and of what is known of each wait, the lock, peer, file or
 * place in the code. Sums only, bounded in memory. What is not known is never a zero.
 *
 * <p>Pure: of our packages imports {@code metrics} and {@code text} only.
 */
package io.github.tidewatch.findings.waits;
