package io.github.tidewatch.agent.virtual;

/** Takes what became known of virtual threads that have ended. Times in nanoseconds. */
public interface EndedThreads {
    /**
     * A thread of which the times are known one by one.
     *
     * @param begin when it was started, by {@link System#nanoTime}
     */
    void thread(String name, long id, long begin, VirtualThreadTimes times);

    /** Threads that ended since the last time, those included of which the times are known one by one. */
    void group(String name, long threads, VirtualThreadTimes times);
}
