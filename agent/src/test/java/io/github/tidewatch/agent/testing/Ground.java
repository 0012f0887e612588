package io.github.tidewatch.agent.testing;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Paths;

/**
 * Works for a second, whatever the JVM was started with: nothing here needs a module but java.base. Prints what does not
 * depend on time, and ends with exit code 3.
 */
public final class Ground {
    private Ground() {}

    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            Class.forName(args[0]).getMethod("before").invoke(null);
        }
        System.out.println("begin");
        Thread worker = new Thread(Ground::work, "worker");
        worker.start();
        awaitAgent();
        Thread.sleep(800);
        worker.interrupt();
        worker.join();
        System.out.println(
                "loaded by " + Ground.class.getClassLoader().getClass().getSimpleName());
        System.err.println("end");
        System.exit(3);
    }

    private static void work() {
        while (!Thread.currentThread().isInterrupted()) {
            Math.sqrt(System.nanoTime());
        }
    }

    private static void awaitAgent() throws InterruptedException {
        try {
            Apps.awaitAgent();
        } catch (SecurityException e) {
            Thread.sleep(2000); // under a security manager nobody may look for it
        }
    }

    /** The system class loader of an application that brings its own, with what the JVM asks of one for agents. */
    public static final class Loader extends URLClassLoader {
        public Loader(ClassLoader parent) {
            super(new URL[0], parent);
        }

        @SuppressWarnings("unused") // called by the JVM
        private void appendToClassPathForInstrumentation(String jar) throws MalformedURLException {
            addURL(Paths.get(jar).toUri().toURL());
        }
    }

    /** Waits until there is no /proc any more. */
    public static final class NoProc {
        public static void before() throws InterruptedException {
            while (Files.exists(Paths.get("/proc/self"))) {
                Thread.sleep(10);
            }
        }
    }
}
