package io.github.tidewatch.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has each call of the method be a span, as if its body stood within {@link Span#open}; an exception that leaves it is the span's
 * {@code error}. On a class, each method that is declared in it. Woven in by the agent if its option {@code spans} names the
 * preset {@code accounted}; without effect else. Constructors, abstract and native methods cannot be spans.
 */
@Documented
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Accounted {
    /** The span's name; by default the method's, with its class's. Only on a method. */
    String value() default "";
}
