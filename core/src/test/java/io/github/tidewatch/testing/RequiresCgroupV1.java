package io.github.tidewatch.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;

/** Skips the test where it may not make a group of a controller of cgroup version 1. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresCgroupV1.Condition.class)
public @interface RequiresCgroupV1 {
    /** The controller, such as "cpu". */
    String value();

    /** The condition. */
    final class Condition extends Requirement<RequiresCgroupV1> {
        Condition() {
            super(RequiresCgroupV1.class);
        }

        @Override
        Optional<String> missing(RequiresCgroupV1 annotation) {
            return Host.missingCgroupV1(annotation.value());
        }
    }
}
