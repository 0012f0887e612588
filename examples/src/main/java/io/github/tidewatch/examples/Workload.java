package io.github.tidewatch.examples;

import java.io.IOException;

/** Threads that spend their time in a known way, so that a recording of them can be checked. */
interface Workload {
    /** What the command line calls it. */
    String name();

    /** One line: what the recording must show. */
    String shows();

    /** How long it runs unless set otherwise. */
    int defaultSeconds();

    /**
     * Runs for {@link Settings#seconds()}, or until the calling thread is interrupted.
     * All its threads have ended and its files are gone when this returns or throws.
     */
    void run(Settings settings, Progress progress) throws IOException, InterruptedException;
}
