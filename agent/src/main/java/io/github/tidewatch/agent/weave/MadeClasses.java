package io.github.tidewatch.agent.weave;

import java.util.Set;

/**
 * Which classes are never woven, since the JDK makes them or their methods: proxies, whose calls are those of what is behind them,
 * and events of Flight Recorder, which changes them itself. It goes by the class that they extend directly: what that one extends
 * is not known of a class that is being loaded.
 */
final class MadeClasses {
    private static final Set<String> EXTENDED =
            Set.of("java.lang.reflect.Proxy", "jdk.jfr.Event", "jdk.internal.event.Event");

    private MadeClasses() {}

    static boolean contains(Class<?> loaded) {
        Class<?> extended = loaded.getSuperclass();
        return extended != null && EXTENDED.contains(extended.getName());
    }

    static boolean contains(ClassFile file) {
        String extended = file.reader().getSuperName();
        return extended != null && EXTENDED.contains(extended.replace('/', '.'));
    }
}
