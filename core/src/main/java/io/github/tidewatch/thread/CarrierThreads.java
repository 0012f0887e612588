package io.github.tidewatch.thread;

/** Which threads run virtual threads for the JDK's scheduler (JDK 21 and later). Asks a thread's class only: starts nothing. */
public final class CarrierThreads {
    private static final String CLASS = "jdk.internal.misc.CarrierThread";

    private CarrierThreads() {}

    /** Whether this thread is one of the scheduler's. */
    public static boolean isCarrier(Thread thread) {
        Class<?> type = thread.getClass();
        return type.getClassLoader() == null && type.getName().equals(CLASS);
    }
}
