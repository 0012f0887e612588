package io.github.tidewatch.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;

/** Skips the test where there is no JDK of a version. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresJdk.Condition.class)
public @interface RequiresJdk {
    /** A feature version, such as 25. */
    int value();

    /** The condition. */
    final class Condition extends Requirement<RequiresJdk> {
        Condition() {
            super(RequiresJdk.class);
        }

        @Override
        Optional<String> missing(RequiresJdk annotation) {
            return Jdk.find(annotation.value()).isPresent()
                    ? Optional.empty()
                    : Optional.of(Jdk.missing(annotation.value()));
        }
    }
}
