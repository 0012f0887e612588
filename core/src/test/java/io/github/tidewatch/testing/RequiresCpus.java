package io.github.tidewatch.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;

/** Skips the test where this process may not run on as many CPUs. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresCpus.Condition.class)
public @interface RequiresCpus {
    /** How many; the test may pin threads to those from 0 to this less one. */
    int value();

    /** The condition. */
    final class Condition extends Requirement<RequiresCpus> {
        Condition() {
            super(RequiresCpus.class);
        }

        @Override
        Optional<String> missing(RequiresCpus annotation) {
            return Host.missingCpus(annotation.value());
        }
    }
}
