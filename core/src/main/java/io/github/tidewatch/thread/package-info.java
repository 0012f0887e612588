/**
 * Which Java thread is which kernel thread, and which run virtual threads.
 *
 * <p>Java has no public way from a {@code Thread} to its tid. HotSpot's own structures hold it, and the JVM exports
 * where: {@link io.github.tidewatch.thread.HotSpotJavaThreads} reads them by copying memory, so that an address gone
 * stale is an error and never a crash, and proves itself on the current thread before it is used. Where that cannot be
 * done (another JVM, no native code, {@code java.lang} not opened to this module),
 * {@link io.github.tidewatch.thread.UnmappedJavaThreads} says so: threads then go by tid and kernel name, and no Java
 * thread is guessed.
 *
 * <p>May import {@code linux} only.
 */
package io.github.tidewatch.thread;
