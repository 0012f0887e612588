package io.github.tidewatch.agent;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.Map;

/**
 * The agent's entry class. Its rules: do as little as possible on the application's start-up path; hold no state but
 * the mark that it ran; touch no logging and no MBeans; no lambdas (they cost start-up time); and no {@link Throwable}
 * ever leaves it, for one that leaves {@code premain} kills the JVM.
 */
public final class TidewatchAgent {

    private static boolean loaded;

    private TidewatchAgent() {}

    /** Called by the JVM before the application's {@code main}, for {@code -javaagent:}. */
    public static void premain(String arguments, Instrumentation instrumentation) {
        load(arguments, instrumentation, Thread.currentThread());
    }

    /** Called by the JVM when attached to it while it runs. */
    public static void agentmain(String arguments, Instrumentation instrumentation) {
        load(arguments, instrumentation, null);
    }

    private static void load(String arguments, Instrumentation instrumentation, Thread starter) {
        try {
            long now = System.nanoTime();
            AgentOptions options = AgentOptions.parse(arguments);
            if (!first()) {
                if (options.logs("info")) {
                    Console.line("INFO", "already loaded into this JVM: loading it again changes nothing");
                }
                return;
            }
            if (options.logs("error")) {
                for (String problem : options.problems()) {
                    Console.line("WARN", problem);
                }
            }
            if (ModuleLayer.boot().findModule("jdk.jfr").isEmpty()) {
                if (options.logs("warn")) {
                    Console.line(
                            "WARN",
                            "this JVM runs without the module jdk.jfr, so nothing can be recorded and Tidewatch does"
                                    + " nothing; --add-modules jdk.jfr adds it");
                }
                return;
            }
            Map<String, String> values = options.values();
            String delayAccounting = delayAccounting();
            if (delayAccounting != null) {
                values.put("start.delayAccounting", delayAccounting);
            }
            values.put("start.nanoTime", Long.toString(now));
            RecorderListener.install(options, values, instrumentation, starter);
        } catch (Throwable e) {
            Console.failure("could not start, the application runs on without it: ", e);
        }
    }

    private static synchronized boolean first() {
        boolean first = !loaded;
        loaded = true;
        return first;
    }

    /**
     * Whether the kernel accounts delays of the threads that start now ("1") or not ("0"); null where the kernel does
     * not say. To be looked at this early because threads keep what they were started with.
     */
    private static String delayAccounting() {
        try (FileInputStream in = new FileInputStream("/proc/sys/kernel/task_delayacct")) {
            int digit = in.read();
            return digit == '0' || digit == '1' ? String.valueOf((char) digit) : null;
        } catch (IOException | SecurityException e) {
            return null;
        }
    }
}
