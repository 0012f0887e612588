package io.github.tidewatch.benchmarks;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers for people: three digits that mean something. */
final class Numbers {
    private static final int DIGITS = 3;

    private Numbers() {}

    static String of(double number) {
        if (!Double.isFinite(number)) {
            return "?";
        }
        BigDecimal rounded = BigDecimal.valueOf(number).round(new MathContext(DIGITS, RoundingMode.HALF_UP));
        if (rounded.signum() == 0) {
            return "0";
        }
        return (rounded.scale() < 0 ? rounded.setScale(0, RoundingMode.UNNECESSARY) : rounded)
                .stripTrailingZeros()
                .toPlainString();
    }
}
