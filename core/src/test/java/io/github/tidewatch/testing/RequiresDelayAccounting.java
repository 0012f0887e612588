package io.github.tidewatch.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;

/** Skips the test where threads that start now have no delay accounting. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresDelayAccounting.Condition.class)
public @interface RequiresDelayAccounting {

    /** The condition. */
    final class Condition extends Requirement<RequiresDelayAccounting> {
        Condition() {
            super(RequiresDelayAccounting.class);
        }

        @Override
        Optional<String> missing(RequiresDelayAccounting annotation) {
            return Host.hasDelayAccounting()
                    ? Optional.empty()
                    : Optional.of("delay accounting is off: sysctl -w kernel.task_delayacct=1");
        }
    }
}
