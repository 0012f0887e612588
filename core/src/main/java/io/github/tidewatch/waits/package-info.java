/**
 * What a sleeping thread waits for.
 *
 * <p>The kernel says which system call it is in ({@code /proc/self/task/TID/syscall}, without privilege for threads of one's
 * own process), and {@code /proc/self/fd} whether a descriptor is a socket, a pipe or a file. All waits of the JVM's own
 * making are one and the same call, futex(2): of these the Java thread itself says which it is, in a field that is read
 * without a safepoint. {@link io.github.tidewatch.waits.WaitClassifier} brings the two together.
 */
package io.github.tidewatch.waits;
