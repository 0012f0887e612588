package io.github.tidewatch.taskstats;

import io.github.tidewatch.linux.Errno;

/** What has become of the queries of one {@link StatsQuery}. */
final class QueryCounts {
    /** The tasks that were asked about. */
    long queries;

    /** How many had to be asked again, each time counted. */
    long queriesRepeated;

    long queriesFailed;
    long repliesLost;

    /** Messages that answered no open question, and were not believed. */
    long repliesDropped;

    /** The kernel's last error number other than "no such task" and "not permitted"; 0 if there was none. */
    int lastError;

    /** A query has come to nothing. */
    void missing(Outcome outcome) {
        if (outcome == Outcome.LOST) {
            repliesLost++;
        } else if (outcome != Outcome.GONE) {
            queriesFailed++;
        }
    }

    /** Whether a socket's error may be none the next time. */
    static boolean passes(int errorNumber) {
        return Errno.ENOMEM.is(-errorNumber)
                || Errno.ENOBUFS.is(-errorNumber)
                || Errno.EAGAIN.is(-errorNumber)
                || Errno.EINTR.is(-errorNumber);
    }
}
