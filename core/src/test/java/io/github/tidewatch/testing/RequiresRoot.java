package io.github.tidewatch.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;

/** Skips the test where an ordinary user runs it. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresRoot.Condition.class)
public @interface RequiresRoot {

    /** The condition. */
    final class Condition extends Requirement<RequiresRoot> {
        Condition() {
            super(RequiresRoot.class);
        }

        @Override
        Optional<String> missing(RequiresRoot annotation) {
            return Host.isRoot() ? Optional.empty() : Optional.of("only root may do this");
        }
    }
}
