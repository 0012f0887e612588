package io.github.tidewatch.causes;

/** Takes one group's causes, which are valid only during the call. */
@FunctionalInterface
public interface DelayCausesSink {
    /** One group's causes. */
    void accept(DelayCauses causes);
}
