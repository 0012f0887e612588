package io.github.tidewatch.agent.cli.top;

import io.github.tidewatch.findings.DelayCauses;
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
     * For how long the cgroup, or the ancestor that was for longest, was held back by its quota, in percent of one CPU: as the kernel sums it over CPUs, so that
     * two CPUs that are held back all the time are 200; NaN if unknown.
     */
    double cgroupThrottled = Double.NaN;
    /** The quota in force in CPUs; NaN if none is seen. */
    double cgroupQuota = Double.NaN;
    /** The ancestor whose quota it is; "" if it is the cgroup's own. */
    String cgroupQuotaOf = "";
    /** Whether the quota of all visible groups is known; if not, there may be a smaller one, or one at all. */
    boolean isCgroupQuotaKnown;
    /** "taskstats" or "procfs". */
    String source = "";
    /** Whether block-I/O delay is known on this host at all. */
    boolean blockIo;
    /** Whether reads and writes are. */
    boolean io;
    /** Whether run-queue delay is. */
    boolean runDelay = true;
    /** Why its threads waited for a CPU; null if that cannot be known here. */
    DelayCauses causes;
    /** Where names come from, and what is missing, for people. */
    String remark = "";
}
