package io.github.tidewatch.agent.weave;

import java.util.Set;

/** Which classes are Tidewatch's own, and those that its libraries generate: never woven. Immutable. */
final class OwnClasses {
    private static final Set<String> PACKAGES = Set.of("io.github.tidewatch.agent", "io.github.tidewatch.api");

    private final ClassLoader weaving = OwnClasses.class.getClassLoader();
    private final ClassLoader layer = weaving.getParent();
    private final ClassLoader hook = layer == null ? null : layer.getParent();
    private final ClassLoader platform = ClassLoader.getPlatformClassLoader();
    private final ClassLoader application = ClassLoader.getSystemClassLoader();

    boolean contains(ClassLoader loader, String type) {
        // Generated code has a loader below ours.
        for (ClassLoader l = loader; l != null && l != platform && l != application; l = l.getParent()) {
            if (l == weaving || l == layer || l == hook) {
                return true;
            }
        }
        return loader == application && PACKAGES.contains(JdkClasses.packageOf(type));
    }
}
