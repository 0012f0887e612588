package io.github.tidewatch.metrics;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names that HotSpot gives its threads (os::set_native_thread_name), and what is left of them in comm: the first 15
 * bytes, or, from JDK 26 on, the first 7 and the last 6 with two dots between. Immutable.
 */
final class JvmThreadName {
    private static final int COMM = 15;
    private static final int HEAD = 7;
    private static final int TAIL = 6;
    private static final String DOTS = "..";
    private static final Pattern NUMBER_AT_END = Pattern.compile("\\d+$");
    private static final String NUMBER = "*";

    private static final List<JvmThreadName> ALL = Stream.of(
                    of(
                            ThreadKind.COMPILER,
                            "C1 CompilerThread*",
                            "C2 CompilerThread*",
                            "JVMCI CompilerThread*",
                            "JVMCI-native CompilerThread*",
                            "Sweeper thread"),
                    of(
                            ThreadKind.GARBAGE_COLLECTOR,
                            "GC Thread#*",
                            "G1 Conc#*",
                            "G1 Main Marker",
                            "G1 Refine#*",
                            "G1 Refine Workers#*",
                            "G1 Refine Control",
                            "G1 Service",
                            "G1 Young RemSet Sampling",
                            "ParGC Thread#*",
                            "CMS Thread#*",
                            "CMS Main Thread",
                            "Concurrent Mark-Sweep GC Thread",
                            "Shenandoah Control Thread",
                            "Shenandoah Regulator Thread",
                            "Shenandoah Uncommit Thread",
                            "Shenandoah GC Threads#*",
                            "ShenandoahControlThread",
                            "RuntimeWorker#*",
                            "ZWorker#*",
                            "ZWorkerYoung#*",
                            "ZWorkerOld#*",
                            "ZDirector",
                            "ZDriver",
                            "ZDriverMinor",
                            "ZDriverMajor",
                            "ZStat",
                            "ZUncommitter",
                            "ZUncommitter#*",
                            "ZUnmapper",
                            "XWorker#*",
                            "XDirector",
                            "XDriver",
                            "XStat",
                            "XUncommitter",
                            "XUnmapper",
                            "Epsilon"),
                    of(
                            ThreadKind.JVM,
                            "VM Thread",
                            "VM Periodic Task Thread",
                            "VM Watcher Thread",
                            "Safepoint Cleanup Thread#*",
                            "Signal Dispatcher",
                            "Service Thread",
                            "Monitor Deflation Thread",
                            "Notification Thread",
                            "Attach Listener",
                            "Reference Handler",
                            "Finalizer",
                            "Common-Cleaner",
                            "process reaper",
                            "DestroyJavaVM",
                            "StrDedup",
                            "StringDedupThread",
                            "StringDedupProcessor",
                            "AsyncLog Thread",
                            "Logging",
                            "JFR Recorder Thread",
                            "JFR Sampler Thread",
                            "JFR Thread Sampler",
                            "JFR Periodic Tasks",
                            "JFR Recording Scheduler",
                            "JFR Shutdown Hook",
                            "Unknown thread",
                            // The primordial thread, which only waits for the main thread, has the launcher's name.
                            "java"))
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableList());

    private final ThreadKind kind;
    private final String pattern;
    private final String stem;

    private JvmThreadName(ThreadKind kind, String pattern) {
        this.kind = kind;
        this.pattern = pattern;
        this.stem = pattern.endsWith(NUMBER) ? pattern.substring(0, pattern.length() - NUMBER.length()) : pattern;
    }

    private static List<JvmThreadName> of(ThreadKind kind, String... patterns) {
        return Stream.of(patterns)
                .map(pattern -> new JvmThreadName(kind, pattern))
                .collect(Collectors.toUnmodifiableList());
    }

    /** The one of which this is the whole name or what comm has of it. */
    static Optional<JvmThreadName> find(String name) {
        for (JvmThreadName one : ALL) {
            if (one.matches(name)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    /** Whose work it does. */
    ThreadKind kind() {
        return kind;
    }

    /** The whole name with a star for the number, such as {@code C2 CompilerThread*}. */
    String pattern() {
        return pattern;
    }

    private boolean matches(String name) {
        if (name.length() == COMM && stem.length() >= COMM && stem.startsWith(name)) {
            return true;
        }
        if (name.length() == COMM && name.startsWith(DOTS, HEAD)) {
            String tail = name.substring(COMM - TAIL);
            return stem.length() > HEAD
                    && name.startsWith(stem.substring(0, HEAD))
                    && stem.endsWith(withoutNumber(tail))
                    && (stem.length() == pattern.length()
                            || !withoutNumber(tail).equals(tail));
        }
        return stem.length() == pattern.length()
                ? name.equals(stem)
                : name.startsWith(stem) && isNumber(name.substring(stem.length()));
    }

    private String withoutNumber(String text) {
        return stem.length() == pattern.length()
                ? text
                : NUMBER_AT_END.matcher(text).replaceAll("");
    }

    private static boolean isNumber(String text) {
        return text.equals(NUMBER) || (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9'));
    }
}
