package io.github.tidewatch.accounting;

import io.github.tidewatch.causes.DelayCauses;
import io.github.tidewatch.counters.SourceChoice;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * A process that lacks CPUs, and says why: prints "ready", waits for a line, samples once a second, and prints what it found.
 * Arguments: how many threads compute, how many work and sleep in turn, how many allocate, seconds.
 */
final class CauseScene {
    private static final int LIVE = 50_000;

    private CauseScene() {}

    public static void main(String[] args) throws Exception {
        List<Thread> threads = new ArrayList<>();
        start(threads, "spinner-", Integer.parseInt(args[0]), CauseScene::spin);
        start(threads, "waker-", Integer.parseInt(args[1]), CauseScene::workAndSleep);
        start(threads, "allocator-", Integer.parseInt(args[2]), CauseScene::allocate);
        Map<String, long[]> sums = new LinkedHashMap<>();
        try (Accounting accounting = Accounting.open(SourceChoice.AUTO)) {
            Sampler sampler = accounting.sampler();
            Set<Records> causes = EnumSet.of(Records.CAUSES);
            sampler.open(causes);
            sampler.close(Records.CAUSES);
            System.out.println("ready");
            System.in.read();
            threads.forEach(Thread::start);
            Thread.sleep(500);
            sampler.open(causes);
            long begin = System.nanoTime();
            for (int i = 0; i < Integer.parseInt(args[3]); i++) {
                Thread.sleep(1000);
                sampler.sample(causes, false, new RecordSink() {
                    @Override
                    public void causes(DelayCauses found) {
                        add(sums, found);
                    }
                });
            }
            System.out.println("span " + begin + " " + sampler.lastSampleTime());
        }
        sums.forEach((group, values) -> {
            StringJoiner line = new StringJoiner(" ");
            for (long value : values) {
                line.add(Long.toString(value));
            }
            System.out.println("cause " + line + " " + group);
        });
        System.out.println("done");
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static void start(List<Thread> threads, String name, int count, Runnable work) {
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(work, name + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    private static void add(Map<String, long[]> sums, DelayCauses found) {
        long[] sum = sums.computeIfAbsent(found.threadGroup(), group -> new long[8]);
        long[] values = {
            found.cpuDelay(),
            found.quotaDelay(),
            found.ownThreadsDelay(),
            found.neighborDelay(),
            found.stealDelay(),
            found.placementDelay(),
            found.unexplainedDelay(),
            found.cpuTime()
        };
        for (int i = 0; i < values.length; i++) {
            sum[i] += values[i];
        }
    }

    private static void spin() {
        Workbench.spin(new java.util.concurrent.atomic.AtomicBoolean());
    }

    private static void workAndSleep() {
        try {
            while (true) {
                Workbench.spinFor(1_000_000);
                Thread.sleep(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Each new object stays for a while, so that there is something to trace and to move. */
    private static void allocate() {
        Object[] live = new Object[LIVE];
        int next = 0;
        while (true) {
            int place = next++ % LIVE;
            live[place] = new Object[] {new byte[64], live[(place + LIVE / 2) % LIVE] == null ? "" : "x"};
        }
    }
}
