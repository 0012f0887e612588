package io.github.tidewatch.live;

/** A counter of seconds that only grows. Each of its {@link Series} is of one group of threads. Immutable. */
public enum LiveMetric {
    /** On a CPU. */
    CPU_TIME("tidewatch.thread.cpu.time", "Time of threads on a CPU", "cpu.mode"),
    /** Runnable, but waiting for a CPU. */
    CPU_DELAY("tidewatch.thread.cpu_delay.time", "Time in which threads were runnable and had no CPU", ""),
    /** Why there was no CPU; an estimate. The sum over all causes is the delay of groups that lost much. */
    CPU_DELAY_CAUSE(
            "tidewatch.thread.cpu_delay.cause.time",
            "Time in which threads were runnable and had no CPU, by its cause",
            "tidewatch.cpu_delay.cause"),
    /** Waiting for block I/O, of threads of which that is known. */
    BLOCK_IO_DELAY("tidewatch.thread.block_io_delay.time", "Time in which threads waited for block I/O", ""),
    /** Of which time block I/O is not known: then it is in the waits. */
    BLOCK_IO_UNKNOWN(
            "tidewatch.thread.block_io_unknown.time",
            "Recorded time of threads of which their block-I/O delay is not known",
            ""),
    /** The voluntary rest. */
    WAIT("tidewatch.thread.wait.time", "Time in which threads waited for something else", "tidewatch.wait.kind"),
    /** All of it: where block I/O is known, the others but for the causes sum to this. */
    RECORDED("tidewatch.thread.recorded.time", "Time of threads that is recorded: the sum of its parts", "");

    /** The attribute that all of them have. */
    public static final String GROUP = "tidewatch.thread.group";

    /** The histogram of spans, in seconds. */
    public static final String SPAN_DURATION = "tidewatch.span.duration";

    /** What its histogram is. */
    public static final String SPAN_DESCRIPTION =
            "Duration of spans that the application opened, from their threshold on";

    /** The name of a span. */
    public static final String SPAN_NAME = "tidewatch.span.name";

    /** The class of the exception that a span ended by, as OpenTelemetry has it. */
    public static final String ERROR_TYPE = "error.type";

    private final String metricName;
    private final String description;
    private final String attribute;

    LiveMetric(String metricName, String description, String attribute) {
        this.metricName = metricName;
        this.description = description;
        this.attribute = attribute;
    }

    /** As OpenTelemetry names metrics; in Prometheus dots are underscores, and {@code _seconds_total} follows. */
    public String metricName() {
        return metricName;
    }

    /** A sentence for users. */
    public String description() {
        return description;
    }

    /** The attribute that it has beside {@link #GROUP}; empty if it has none. */
    String attribute() {
        return attribute;
    }
}
