package io.github.tidewatch.agent.cli.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** How values are written for people; what is unknown is a question mark. */
final class Format {
    static final String UNKNOWN = "?";
    private static final DateTimeFormatter DATE_AND_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter FINE_TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
    private static final long SECOND = 1_000_000_000;
    private static final String[] BYTE_UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private Format() {}

    static String percent(OptionalDouble percent) {
        return percent.isPresent() ? String.format(Locale.ROOT, "%.1f %%", percent.getAsDouble()) : UNKNOWN;
    }

    /** The part's share, marked where it is a least value. */
    static String percent(TimeSplit time, Part part) {
        return (time.isAtLeast(part) ? ">=" : "") + percent(time.percent(part));
    }

    static String seconds(double nanos) {
        double seconds = nanos / SECOND;
        if (seconds >= 100_000) {
            return String.format(Locale.ROOT, "%.1f h", seconds / 3600);
        }
        return String.format(Locale.ROOT, seconds >= 1000 ? "%.0f s" : seconds < 0.095 ? "%.3f s" : "%.2f s", seconds);
    }

    static String amount(Measure measure, OptionalLong value) {
        if (value.isEmpty()) {
            return UNKNOWN;
        }
        switch (measure.unit()) {
            case NANOS:
                return seconds(value.getAsLong());
            case BYTES:
                return bytes(value.getAsLong());
            default:
                return Long.toString(value.getAsLong());
        }
    }

    static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < BYTE_UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 || value >= 100 ? "%.0f %s" : "%.1f %s", value, BYTE_UNITS[unit]);
    }

    /** In the time zone of who reads it. */
    static String dateAndTime(long nanos) {
        return DATE_AND_TIME.format(instant(nanos).atZone(ZoneId.systemDefault()));
    }

    static String time(long nanos) {
        DateTimeFormatter format = nanos % SECOND == 0 ? TIME : FINE_TIME;
        return format.format(instant(nanos).atZone(ZoneId.systemDefault()));
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
    }
}
