package io.github.tidewatch.testing;

import java.lang.annotation.Annotation;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips what has an annotation of type {@code A} where the machine does not have what that asks for. */
abstract class Requirement<A extends Annotation> implements ExecutionCondition {
    private final Class<A> type;

    Requirement(Class<A> type) {
        this.type = type;
    }

    /** Why the need is not met, for a person who wants to meet it; empty where it is met. */
    abstract Optional<String> missing(A annotation);

    @Override
    public final ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> missing =
                AnnotationSupport.findAnnotation(context.getElement(), type).flatMap(this::missing);
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled(type.getSimpleName() + " is met");
        }
        String where = context.getTestClass().map(Class::getSimpleName).orElse("")
                + context.getTestMethod().map(method -> "." + method.getName()).orElse("");
        Skip.print(missing.get() + " (" + where + ")");
        return ConditionEvaluationResult.disabled(missing.get());
    }
}
