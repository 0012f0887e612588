package io.github.tidewatch.findings;

import java.util.List;
import java.util.Set;

/** Whose work a thread does. */
public enum ThreadKind {
    /** The application's, and native libraries'. */
    APPLICATION("application"),
    /** A worker or controller of the garbage collector. */
    GARBAGE_COLLECTOR("GC"),
    /** The just-in-time compilers. */
    COMPILER("compiler"),
    /** Other threads of the JVM: VM Thread, reference handling, Flight Recorder. */
    JVM("JVM");

    // HotSpot's names (os::set_native_thread_name), at most 15 bytes of each being left where comm is what is known.
    private static final List<String> COLLECTORS = List.of(
            "GC Thread#",
            "G1 ",
            "ParGC Thread#",
            "GC Worker#",
            "CMS ",
            "Concurrent Mark",
            "Shenandoah",
            "ZDriver",
            "ZDirector",
            "ZWorker",
            "ZStat",
            "ZUncommit",
            "ZUnmapper",
            "RuntimeWorker#",
            "XDriver",
            "XDirector",
            "XWorker",
            "XStat",
            "XUncommit",
            "XUnmapper",
            "Epsilon");
    private static final List<String> COMPILERS = List.of("C1 Compiler", "C2 Compiler", "JVMCI", "Sweeper thread");
    private static final List<String> OTHERS = List.of(
            "VM Thread",
            "VM Periodic Tas",
            "VM Watcher",
            "Signal Dispatch",
            "Service Thread",
            "Monitor Deflati",
            "Notification Th",
            "Attach Listener",
            "StringDedup",
            "Logging",
            "AsyncLog",
            "JFR ",
            "Unknown thread");
    private static final Set<String> JAVA_OTHERS = Set.of(
            "Reference Handler",
            "Finalizer",
            "Signal Dispatcher",
            "Common-Cleaner",
            "Notification Thread",
            "Service Thread",
            "Monitor Deflation Thread",
            "Attach Listener",
            "process reaper",
            "Tidewatch",
            "DestroyJavaVM",
            "JFR Recorder Thread",
            "JFR Periodic Tasks",
            "JFR Recording Scheduler",
            "JFR Shutdown Hook");

    private final String label;

    ThreadKind(String label) {
        this.label = label;
    }

    /** As in "GC threads". */
    public String label() {
        return label;
    }

    /**
     * The kind by a thread's name.
     *
     * @param name the Java name, or the kernel's (comm, cut at 15 bytes)
     * @param isJavaThread whether the JVM knows a Java thread for it: an application may name its threads as it likes, but
     *     none of these is a collector's or a compiler's
     */
    public static ThreadKind of(String name, boolean isJavaThread) {
        if (isJavaThread) {
            return JAVA_OTHERS.contains(name) ? JVM : APPLICATION;
        }
        if (startsWithOne(name, COLLECTORS)) {
            return GARBAGE_COLLECTOR;
        }
        if (startsWithOne(name, COMPILERS)) {
            return COMPILER;
        }
        // The primordial thread, which only waits for the main thread, has the launcher's name.
        boolean other = startsWithOne(name, OTHERS) || JAVA_OTHERS.contains(name) || name.equals("java");
        return other ? JVM : APPLICATION;
    }

    private static boolean startsWithOne(String name, List<String> prefixes) {
        return prefixes.stream().anyMatch(name::startsWith);
    }
}
