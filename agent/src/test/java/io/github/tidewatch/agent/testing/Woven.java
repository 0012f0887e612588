package io.github.tidewatch.agent.testing;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.AccessControlContext;
import java.security.AccessController;
import java.security.Permissions;
import java.security.PrivilegedAction;
import java.security.ProtectionDomain;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;

/**
 * Calls methods that may be woven while it records spans itself, and prints what they come to. Arguments: the recording, and
 * where it is given, the folder of a module {@code guest} with a {@code Callable} called {@code guest.Guest}, or {@code unprivileged}
 * to have a class loaded without any rights.
 */
public final class Woven {
    /** An application's own. */
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Timed {}

    /** What an application has handlers of. */
    public interface Handler {
        /** Handles it. */
        String handle(String what);
    }

    /** Loaded before anything is woven. */
    public static final class Orders implements Handler {
        static String place(int count, double price, long... items) {
            return count * price + " " + items.length;
        }

        @Timed
        private static int sum(int to) {
            return to == 0 ? 0 : to + sum(to - 1);
        }

        static void fail() {
            throw new IllegalStateException("no such order");
        }

        @Override
        public String handle(String what) {
            return what + place(2, 1.5, 1, 2, 3);
        }
    }

    /** Loaded after that. */
    public static final class Late implements Handler, Callable<String> {
        @Override
        public String handle(String what) {
            return "late " + what;
        }

        @Override
        public String call() {
            return handle("call");
        }
    }

    /** Until it is killed, calls two methods in turn that take 30 ms each; prints "ready" when it does so. */
    public static final class Endless {
        public static void main(String[] args) throws InterruptedException {
            for (int i = 0; ; i++) {
                first();
                second();
                if (i == 0) {
                    System.out.println("ready");
                }
            }
        }

        private static void first() throws InterruptedException {
            Thread.sleep(30);
        }

        private static void second() throws InterruptedException {
            Thread.sleep(30);
        }
    }

    private Woven() {}

    public static void main(String[] args) throws Exception {
        Orders orders = new Orders();
        orders.handle("before");
        try (Recording recording = new Recording()) {
            FlightRecorder.getFlightRecorder();
            awaitWeaving();
            recording.enable("tidewatch.Span").withThreshold(Duration.ZERO);
            recording.enable("tidewatch.Status");
            recording.start();
            awaitWeaving();
            call(orders, args);
            recording.stop();
            recording.dump(Paths.get(args[0]));
        }
        System.out.println("after " + orders.handle("handled "));
    }

    private static void call(Orders orders, String[] args) throws Exception {
        System.out.println(orders.handle("handled ") + " " + Orders.sum(2));
        try {
            Orders.fail();
        } catch (IllegalStateException e) {
            for (StackTraceElement frame : e.getStackTrace()) {
                System.out.println("frame " + frame.getClassName() + "." + frame.getMethodName());
            }
        }
        System.out.println(late(args.length > 1 && args[1].equals("unprivileged")));
        // Again, by a loader that has nothing but the JDK above it.
        URL classes = Woven.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader loader = new URLClassLoader("other", new URL[] {classes}, null)) {
            call("other", loader.loadClass(Late.class.getName()));
        }
        if (args.length > 1 && !args[1].equals("unprivileged")) {
            Path modules = Paths.get(args[1]);
            Configuration configuration = ModuleLayer.boot()
                    .configuration()
                    .resolve(ModuleFinder.of(modules), ModuleFinder.of(), Set.of("guest"));
            ModuleLayer layer =
                    ModuleLayer.boot().defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader());
            call("module", layer.findLoader("guest").loadClass("guest.Guest"));
        }
    }

    private static String late(boolean unprivileged) {
        PrivilegedAction<String> load = () -> new Late().handle("class");
        AccessControlContext none =
                new AccessControlContext(new ProtectionDomain[] {new ProtectionDomain(null, new Permissions())});
        return unprivileged ? AccessController.doPrivileged(load, none) : load.run();
    }

    private static void call(String label, Class<?> type) throws Exception {
        Callable<?> made = (Callable<?>) type.getConstructor().newInstance();
        System.out.println(label + " " + made.call() + " " + type.getModule().isNamed());
    }

    /** Waits until the agent has started and has woven, if it does so. */
    static void awaitWeaving() throws InterruptedException {
        Apps.awaitAgent();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("Tidewatch Spans")) {
                thread.join(90_000);
            }
        }
    }
}
