package io.github.tidewatch.agent.cli.report.model;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import jdk.jfr.consumer.RecordedEvent;

/**
 * What the recording says of the CPUs: how many there are, how many the process may use, and who used them. Of the JDK's own
 * events and of Tidewatch's; what none of them says is unknown. For one thread at a time.
 */
public final class HostSums {
    private static final long UNKNOWN = Long.MIN_VALUE;
    private static final double NANOS = 1e9;

    private long cpus = UNKNOWN;
    private double quota = Double.NaN;
    private double loads;
    private double ownLoads;
    private long loadCount;
    private double busy;
    private double own;
    private double seconds;
    private long started = UNKNOWN;

    /** Takes an event of one of these types; of any other nothing. */
    public void add(RecordedEvent event) {
        switch (event.getEventType().getName()) {
            case "jdk.CPUInformation":
                cpus = Math.max(cpus, number(event, "hwThreads"));
                break;
            case "jdk.ContainerConfiguration":
                long period = number(event, "cpuSlicePeriod");
                long slice = number(event, "cpuQuota");
                if (period > 0 && slice > 0) {
                    limit((double) slice / period);
                }
                break;
            case "jdk.CPULoad":
                loads += event.getFloat("machineTotal");
                ownLoads += event.getFloat("jvmUser") + event.getFloat("jvmSystem");
                loadCount++;
                break;
            case "tidewatch.HostCpu":
                addHostCpu(event);
                break;
            case "tidewatch.CpuThrottling":
                if (event.hasField("cpus") && event.getDouble("cpus") > 0) {
                    limit(event.getDouble("cpus"));
                }
                break;
            default: // not of the host
        }
    }

    private void addHostCpu(RecordedEvent event) {
        cpus = Math.max(cpus, number(event, "onlineCpus"));
        long length = number(event, "interval");
        long busyTime = number(event, "busyTime");
        long ownTime = number(event, "ownTime");
        if (length > 0 && busyTime != UNKNOWN && ownTime != UNKNOWN) {
            seconds += length / NANOS;
            busy += busyTime / NANOS;
            own += ownTime / NANOS;
        }
    }

    private static long number(RecordedEvent event, String field) {
        return event.hasField(field) ? event.getLong(field) : UNKNOWN;
    }

    private void limit(double limit) {
        quota = Double.isNaN(quota) ? limit : Math.min(quota, limit);
    }

    /** Takes when the JVM was started, nanoseconds since 1970. */
    public void started(long time) {
        started = time;
    }

    /** CPUs of the host, or those that the JVM knows of. */
    public OptionalLong cpus() {
        return cpus > 0 ? OptionalLong.of(cpus) : OptionalLong.empty();
    }

    /** The smallest CPU quota, in CPUs; empty if there is none, or none is known. */
    public OptionalDouble cpuQuota() {
        return Double.isNaN(quota) ? OptionalDouble.empty() : OptionalDouble.of(quota);
    }

    /** CPUs that were busy on average, with whatever of the host. */
    public OptionalDouble busyCpus() {
        if (seconds > 0) {
            return OptionalDouble.of(busy / seconds);
        }
        return loadCount > 0 && cpus > 0 ? OptionalDouble.of(loads / loadCount * cpus) : OptionalDouble.empty();
    }

    /** CPUs that the process used on average. */
    public OptionalDouble ownCpus() {
        if (seconds > 0) {
            return OptionalDouble.of(own / seconds);
        }
        return loadCount > 0 && cpus > 0 ? OptionalDouble.of(ownLoads / loadCount * cpus) : OptionalDouble.empty();
    }

    /** When the JVM was started, nanoseconds since 1970. */
    OptionalLong started() {
        return started == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(started);
    }
}
