package io.github.tidewatch.agent.cli.top;

import java.time.Instant;
import java.util.List;

/** What one interval showed. Filled by its maker, then unchanged. */
final class Snapshot {
    Instant time;
    /** Length of the interval, ns. */
    long length;

    List<Row> rows = List.of();
    /** Sum over the rows. */
    Row total;
    /** CPU time of the process in percent of one CPU, with that of threads that have ended; NaN if unknown. */
    double processCpu = Double.NaN;
    /** CPU time of its cgroup in percent of one CPU; NaN if unknown. */
    double cgroupCpu = Double.NaN;
    /**
     * For how long the cgroup was held back by its quota, in percent of one CPU: as the kernel sums it over CPUs, so that
     * two CPUs that are held back all the time are 200; NaN without a quota.
     */
    double cgroupThrottled = Double.NaN;
    /** The quota in CPUs; NaN if there is none. */
    double cgroupQuota = Double.NaN;
    /** "taskstats" or "procfs". */
    String source = "";
    /** Whether block-I/O delay is known on this host at all. */
    boolean blockIo;
    /** Whether reads and writes are. */
    boolean io;
    /** Whether run-queue delay is. */
    boolean runDelay = true;
    /** Where names come from, and what is missing, for people. */
    String remark = "";
}
