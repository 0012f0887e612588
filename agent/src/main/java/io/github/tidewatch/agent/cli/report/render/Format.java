package io.github.tidewatch.agent.cli.report.render;

import io.github.tidewatch.findings.Finding;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.Totals;
import io.github.tidewatch.text.Durations;
import io.github.tidewatch.text.PrintableText;
import io.github.tidewatch.text.Sizes;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** How values are written for people; what is unknown is a question mark. */
public final class Format {
    static final String UNKNOWN = "?";
    private static final DateTimeFormatter DATE_AND_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter FINE_TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
    private static final long SECOND = 1_000_000_000;

    private Format() {}

    /** In quotation marks where it would be nothing to see. */
    static String name(String name) {
        return PrintableText.visible(name);
    }

    /** Rounded as the HTML report's script does it, so that both show the same. */
    static String percent(OptionalDouble percent) {
        return percent.isPresent() ? rounded(percent.getAsDouble(), 1) + " %" : UNKNOWN;
    }

    private static String rounded(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", BigDecimal.valueOf(scaled(value, digits), digits));
    }

    private static long scaled(double value, int digits) {
        return Math.round(value * Math.pow(10, digits));
    }

    /** The part's share, marked where it is a least value. */
    static String percent(Totals time, Metric part) {
        return (time.isAtLeast(part) ? ">=" : "") + percent(time.percent(part));
    }

    /** From 0 to 100; a question mark where the finding does not apply. */
    static String score(Finding finding) {
        return finding.score().isPresent() ? rounded(finding.score().getAsDouble(), 0) : UNKNOWN;
    }

    static String amount(Metric metric, OptionalLong value) {
        if (value.isEmpty()) {
            return UNKNOWN;
        }
        switch (metric.unit()) {
            case NANOSECONDS:
                return Durations.text(value.getAsLong());
            case BYTES:
                return Sizes.text(value.getAsLong());
            default:
                return Long.toString(value.getAsLong());
        }
    }

    /** In the time zone of who reads it. */
    public static String dateAndTime(long nanos) {
        return DATE_AND_TIME.format(instant(nanos).atZone(ZoneId.systemDefault()));
    }

    public static String date(long nanos) {
        return instant(nanos).atZone(ZoneId.systemDefault()).toLocalDate().toString();
    }

    /** The same without the date. */
    public static String time(long nanos) {
        DateTimeFormatter format = nanos % SECOND == 0 ? TIME : FINE_TIME;
        return format.format(instant(nanos).atZone(ZoneId.systemDefault()));
    }

    /** Milliseconds since 1970 as if the time zone of who reads it were UTC: clock time without a zone. */
    static long localMillis(long nanos) {
        Instant moment = instant(nanos);
        long zone = ZoneId.systemDefault().getRules().getOffset(moment).getTotalSeconds();
        return moment.toEpochMilli() + zone * 1000;
    }

    public static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
    }
}
