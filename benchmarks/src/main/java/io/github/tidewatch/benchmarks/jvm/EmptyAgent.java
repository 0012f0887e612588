package io.github.tidewatch.benchmarks.jvm;

import java.lang.instrument.Instrumentation;

/** An agent that does nothing: what the JVM takes for having any. */
public final class EmptyAgent {
    private EmptyAgent() {}

    /** Does nothing. */
    public static void premain(String arguments, Instrumentation instrumentation) {}

    /** Does nothing. */
    public static void agentmain(String arguments, Instrumentation instrumentation) {}
}
