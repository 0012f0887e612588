package io.github.tidewatch.agent.cli.report.model;

import io.github.tidewatch.timeline.Quotas;
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

    private final long from;
    private final long to;
    private final Quotas quotas = new Quotas();
    private String cpuModel;
    private long cpus = UNKNOWN;
    private long usable = UNKNOWN;
    private double loads;
    private double ownLoads;
    private long loadCount;
    private final Average busy = new Average();
    private final Average own = new Average();
    private long started = UNKNOWN;

    /** CPU time per time. */
    private static final class Average {
        private double sum;
        private double seconds;

        void add(double time, double length) {
            sum += time / NANOS;
            seconds += length / NANOS;
        }

        OptionalDouble get() {
            return seconds > 0 ? OptionalDouble.of(sum / seconds) : OptionalDouble.empty();
        }
    }

    /** Of what was so between two times. */
    HostSums(long from, long to) {
        this.from = from;
        this.to = to;
    }

    /** Takes an event of one of these types, which ends then; of any other nothing. */
    public void add(RecordedEvent event, long end) {
        switch (event.getEventType().getName()) {
            case "jdk.CPUInformation":
                cpus = Math.max(cpus, number(event, "hwThreads"));
                cpuModel = event.hasField("cpu") ? event.getString("cpu") : cpuModel;
                break;
            case "jdk.ContainerConfiguration":
                long period = number(event, "cpuSlicePeriod");
                long slice = number(event, "cpuQuota");
                if (period > 0 && slice > 0) {
                    quotas.ofContainer((double) slice / period);
                }
                break;
            case "jdk.CPULoad":
                loads += event.getFloat("machineTotal");
                ownLoads += event.getFloat("jvmUser") + event.getFloat("jvmSystem");
                loadCount++;
                break;
            case "tidewatch.HostCpu":
                addCpus(number(event, "onlineCpus"), number(event, "usableCpus"));
                addUse(end - event.getLong("interval"), end, number(event, "busyTime"), number(event, "ownTime"));
                break;
            case "tidewatch.CpuThrottling":
                if (event.hasField("cpus")) {
                    addQuota(
                            event.getString("controlGroup"),
                            end - event.getLong("interval"),
                            end,
                            event.getDouble("cpus"));
                }
                break;
            default: // not of the host
        }
    }

    private static long number(RecordedEvent event, String field) {
        return event.hasField(field) ? event.getLong(field) : UNKNOWN;
    }

    /** Takes how many CPUs the host has, and how many of them the process may use. */
    public void addCpus(long online, long usableByProcess) {
        cpus = Math.max(cpus, online);
        usable = Math.max(usable, usableByProcess);
    }

    /** Takes for how long the CPUs that the process may use were busy in an interval, and busy with the process. */
    public void addUse(long begin, long end, long busyTime, long ownTime) {
        double length = (double) Math.min(to, end) - Math.max(from, begin);
        double fraction = length / (end - begin);
        if (end <= begin || fraction <= 0) {
            return;
        }
        if (busyTime >= 0) {
            busy.add(busyTime * fraction, length);
        }
        if (ownTime >= 0) {
            own.add(ownTime * fraction, length);
        }
    }

    /** Takes the CPU quota of a control group in an interval; 0 where it had none. */
    public void addQuota(String controlGroup, long begin, long end, double quota) {
        if (begin < to && end > from) {
            quotas.add(controlGroup, begin, end, quota);
        }
    }

    /** Takes when the JVM was started, nanoseconds since 1970. */
    public void started(long time) {
        started = time;
    }

    /** CPUs of the host, or those that the JVM knows of. */
    public OptionalLong cpus() {
        return cpus > 0 ? OptionalLong.of(cpus) : OptionalLong.empty();
    }

    /** What the JVM calls the CPUs; null if it does not say. */
    public String cpuModel() {
        return cpuModel;
    }

    /** CPUs that the process may use, of which {@link #busyCpus} are busy; empty where these are of all of the host. */
    public OptionalLong usableCpus() {
        return usable > 0 && busy.get().isPresent() ? OptionalLong.of(usable) : OptionalLong.empty();
    }

    /** The CPU quota in force, in CPUs; empty if there is none, if none is known, or if it changed. */
    public OptionalDouble cpuQuota() {
        return cpuQuota(from, to);
    }

    /** The same between these times. */
    public OptionalDouble cpuQuota(long begin, long end) {
        return quotas.inForce(begin, end);
    }

    /** The smallest that the CPU quota in force was. */
    public OptionalDouble smallestQuota() {
        return quotas.smallest(from, to);
    }

    /** The greatest that the CPU quota in force was. */
    public OptionalDouble greatestQuota() {
        return quotas.greatest(from, to);
    }

    /** CPUs that were busy on average, with whatever of the host. */
    public OptionalDouble busyCpus() {
        return busy.get().isPresent() ? busy.get() : ofLoads(loads);
    }

    /** CPUs that the process used on average; no more than were busy, though both are counted in ticks of the kernel. */
    public OptionalDouble ownCpus() {
        OptionalDouble used = own.get().isPresent() ? own.get() : ofLoads(ownLoads);
        return used.isPresent() && busyCpus().isPresent()
                ? OptionalDouble.of(Math.min(used.getAsDouble(), busyCpus().getAsDouble()))
                : used;
    }

    private OptionalDouble ofLoads(double sum) {
        return loadCount > 0 && cpus > 0 ? OptionalDouble.of(sum / loadCount * cpus) : OptionalDouble.empty();
    }

    /** When the JVM was started, nanoseconds since 1970. */
    OptionalLong started() {
        return started == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(started);
    }
}
