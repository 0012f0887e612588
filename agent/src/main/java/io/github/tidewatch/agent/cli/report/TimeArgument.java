package io.github.tidewatch.agent.cli.report;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A moment of a recording as a user writes it. */
final class TimeArgument {
    static final String ALLOWED = "HH:MM[:SS[.mmm]], YYYY-MM-DDTHH:MM:SS, both in this host's time zone unless it says"
            + " another (Z, +01:00), or +30s, +5m, +1h after the recording's begin";

    private static final Pattern AFTER = Pattern.compile("\\+(\\d{1,9})(ms|s|m|h)");

    private TimeArgument() {}

    /**
     * In nanoseconds since 1970.
     *
     * @throws IllegalArgumentException if it is none; the message says what is allowed
     */
    static long parse(String text, Coverage recorded, ZoneId zone) {
        Matcher after = AFTER.matcher(text);
        if (after.matches()) {
            long count = Long.parseLong(after.group(1));
            return recorded.begin() + duration(count, after.group(2)).toNanos();
        }
        Instant moment = moment(text.trim().replace(' ', 'T').toUpperCase(Locale.ROOT), recorded, zone);
        if (moment == null) {
            throw new IllegalArgumentException("'" + text + "' is no time: " + ALLOWED + ".");
        }
        return EventShape.nanos(moment);
    }

    private static Duration duration(long count, String unit) {
        switch (unit) {
            case "ms":
                return Duration.ofMillis(count);
            case "s":
                return Duration.ofSeconds(count);
            case "m":
                return Duration.ofMinutes(count);
            default:
                return Duration.ofHours(count);
        }
    }

    private static Instant moment(String text, Coverage recorded, ZoneId zone) {
        try {
            return text.contains("T") ? dateAndTime(text, zone) : timeOfDay(LocalTime.parse(text), recorded, zone);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Instant dateAndTime(String text, ZoneId zone) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return LocalDateTime.parse(text).atZone(zone).toInstant();
        }
    }

    /** On the first day of the recording on which it is within it; a recording may go on beyond midnight. */
    private static Instant timeOfDay(LocalTime time, Coverage recorded, ZoneId zone) {
        LocalDate first = Format.instant(recorded.begin()).atZone(zone).toLocalDate();
        LocalDate last = Format.instant(recorded.end()).atZone(zone).toLocalDate();
        for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
            Instant moment = day.atTime(time).atZone(zone).toInstant();
            long nanos = EventShape.nanos(moment);
            if (nanos >= recorded.begin() && nanos <= recorded.end()) {
                return moment;
            }
        }
        return first.atTime(time).atZone(zone).toInstant();
    }
}
