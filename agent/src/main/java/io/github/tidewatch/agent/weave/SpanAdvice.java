package io.github.tidewatch.agent.weave;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.bytebuddy.asm.Advice;

/** What is inlined into a chosen method. Read as a class file only, in which {@link BootClass} renames {@link SpanCalls}. */
final class SpanAdvice {
    private SpanAdvice() {}

    @Advice.OnMethodEnter
    static Object enter(@Name String name) {
        return SpanCalls.begin(name);
    }

    // Arguments are kept apart: compiled code other than javac's, such as of proxies, uses their places for other
    // types.
    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Advice.Enter Object span, @Advice.Thrown Throwable thrown) {
        SpanCalls.end(span, thrown);
    }

    /** The name of the method's spans. */
    @Target(ElementType.PARAMETER)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Name {}
}
