package io.github.tidewatch.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;

/** Skips the test where PATH lacks a program. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresProgram.Condition.class)
public @interface RequiresProgram {
    /** Names of programs, each to be found in PATH. */
    String[] value();

    /** The condition. */
    final class Condition extends Requirement<RequiresProgram> {
        Condition() {
            super(RequiresProgram.class);
        }

        @Override
        Optional<String> missing(RequiresProgram annotation) {
            return Arrays.stream(annotation.value())
                    .filter(program -> Host.program(program).isEmpty())
                    .findFirst()
                    .map(program -> "no " + program + " in PATH");
        }
    }
}
