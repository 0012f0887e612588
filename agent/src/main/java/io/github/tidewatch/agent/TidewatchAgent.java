package io.github.tidewatch.agent;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The agent's entry class. Its rules: do as little as possible on the application's start-up path; hold no state but
 * what it ran with; touch no logging and no MBeans; no lambdas (they cost start-up time); and no {@link Throwable}
 * ever leaves it, for one that leaves {@code premain} kills the JVM. It is of Java 8's class format and touches no other
 * before it knows that the JVM is new enough: an older one would end, too.
 */
public final class TidewatchAgent {

    private static final String START = "io.github.tidewatch.agent.AgentStart";

    /** Loaded again with this and a number of milliseconds, it waits so long at most until threads are sampled. */
    private static final String AWAIT = "await-sample=";

    private static boolean loaded;

    /** What the isolated part was started with, which says there when it has sampled for the first time. */
    static volatile Map<String, String> started;

    /** Takes other filters of spans; null until the isolated part is there. */
    private static Consumer<String> spanChanges;

    private TidewatchAgent() {}

    /** Called by the JVM before the application's {@code main}, for {@code -javaagent:}. */
    public static void premain(String arguments, Instrumentation instrumentation) {
        load(arguments, instrumentation, true);
    }

    /** Called by the JVM when attached to it while it runs. */
    public static void agentmain(String arguments, Instrumentation instrumentation) {
        load(arguments, instrumentation, false);
    }

    private static void load(String arguments, Instrumentation instrumentation, boolean beforeMain) {
        try {
            long now = System.nanoTime();
            if (arguments != null && arguments.startsWith(AWAIT)) {
                awaitSample(started, Long.parseLong(arguments.substring(AWAIT.length())));
                return;
            }
            AgentOptions options = AgentOptions.parse(arguments);
            if (!first()) {
                loadAgain(options);
                return;
            }
            String tooOld = JavaVersion.tooOld();
            if (tooOld != null) {
                if (options.logs("warn")) {
                    Console.line("WARN", tooOld + " and does nothing; the application runs without it");
                }
                return;
            }
            if (options.logs("error")) {
                for (String problem : options.problems()) {
                    Console.line("WARN", problem);
                }
            }
            Class.forName(START)
                    .getDeclaredMethod("start", AgentOptions.class, Instrumentation.class, boolean.class, long.class)
                    .invoke(null, options, instrumentation, beforeMain, now);
        } catch (Throwable e) {
            Console.failure("could not start, the application runs on without it: ", e);
        }
    }

    private static void loadAgain(AgentOptions options) {
        Map<String, String> values = started;
        if (options.spans() != null && values != null) {
            changeSpans(values, options.spans());
        } else if (options.logs("info")) {
            Console.line("INFO", "already loaded into this JVM: loading it again changes nothing but spans");
        }
        if (options.logs("error") && (values == null || !"off".equals(values.get("log")))) {
            for (String problem : options.problems()) {
                if (problem.startsWith("spans")) { // the others would have changed nothing
                    Console.line("WARN", problem);
                }
            }
        }
    }

    private static synchronized void changeSpans(Map<String, String> values, String filters) {
        values.put("spans", filters);
        if (spanChanges != null) {
            spanChanges.accept(filters);
        }
    }

    /** The isolated part is there, and began with these filters: has it know of others that came meanwhile, and of those to come. */
    static synchronized void followSpans(Consumer<String> changes, String begun) {
        spanChanges = changes;
        String present = started.get("spans");
        if (present != null && !present.equals(begun)) {
            changes.accept(present);
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
}
