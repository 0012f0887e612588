package io.github.tidewatch.agent.weave;

import java.util.Collections;
import java.util.Set;

/**
 * Which classes are never woven, since the JDK makes them or their methods: proxies, whose calls are those of what is behind them,
 * and events of Flight Recorder, which changes them itself.
 */
final class MadeClasses {
    private static final Set<String> EXTENDED =
            Set.of("java.lang.reflect.Proxy", "jdk.jfr.Event", "jdk.internal.event.Event");

    private MadeClasses() {}

    static boolean contains(Class<?> loaded) {
        for (Class<?> c = loaded.getSuperclass(); c != null; c = c.getSuperclass()) {
            if (EXTENDED.contains(c.getName())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a class that extends these, directly or not, is one. */
    static boolean contains(Set<String> supertypes) {
        return !Collections.disjoint(supertypes, EXTENDED);
    }
}
