package io.github.tidewatch.thread;

import java.util.concurrent.ForkJoinWorkerThread;

/** Which threads run virtual threads for the JDK's scheduler (JDK 21 and later). Asks a thread's class only: starts nothing. */
public final class CarrierThreads {
    private static final String CLASS = "jdk.internal.misc.CarrierThread";

    private CarrierThreads() {}

    /** Whether this thread is one of the scheduler's: a {@link ForkJoinWorkerThread}, whatever a later JDK's carriers are. */
    public static boolean isCarrier(Thread thread) {
        return isWorker(thread, CLASS);
    }

    static boolean isWorker(Thread thread, String ofClass) {
        Class<?> type = thread.getClass();
        return thread instanceof ForkJoinWorkerThread
                && type.getClassLoader() == null
                && type.getName().equals(ofClass);
    }
}
