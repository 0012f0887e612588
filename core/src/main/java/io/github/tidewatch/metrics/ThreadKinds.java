package io.github.tidewatch.metrics;

import java.util.List;
import java.util.Set;

/** Finds the {@link ThreadKind} of a thread by its name. */
public final class ThreadKinds {
    /** Java threads of the JVM, which it starts in the group of all groups or in one of its own. */
    private static final Set<String> OF_THE_SYSTEM = Set.of(
            "Reference Handler",
            "Finalizer",
            "Signal Dispatcher",
            "Common-Cleaner",
            "Notification Thread",
            "Service Thread",
            "Monitor Deflation Thread",
            "Attach Listener",
            "process reaper",
            "JFR Recorder Thread");

    /** Java threads of the JVM in the group of whoever had them started. */
    private static final Set<String> OF_ANY_GROUP =
            Set.of("DestroyJavaVM", "JFR Periodic Tasks", "JFR Recording Scheduler", "JFR Shutdown Hook");

    /** In which the JDK starts the carriers of virtual threads; an application can make another of the name. */
    private static final String GROUP_OF_CARRIERS = "CarrierThreads";

    private static final Set<String> SYSTEM_GROUPS = Set.of("system", "InnocuousThreadGroup");

    /** Families of threads that have names of other numbers or words in some version. */
    private static final List<String> COLLECTORS = List.of("G1 ", "CMS ", "Shenandoah", "Concurrent Mark");

    private static final List<String> OTHERS = List.of("JFR ", "StringDedup", "AsyncLog");
    private static final String OURS = "Tidewatch";
    private static final String OURS_SHORTENED = "Tidewat..";

    private ThreadKinds() {}

    /**
     * The kind of a thread of which only this is known.
     *
     * @param isJavaThread whether the JVM knows a Java thread for it
     */
    public static ThreadKind of(String name, boolean isJavaThread) {
        return of(name, isJavaThread, null);
    }

    /**
     * The kind of a thread. An application may name its threads as it likes: one with a Java thread is the JVM's own only if
     * it has the name of one and is in a group in which the JVM starts them.
     *
     * @param name the Java name, or the kernel's (comm, shortened to 15 bytes)
     * @param isJavaThread whether the JVM knows a Java thread for it; no collector or compiler is one
     * @param group the name of the Java thread's group; null if it is unknown
     */
    public static ThreadKind of(String name, boolean isJavaThread, String group) {
        boolean ofSystem = group == null || SYSTEM_GROUPS.contains(group);
        if (ofSystem && hasNameOfOurs(name)) {
            return ThreadKind.TIDEWATCH;
        }
        if (isJavaThread && GROUP_OF_CARRIERS.equals(group)) {
            return ThreadKind.CARRIER;
        }
        if (isJavaThread) {
            return OF_ANY_GROUP.contains(name) || (ofSystem && OF_THE_SYSTEM.contains(name))
                    ? ThreadKind.JVM
                    : ThreadKind.APPLICATION;
        }
        return name.startsWith(OURS_SHORTENED)
                ? ThreadKind.TIDEWATCH
                : JvmThreadName.find(name).map(JvmThreadName::kind).orElseGet(() -> ofFamily(name));
    }

    static boolean hasNameOfOurs(String name) {
        return name.equals(OURS) || name.startsWith(OURS + " ");
    }

    private static ThreadKind ofFamily(String name) {
        if (COLLECTORS.stream().anyMatch(name::startsWith)) {
            return ThreadKind.GARBAGE_COLLECTOR;
        }
        return OTHERS.stream().anyMatch(name::startsWith) ? ThreadKind.JVM : ThreadKind.APPLICATION;
    }
}
