package io.github.tidewatch.agent;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/**
 * {@code java -jar tidewatch.jar COMMAND}. Of Java 8's class format, so that an older JVM says what it lacks. Unlike the
 * rest of this package it never runs in an application's JVM.
 */
public final class Main {

    private static final String START = "io.github.tidewatch.agent.CommandStart";

    private static volatile Instrumentation instrumentation;

    private Main() {}

    /**
     * Called by the JVM before {@link #main} ({@code Launcher-Agent-Class}): what it is given is the only way to enable
     * native access for a single module without a warning and without an option.
     */
    public static void agentmain(String arguments, Instrumentation given) {
        instrumentation = given;
    }

    /** Runs the command and exits with its code: 0 done, 1 the answer is "no", 2 wrong usage. */
    public static void main(String[] arguments) {
        int code = 1;
        try {
            String tooOld = JavaVersion.tooOld();
            if (tooOld == null) {
                code = (Integer) Class.forName(START)
                        .getDeclaredMethod("run", Instrumentation.class, String[].class)
                        .invoke(null, instrumentation, arguments);
            } else {
                Console.line("ERROR", "cannot run: " + tooOld);
            }
        } catch (Throwable e) {
            Console.line("ERROR", "cannot run: " + (e instanceof InvocationTargetException ? e.getCause() : e));
        }
        System.exit(code);
    }
}
