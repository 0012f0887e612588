package io.github.tidewatch.agent.testing;

import java.nio.file.Paths;

/** Threads that allocate, so that the JVM collects garbage, during a recording but not at its begin and end. Arguments: recording, milliseconds. */
public final class Garbage {
    private static final int LIVE = 200_000;

    private static volatile boolean allocating;

    private Garbage() {}

    public static void main(String[] args) throws Exception {
        SelfRecording.prepare();
        try (Crew crew = new Crew()) {
            for (int i = 0; i < 2; i++) {
                Object[] live = new Object[LIVE];
                int[] next = new int[1];
                crew.start("allocator-" + i, () -> allocate(live, next));
            }
            // The first start and stop of a recording cost much more than all others.
            try (SelfRecording first = SelfRecording.start("first", "100 ms")) {
                Thread.sleep(500);
                first.stop(Paths.get(args[0] + ".first"));
            }
            System.out.print(CpuTimes.take("garbage-before"));
            try (SelfRecording recording = SelfRecording.start("garbage", "100 ms")) {
                System.out.print(CpuTimes.take("garbage-begin"));
                allocating = true;
                Thread.sleep(Long.parseLong(args[1]));
                allocating = false;
                Thread.sleep(300); // until collections have ended that are under way
                System.out.print(CpuTimes.take("garbage-end"));
                recording.stop(Paths.get(args[0]));
                System.out.print(CpuTimes.take("garbage-after"));
            }
        }
    }

    /** Each new object stays for a while and refers to another, so that there is something to trace and to move. */
    private static void allocate(Object[] live, int[] next) throws InterruptedException {
        if (!allocating) {
            Thread.sleep(5);
            return;
        }
        for (int i = 0; i < 1000; i++) {
            int place = next[0]++ % LIVE;
            live[place] = new Object[] {new byte[64], live[(place + LIVE / 2) % LIVE] == null ? "" : "x"};
        }
    }
}
