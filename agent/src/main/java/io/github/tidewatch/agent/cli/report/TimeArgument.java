package io.github.tidewatch.agent.cli.report;

import io.github.tidewatch.agent.cli.console.DurationConverter;
import io.github.tidewatch.agent.cli.report.render.Format;
import io.github.tidewatch.timeline.Coverage;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A moment of a recording as a user writes it. */
final class TimeArgument {
    static final String ALLOWED = "HH:MM[:SS[.mmm]], YYYY-MM-DDTHH:MM:SS, both in this host's time zone unless it says"
            + " another (Z, +01:00), or +30s, +5m, +1h after the recording's begin";

    private static final Pattern OFFSET = Pattern.compile("Z$|[+-][\\d:]+$");

    private TimeArgument() {}

    /**
     * In nanoseconds since 1970.
     *
     * @throws IllegalArgumentException if it is none; the message says what is allowed
     */
    static long parse(String text, Coverage recorded, ZoneId zone) {
        Optional<Duration> after = text.startsWith("+") ? DurationConverter.parse(text.substring(1)) : Optional.empty();
        try {
            if (after.isPresent()) {
                return Math.addExact(recorded.begin(), after.get().toNanos());
            }
            String written = text.trim().replace(' ', 'T').toUpperCase(Locale.ROOT);
            return nanos(
                    written.contains("T") ? dateAndTime(written, recorded, zone) : timeOfDay(written, recorded, zone));
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is no time: " + ALLOWED + ".", e);
        }
    }

    private static long nanos(Instant moment) {
        return Math.addExact(Math.multiplyExact(moment.getEpochSecond(), 1_000_000_000L), moment.getNano());
    }

    private static Instant dateAndTime(String text, Coverage recorded, ZoneId zone) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            LocalDateTime local = LocalDateTime.parse(text);
            List<OffsetDateTime> moments = moments(local, zone);
            return one(local, moments, within(moments, recorded), zone).toInstant();
        }
    }

    /** On the first day of the recording on which it is within it; a recording may go on beyond midnight. */
    private static Instant timeOfDay(String text, Coverage recorded, ZoneId zone) {
        if (OFFSET.matcher(text).find()) {
            OffsetTime time = OffsetTime.parse(text);
            return timeOfDay(time.toLocalTime(), recorded, time.getOffset());
        }
        return timeOfDay(LocalTime.parse(text), recorded, zone);
    }

    private static Instant timeOfDay(LocalTime time, Coverage recorded, ZoneId zone) {
        LocalDate first = Format.instant(recorded.begin()).atZone(zone).toLocalDate();
        LocalDate last = Format.instant(recorded.end()).atZone(zone).toLocalDate();
        for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
            List<OffsetDateTime> moments = moments(day.atTime(time), zone);
            List<OffsetDateTime> within = within(moments, recorded);
            if (!within.isEmpty()) {
                return one(day.atTime(time), moments, within, zone).toInstant();
            }
        }
        LocalDateTime local = first.atTime(time);
        return one(local, moments(local, zone), List.of(), zone).toInstant();
    }

    /** Two in an hour that a change of the clock repeats, none in one that it leaves out. */
    private static List<OffsetDateTime> moments(LocalDateTime local, ZoneId zone) {
        return zone.getRules().getValidOffsets(local).stream()
                .map(local::atOffset)
                .collect(Collectors.toList());
    }

    private static List<OffsetDateTime> within(List<OffsetDateTime> moments, Coverage recorded) {
        return moments.stream()
                .filter(moment ->
                        nanos(moment.toInstant()) >= recorded.begin() && nanos(moment.toInstant()) <= recorded.end())
                .collect(Collectors.toList());
    }

    /** The only one, or the only one of two within the recording. */
    private static OffsetDateTime one(
            LocalDateTime local, List<OffsetDateTime> moments, List<OffsetDateTime> within, ZoneId zone) {
        if (moments.isEmpty()) {
            throw new IllegalArgumentException("there was no " + local + " in " + zone + ", where the clock went from "
                    + zone.getRules().getTransition(local).getDateTimeBefore() + " to "
                    + zone.getRules().getTransition(local).getDateTimeAfter() + ".");
        }
        if (moments.size() > 1 && within.size() != 1) {
            throw new IllegalArgumentException(
                    local + " was twice in " + zone + ", where the clock was set back: write "
                            + moments.stream().map(OffsetDateTime::toString).collect(Collectors.joining(" or ")) + ".");
        }
        return moments.size() == 1 ? moments.get(0) : within.get(0);
    }
}
