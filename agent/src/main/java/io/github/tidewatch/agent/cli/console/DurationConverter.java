package io.github.tidewatch.agent.cli.console;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a length of time as a user writes it: a whole number with the unit ms, s, m or h. */
public final class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern FORMAT = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    @Override
    public Duration convert(String text) {
        return parse(text)
                .filter(duration -> !duration.isZero())
                .orElseThrow(() -> new TypeConversionException("'" + text
                        + "' is no length of time: allowed is a whole number with the unit ms, s, m or h, such as"
                        + " 500ms or 30s"));
    }

    /** The length of time that is written so; empty if none is. It may be 0. */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = FORMAT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        switch (matcher.group(2)) {
            case "ms":
                return Optional.of(Duration.ofMillis(number));
            case "s":
                return Optional.of(Duration.ofSeconds(number));
            case "m":
                return Optional.of(Duration.ofMinutes(number));
            default:
                return Optional.of(Duration.ofHours(number));
        }
    }
}
