package io.github.tidewatch.agent;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.Map;

/**
 * The agent's entry class. Its rules: do as little as possible on the application's start-up path; hold no state but
 * what it ran with; touch no logging and no MBeans; no lambdas (they cost start-up time); and no {@link Throwable}
 * ever leaves it, for one that leaves {@code premain} kills the JVM.
 */
public final class TidewatchAgent {

    /** Loaded again with this and a number of milliseconds, it waits so long at most until threads are sampled. */
    private static final String AWAIT = "await-sample=";

    private static boolean loaded;

    /** What the isolated part was started with, which says there when it has sampled for the first time. */
    private static volatile Map<String, String> started;

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
            if (arguments != null && arguments.startsWith(AWAIT)) {
                awaitSample(started, Long.parseLong(arguments.substring(AWAIT.length())));
                return;
            }
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
            started = values;
            RecorderListener.install(options, values, instrumentation, starter);
        } catch (Throwable e) {
            Console.failure("could not start, the application runs on without it: ", e);
        }
    }

    /** For {@code attach}, which has a recording last from the first sample on. */
    private static void awaitSample(Map<String, String> values, long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        if (values != null) {
            synchronized (values) {
                for (long left = millis; left > 0 && !values.containsKey("first.sample"); ) {
                    values.wait(left);
                    left = (end - System.nanoTime()) / 1_000_000;
                }
            }
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
