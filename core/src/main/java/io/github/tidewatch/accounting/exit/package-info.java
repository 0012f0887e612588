/**
 * How exits of threads become known: from the thread itself ({@link
 * io.github.tidewatch.accounting.exit.ThreadExitAccounting}), from what it buffered before there was an accounting ({@link
 * io.github.tidewatch.accounting.exit.BufferedExits}), from the kernel, or from the sampler. All go through one queue,
 * {@link io.github.tidewatch.accounting.exit.ExitQueue}, which brings them together with the tasks that samples have found.
 */
package io.github.tidewatch.accounting.exit;
