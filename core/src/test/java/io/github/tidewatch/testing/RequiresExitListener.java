package io.github.tidewatch.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;

/** Skips the test where the kernel would not report to this process the tasks that exit. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresExitListener.Condition.class)
public @interface RequiresExitListener {

    /** The condition. */
    final class Condition extends Requirement<RequiresExitListener> {
        Condition() {
            super(RequiresExitListener.class);
        }

        @Override
        Optional<String> missing(RequiresExitListener annotation) {
            return Host.missingExitListener();
        }
    }
}
