package io.github.tidewatch.rusage;

/** The fields of {@code struct rusage}, by the kernel's names, with the meaning and unit of getrusage(2) on Linux. */
public enum RusageField {
    /** User CPU time, in microseconds; the precise total split as the ticks saw user and system. */
    UTIME("ru_utime", 0, true),
    /** System CPU time, in microseconds; the precise total split as the ticks saw user and system. */
    STIME("ru_stime", 16, true),
    /**
     * The largest resident set so far, in KiB: of the process, also when asked about a thread; of children, that of the
     * largest child, not a sum.
     */
    MAXRSS("ru_maxrss", 32, true),
    /** Integral shared memory size; not maintained on Linux. */
    IXRSS("ru_ixrss", 40, false),
    /** Integral unshared data size; not maintained on Linux. */
    IDRSS("ru_idrss", 48, false),
    /** Integral unshared stack size; not maintained on Linux. */
    ISRSS("ru_isrss", 56, false),
    /** Page faults served without storage. */
    MINFLT("ru_minflt", 64, true),
    /** Page faults that needed storage. */
    MAJFLT("ru_majflt", 72, true),
    /** Swaps; not maintained on Linux. */
    NSWAP("ru_nswap", 80, false),
    /** Input from storage, in units of 512 bytes. */
    INBLOCK("ru_inblock", 88, true),
    /** Output to storage, in units of 512 bytes. */
    OUBLOCK("ru_oublock", 96, true),
    /** IPC messages sent; not maintained on Linux. */
    MSGSND("ru_msgsnd", 104, false),
    /** IPC messages received; not maintained on Linux. */
    MSGRCV("ru_msgrcv", 112, false),
    /** Signals received; not maintained on Linux. */
    NSIGNALS("ru_nsignals", 120, false),
    /** Voluntary context switches: the thread had to wait for something. */
    NVCSW("ru_nvcsw", 128, true),
    /** Involuntary context switches: the CPU was taken from the thread. */
    NIVCSW("ru_nivcsw", 136, true);

    private final String kernelName;
    private final boolean maintained;
    final int offset;

    RusageField(String kernelName, int offset, boolean maintained) {
        this.kernelName = kernelName;
        this.offset = offset;
        this.maintained = maintained;
    }

    /** The kernel's name, such as {@code "ru_utime"}. */
    public String kernelName() {
        return kernelName;
    }

    /** Whether Linux fills this field; where it does not, its 0 says nothing. */
    public boolean maintained() {
        return maintained;
    }
}
