package io.github.tidewatch.agent.weave;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** Has the classes loaded that it is given, and notes which are retransformed. */
final class FakeInstrumentation {
    /** The names of each batch. */
    final List<List<String>> batches = new ArrayList<>();

    /** Runs after each batch. */
    Runnable afterBatch = () -> {};

    /** How many transformers it has. */
    int transformers;

    /** Thrown by each batch that has this class. */
    Class<?> spoilt;

    /** Thrown when asked for loaded classes. */
    Error failure;

    private Class<?>[] loaded;

    FakeInstrumentation(Class<?>... loaded) {
        this.loaded = loaded;
    }

    void load(Class<?>... now) {
        loaded = now;
    }

    Instrumentation get() {
        return (Instrumentation) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Instrumentation.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "getAllLoadedClasses":
                            if (failure != null) {
                                throw failure;
                            }
                            return loaded;
                        case "isModifiableClass":
                            return true;
                        case "retransformClasses":
                            retransform((Class<?>[]) arguments[0]);
                            return null;
                        case "addTransformer":
                            transformers++;
                            return null;
                        case "removeTransformer":
                            transformers--;
                            return true;
                        default:
                            throw new UnsupportedOperationException(method.getName());
                    }
                });
    }

    private void retransform(Class<?>[] classes) {
        List<String> names = new ArrayList<>();
        for (Class<?> type : classes) {
            if (type == spoilt) {
                throw new StackOverflowError();
            }
            names.add(type.getSimpleName());
        }
        batches.add(names);
        afterBatch.run();
    }
}
