package io.github.tidewatch.intervals;

/**
 * The thread that an {@link Interval} is of. The same thread is the same object for as long as the sampler knows it, and
 * a later one with its tid is another. Like its sampler, not safe for use by several threads at once.
 */
public interface SampledThread {
    /** The kernel's thread id. */
    int tid();

    /** The Java thread; null for threads of the JVM itself and wherever the mapping is unknown. */
    Thread javaThread();

    /** The Java thread's name; the kernel's name (comm) where there is no Java thread. */
    String name();
}
