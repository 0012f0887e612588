package io.github.tidewatch.agent.weave;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which classes are the JDK's. Such a class is woven only if a filter names it without wildcards, and not if what accounts for a span may use it
 * itself: that would open a span within each span.
 */
final class JdkClasses {
    private static final Set<String> USED = Set.of(
            "java.base",
            "java.instrument",
            "java.logging",
            "java.management",
            "jdk.internal.vm.ci",
            "jdk.jfr",
            "jdk.management",
            "jdk.unsupported");

    /** Of the modules that are used, these are not. */
    private static final Set<String> FREE = Set.of(
            "java.util.concurrent.FutureTask",
            "java.util.concurrent.CompletableFuture$AsyncRun",
            "java.util.concurrent.CompletableFuture$AsyncSupply");

    /** By package; filled once, and not changed after that. */
    private final Map<String, String> modules = new HashMap<>();

    JdkClasses() {
        for (Module module : ModuleLayer.boot().modules()) {
            String name = module.getName();
            if (name.startsWith("java.") || name.startsWith("jdk.")) {
                module.getPackages().forEach(packageName -> modules.put(packageName, name));
            }
        }
    }

    boolean contains(String type) {
        return modules.containsKey(packageOf(type));
    }

    /** Whether spans are accounted for with it, or might be. */
    boolean areUsed(String type) {
        return USED.contains(modules.getOrDefault(packageOf(type), "")) && !FREE.contains(type);
    }

    static String packageOf(String type) {
        return type.substring(0, Math.max(0, type.lastIndexOf('.')));
    }
}
