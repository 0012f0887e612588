package io.github.tidewatch.timeline;

/** A part of a recording that covers a span of time; nanoseconds since 1970. */
public interface RecordedSpan {
    /** The begin. */
    long begin();

    /** The end, as far as it is known. */
    long end();
}
