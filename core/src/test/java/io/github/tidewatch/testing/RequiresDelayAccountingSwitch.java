package io.github.tidewatch.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;

/** Skips the test where it may not switch delay accounting on and off. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresDelayAccountingSwitch.Condition.class)
public @interface RequiresDelayAccountingSwitch {

    /** The condition. */
    final class Condition extends Requirement<RequiresDelayAccountingSwitch> {
        Condition() {
            super(RequiresDelayAccountingSwitch.class);
        }

        @Override
        Optional<String> missing(RequiresDelayAccountingSwitch annotation) {
            return Host.missingDelayAccountingSwitch();
        }
    }
}
