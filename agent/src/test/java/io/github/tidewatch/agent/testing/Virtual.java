package io.github.tidewatch.agent.testing;

import java.lang.reflect.Method;
import java.nio.file.Paths;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.locks.LockSupport;

/** Virtual threads that compute (JDK 21 and later). Arguments: recording, how many. */
public final class Virtual {
    /** How the names of the virtual threads begin. */
    public static final String NAME = "virtual-";

    private static final DoubleAdder RESULT = new DoubleAdder();

    private Virtual() {}

    public static void main(String[] args) throws Exception {
        SelfRecording.prepare();
        int count = Integer.parseInt(args[1]);
        try (SelfRecording first = SelfRecording.start("first", "100 ms")) {
            start(100); // links the code and makes the carriers
            first.stop(Paths.get(args[0] + ".first"));
        }
        System.out.print(CpuTimes.take("virtual-before"));
        try (SelfRecording recording = SelfRecording.start("virtual", "100 ms")) {
            System.out.print(CpuTimes.take("virtual-begin"));
            start(count);
            System.out.print(CpuTimes.take("virtual-end"));
            recording.stop(Paths.get(args[0]));
            System.out.print(CpuTimes.take("virtual-after"));
        }
    }

    private static void start(int count) throws ReflectiveOperationException, InterruptedException {
        Class<?> type = Class.forName("java.lang.Thread$Builder");
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        type.getMethod("name", String.class, long.class).invoke(builder, NAME, 0L);
        Method start = type.getMethod("start", Runnable.class);
        CountDownLatch done = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            start.invoke(builder, (Runnable) () -> compute(done));
        }
        done.await();
    }

    private static void compute(CountDownLatch done) {
        double sum = 0;
        for (int i = 0; i < 20_000; i++) {
            sum += Math.sqrt(i);
            if (i % 5000 == 0) {
                LockSupport.parkNanos(1); // to go on with another carrier, perhaps
            }
        }
        RESULT.add(sum);
        done.countDown();
    }
}
