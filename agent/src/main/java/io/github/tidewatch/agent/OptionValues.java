package io.github.tidewatch.agent;

/** The values of options that are amounts: digits and a unit, nothing else. Of Java 8's class format. */
final class OptionValues {

    private static final int MOST_DIGITS = 8;

    private static final int MAX_PARTS = 10_000;

    private OptionValues() {}

    /** The value in nanoseconds, or -1 where it is none with one of these units. */
    static long nanos(String value, String... units) {
        String unit = unit(value);
        for (String allowed : units) {
            if (allowed.equals(unit)) {
                return amount(value, unit, nanosOf(unit));
            }
        }
        return -1;
    }

    /** The value in bytes, or -1 where it is no number with the unit m or g. */
    static long bytes(String value) {
        String unit = unit(value);
        return unit.equals("m") || unit.equals("g") ? amount(value, unit, unit.equals("m") ? 1L << 20 : 1L << 30) : -1;
    }

    private static long nanosOf(String unit) {
        switch (unit) {
            case "ms":
                return 1_000_000L;
            case "s":
                return 1_000_000_000L;
            case "m":
                return 60_000_000_000L;
            case "h":
                return 3_600_000_000_000L;
            default:
                return 86_400_000_000_000L;
        }
    }

    private static String unit(String value) {
        int digits = 0;
        while (digits < value.length() && value.charAt(digits) >= '0' && value.charAt(digits) <= '9') {
            digits++;
        }
        return digits == 0 || digits > MOST_DIGITS ? "" : value.substring(digits);
    }

    private static long amount(String value, String unit, long factor) {
        long number = Long.parseLong(value.substring(0, value.length() - unit.length()));
        return number > Long.MAX_VALUE / factor ? Long.MAX_VALUE : number * factor;
    }

    /** The percentage in ten-thousandths, or -1 where it is none of 0.01 to 100. */
    static int parts(String value) {
        int end = value.length() - 1;
        int parts = 0;
        int decimals = -1;
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            if (c == '.' && i > 0 && i < end - 1 && decimals < 0) {
                decimals = 0;
            } else if (c >= '0' && c <= '9' && decimals < 2 && parts <= MAX_PARTS) {
                parts = 10 * parts + c - '0';
                decimals += decimals < 0 ? 0 : 1;
            } else {
                return -1;
            }
        }
        for (int i = Math.max(0, decimals); i < 2; i++) {
            parts *= 10;
        }
        return value.endsWith("%") && parts >= 1 && parts <= MAX_PARTS ? parts : -1;
    }
}
