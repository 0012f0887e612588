package io.github.tidewatch.agent.testing;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import jdk.jfr.Recording;

/**
 * Records virtual threads, has them not recorded, and records them again; then another agent, which is this class too, has the
 * JDK's class of them as it was, which undoes what others have woven.
 */
public final class Reweaving {
    private static final long LIFE = 30_000_000;

    private static Instrumentation instrumentation;

    private Reweaving() {}

    public static void premain(String arguments, Instrumentation given) {
        instrumentation = given;
    }

    public static void main(String[] args) throws Exception {
        try (Recording recording = start()) {
            awaitTable(table -> table != null);
            live("first");
            stop(recording, Paths.get(args[0]));
        }
        awaitTable(table -> table == null);
        live("between");
        try (Recording recording = start()) {
            awaitTable(table -> table != null);
            live("second");
            undo();
            live("again");
            stop(recording, Paths.get(args[1]));
        }
        System.out.println("ends");
    }

    private static void undo() throws Exception {
        Object before = table();
        Thread across = Mounting.start("across", LockSupport::park);
        Thread.sleep(100);
        instrumentation.retransformClasses(Class.forName("java.lang.VirtualThread"));
        live("unseen");
        try (Recording another = new Recording()) {
            another.start(); // has the agent look
        }
        awaitTable(table -> table != null && table != before);
        LockSupport.unpark(across);
        across.join();
    }

    private static void live(String name) throws Exception {
        Mounting.start(name, () -> LockSupport.parkNanos(LIFE)).join();
        Thread.sleep(50); // its carrier has said that it ended
    }

    private static Recording start() {
        Recording recording = new Recording();
        Map<String, String> settings = new HashMap<>();
        for (String event : new String[] {"VirtualThreadEnd", "VirtualThreadGroup", "Status", "Flush"}) {
            settings.put("tidewatch." + event + "#enabled", "true");
        }
        settings.put("tidewatch.VirtualThreadEnd#threshold", "20ms");
        recording.setSettings(settings);
        recording.start();
        return recording;
    }

    private static void stop(Recording recording, Path file) throws Exception {
        recording.stop();
        recording.dump(file);
    }

    /** The table is there just before the calls are. */
    private static void awaitTable(Predicate<Object> expected) throws Exception {
        for (int i = 0; i < 200 && !expected.test(table()); i++) {
            Thread.sleep(50);
        }
        if (!expected.test(table())) {
            throw new IllegalStateException("the calls write into " + table());
        }
        Thread.sleep(500);
    }

    private static Object table() throws ReflectiveOperationException {
        try {
            Field keys =
                    Class.forName("java.lang.TidewatchMountCalls", false, null).getDeclaredField("keys");
            keys.setAccessible(true);
            return keys.get(null);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }
}
