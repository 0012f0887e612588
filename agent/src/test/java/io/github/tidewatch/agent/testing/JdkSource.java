package io.github.tidewatch.agent.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * The feature version of the JDK that runs the tests; in the exhaustive run ({@code mvn verify -Pexhaustive}) also
 * those named here.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ArgumentsSource(JdkSource.Provider.class)
public @interface JdkSource {
    /** Feature versions of further JDKs. */
    int[] value();

    /** Gives them. */
    final class Provider implements ArgumentsProvider, AnnotationConsumer<JdkSource> {
        private int[] further;

        @Override
        public void accept(JdkSource source) {
            further = source.value();
        }

        @Override
        public Stream<? extends Arguments> provideArguments(
                ParameterDeclarations parameters, ExtensionContext context) {
            IntStream own = IntStream.of(Jdks.OWN);
            boolean all = Boolean.getBoolean("tidewatch.exhaustive");
            return (all ? IntStream.concat(own, Arrays.stream(further)) : own)
                    .distinct()
                    .mapToObj(Arguments::of);
        }
    }
}
