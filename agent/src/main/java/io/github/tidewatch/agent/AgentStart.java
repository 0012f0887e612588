package io.github.tidewatch.agent;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.Map;

/** What {@link TidewatchAgent} does in a JVM that is new enough, and enters by reflection. The same rules hold. */
final class AgentStart {

    private AgentStart() {}

    /**
     * Waits for recordings, and starts the agent's own if there is to be one.
     *
     * @param beforeMain whether the calling thread is going to run {@code main}; not if attached late
     * @param now when the agent was entered, by {@link System#nanoTime()}
     */
    static void start(AgentOptions options, Instrumentation instrumentation, boolean beforeMain, long now) {
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
        TidewatchAgent.started = values;
        RecorderListener.install(options, values, instrumentation, beforeMain);
    }

    /**
     * Whether the kernel accounts delays of the threads that start now ("1") or not ("0"); null where the kernel does
     * not say. To be read this early because threads keep what they were started with.
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
