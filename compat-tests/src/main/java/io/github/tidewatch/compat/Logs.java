package io.github.tidewatch.compat;

import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Logs with java.util.logging, by whatever manager and configuration the JVM was started with. */
public final class Logs {
    private Logs() {}

    public static void main(String[] args) throws InterruptedException {
        Logger logger = Logger.getLogger("compat.logs");
        System.out.println(LogManager.getLogManager().getClass().getName());
        System.out.println(logger.getClass().getName());
        for (int i = 0; i < 10; i++) {
            logger.log(Level.INFO, "line {0}", i);
            logger.log(Level.FINE, "fine line {0}", i);
            Thread.sleep(100);
        }
        logger.log(Level.WARNING, "with a cause", new IllegalStateException("cause"));
        Thread thread = new Thread(
                () -> {
                    throw new IllegalArgumentException("uncaught");
                },
                "thrower");
        thread.start();
        thread.join();
    }
}
