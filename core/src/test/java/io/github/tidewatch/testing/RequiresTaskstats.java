package io.github.tidewatch.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;

/** Skips the test where this process may not ask the kernel's taskstats. Needs core's classes beside core's tests. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresTaskstats.Condition.class)
public @interface RequiresTaskstats {

    /** The condition. */
    final class Condition extends Requirement<RequiresTaskstats> {
        Condition() {
            super(RequiresTaskstats.class);
        }

        @Override
        Optional<String> missing(RequiresTaskstats annotation) {
            return Host.missingTaskstats();
        }
    }
}
