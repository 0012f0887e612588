package io.github.tidewatch.rusage;

import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.linux.NativeAccessException;
import io.github.tidewatch.linux.SystemCallException;
import io.github.tidewatch.linux.SystemCalls;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;

/**
 * What getrusage(2) says of the calling thread, the process, or its children that ended: the whole
 * {@code struct rusage}. An immutable value; all times and counts run from the start of the thread or process.
 *
 * <pre>{@code
 * ResourceUsage before = ResourceUsage.ofThread();
 * work();
 * ResourceUsage spent = ResourceUsage.ofThread().minus(before);
 * System.out.println(spent.userTime() + " " + spent.majorFaults());
 * }</pre>
 *
 * <p>Needs no privilege. A thread can be asked about itself only; for another thread, taskstats has the same counters.
 * For paths that must not allocate there is {@link RusageReader}.
 */
public final class ResourceUsage {
    private final RusageScope scope;
    private final long[] values;

    ResourceUsage(RusageScope scope, long[] values) {
        this.scope = scope;
        this.values = values;
    }

    /**
     * The calling thread's (RUSAGE_THREAD).
     *
     * @throws SystemCallException if the kernel refuses
     * @throws NativeAccessException if native code cannot be used in this JVM
     */
    public static ResourceUsage ofThread() {
        return of(RusageScope.THREAD, HostSystemCalls.get());
    }

    /**
     * That of all threads of this process together (RUSAGE_SELF).
     *
     * @throws SystemCallException if the kernel refuses
     * @throws NativeAccessException if native code cannot be used in this JVM
     */
    public static ResourceUsage ofProcess() {
        return of(RusageScope.PROCESS, HostSystemCalls.get());
    }

    /**
     * That of the children of this process that ended and were waited for (RUSAGE_CHILDREN).
     *
     * @throws SystemCallException if the kernel refuses
     * @throws NativeAccessException if native code cannot be used in this JVM
     */
    public static ResourceUsage ofChildren() {
        return of(RusageScope.CHILDREN, HostSystemCalls.get());
    }

    static ResourceUsage of(RusageScope scope, SystemCalls calls) {
        RusageReader reader = new RusageReader(calls);
        reader.read(scope);
        return copyOf(reader);
    }

    /**
     * What a reader read last.
     *
     * @throws IllegalStateException if it has read nothing
     */
    public static ResourceUsage copyOf(RusageReader reader) {
        long[] values = new long[RusageField.values().length];
        int i = 0;
        for (RusageField field : RusageField.values()) {
            values[i++] = reader.get(field);
        }
        return new ResourceUsage(reader.scope(), values);
    }

    /** Whose usage this is. */
    public RusageScope scope() {
        return scope;
    }

    /** A field in its unit; times in microseconds. */
    @SuppressWarnings("EnumOrdinal") // A primitive table, never stored.
    public long get(RusageField field) {
        return values[field.ordinal()];
    }

    /** {@code ru_utime}: CPU time in user mode, to the microsecond. */
    public Duration userTime() {
        return Duration.ofNanos(1000 * get(RusageField.UTIME));
    }

    /** {@code ru_stime}: CPU time in the kernel, to the microsecond. */
    public Duration systemTime() {
        return Duration.ofNanos(1000 * get(RusageField.STIME));
    }

    /**
     * {@code ru_maxrss}: the largest resident set so far, in KiB. A thread has its process'; of children it is the
     * largest child's. Of a difference it is the later value, since high-water marks do not subtract.
     */
    public long maxResidentKibibytes() {
        return get(RusageField.MAXRSS);
    }

    /** {@code ru_ixrss}. Not maintained on Linux: the 0 says nothing. */
    public long integralSharedMemory() {
        return get(RusageField.IXRSS);
    }

    /** {@code ru_idrss}. Not maintained on Linux: the 0 says nothing. */
    public long integralUnsharedData() {
        return get(RusageField.IDRSS);
    }

    /** {@code ru_isrss}. Not maintained on Linux: the 0 says nothing. */
    public long integralUnsharedStack() {
        return get(RusageField.ISRSS);
    }

    /** {@code ru_minflt}: page faults served without storage. */
    public long minorFaults() {
        return get(RusageField.MINFLT);
    }

    /** {@code ru_majflt}: page faults that needed storage. */
    public long majorFaults() {
        return get(RusageField.MAJFLT);
    }

    /** {@code ru_nswap}. Not maintained on Linux: the 0 says nothing. */
    public long swaps() {
        return get(RusageField.NSWAP);
    }

    /** {@code ru_inblock}: input from storage, in units of 512 bytes. */
    public long blockInputs() {
        return get(RusageField.INBLOCK);
    }

    /** {@code ru_oublock}: output to storage, in units of 512 bytes. */
    public long blockOutputs() {
        return get(RusageField.OUBLOCK);
    }

    /** {@code ru_msgsnd}. Not maintained on Linux: the 0 says nothing. */
    public long messagesSent() {
        return get(RusageField.MSGSND);
    }

    /** {@code ru_msgrcv}. Not maintained on Linux: the 0 says nothing. */
    public long messagesReceived() {
        return get(RusageField.MSGRCV);
    }

    /** {@code ru_nsignals}. Not maintained on Linux: the 0 says nothing. */
    public long signalsReceived() {
        return get(RusageField.NSIGNALS);
    }

    /** {@code ru_nvcsw}: context switches because the thread had to wait for something. */
    public long voluntarySwitches() {
        return get(RusageField.NVCSW);
    }

    /** {@code ru_nivcsw}: context switches because the CPU was taken from the thread. */
    public long involuntarySwitches() {
        return get(RusageField.NIVCSW);
    }

    /**
     * What was used since {@code earlier}.
     *
     * @throws IllegalArgumentException if {@code earlier} has another scope
     */
    public ResourceUsage minus(ResourceUsage earlier) {
        if (scope != earlier.scope) {
            throw new IllegalArgumentException(scope + " minus " + earlier.scope);
        }
        long[] differences = new long[values.length];
        int i = 0;
        for (RusageField field : RusageField.values()) {
            differences[i] = field == RusageField.MAXRSS ? values[i] : values[i] - earlier.values[i];
            i++;
        }
        return new ResourceUsage(scope, differences);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ResourceUsage
                && scope == ((ResourceUsage) other).scope
                && Arrays.equals(values, ((ResourceUsage) other).values);
    }

    @Override
    public int hashCode() {
        return Objects.hash(scope, Arrays.hashCode(values));
    }

    /** The fields that Linux maintains, for a person. */
    @Override
    public String toString() {
        return "ResourceUsage of " + scope.symbol + ": user " + get(RusageField.UTIME) + " us, system "
                + get(RusageField.STIME) + " us, max resident " + maxResidentKibibytes() + " KiB, faults "
                + minorFaults() + " minor " + majorFaults() + " major, blocks of 512 bytes " + blockInputs() + " in "
                + blockOutputs() + " out, switches " + voluntarySwitches() + " voluntary " + involuntarySwitches()
                + " involuntary";
    }
}
