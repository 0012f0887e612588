package io.github.tidewatch.agent.cli.top;

import io.github.tidewatch.causes.DelayCauses;
import io.github.tidewatch.causes.HostCounters;
import io.github.tidewatch.findings.DelayCauseTotals;
import io.github.tidewatch.metrics.CpuDelayCause;

/** Why the threads of a process waited for a CPU, from one snapshot to the next. For one thread. */
final class CauseSum {
    private final HostCounters host;
    private DelayCauseTotals totals = new DelayCauseTotals();

    /**
     * An empty sum.
     *
     * @param host what can be known here
     */
    CauseSum(HostCounters host) {
        this.host = host;
    }

    void add(DelayCauses causes) {
        totals.add(causes.threadGroup(), causes.cpuDelay(), causes.mostCpuGroup(), cause -> part(causes, cause));
    }

    private boolean isKnown(CpuDelayCause cause) {
        return cause == CpuDelayCause.UNEXPLAINED
                || (cause == CpuDelayCause.QUOTA ? host.hasBandwidth() : host.hasTimes());
    }

    private long part(DelayCauses causes, CpuDelayCause cause) {
        if (!isKnown(cause)) {
            return DelayCauseTotals.UNKNOWN;
        }
        switch (cause) {
            case QUOTA:
                return causes.quotaDelay();
            case OWN_THREADS:
                return causes.ownThreadsDelay();
            case NEIGHBOR:
                return causes.neighborDelay();
            case STEAL:
                return causes.stealDelay();
            case PLACEMENT:
                return causes.placementDelay();
            default:
                return causes.unexplainedDelay();
        }
    }

    /** Hands over the sum, and begins anew. Where nobody waited, each cause that can be known took 0. */
    io.github.tidewatch.findings.DelayCauses take() {
        if (totals.isEmpty()) {
            totals.add("", 0, "", cause -> isKnown(cause) ? 0 : DelayCauseTotals.UNKNOWN);
        }
        DelayCauseTotals taken = totals;
        totals = new DelayCauseTotals();
        return taken.of(group -> true);
    }
}
