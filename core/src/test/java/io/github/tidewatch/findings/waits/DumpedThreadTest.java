package io.github.tidewatch.findings.waits;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.Totals;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DumpedThreadTest {
    private static final String IDLE = "\tat jdk.internal.misc.Unsafe.park(java.base@17.0.9/Native Method)\n"
            + "\t- parking to wait for  <0x1> (a java.util.concurrent.SynchronousQueue$TransferStack)\n"
            + "\tat java.util.concurrent.ThreadPoolExecutor.getTask(java.base@17.0.9/ThreadPoolExecutor.java:1062)\n"
            + "\tat java.util.concurrent.ThreadPoolExecutor.runWorker(java.base@17.0.9/ThreadPoolExecutor.java:1122)\n\n";

    @Test
    void takesThreadsOutOfTheDumpsOfOldAndNewJvms() {
        List<DumpedThread> found = read("2026-01-01 10:00:00\nFull thread dump OpenJDK 64-Bit Server VM:\n\n"
                + "\"exec \"1\"\" #12 prio=5 os_prio=0 cpu=1.00ms elapsed=2.00s tid=0x7f nid=0x1f4 waiting on condition  [0x1]\n"
                + "   java.lang.Thread.State: WAITING (parking)\n" + IDLE
                + "\"main\" #1 [501] prio=5 os_prio=0 cpu=1.00ms elapsed=2.00s tid=0x7f nid=501 in Object.wait()  [0x1]\n"
                + "   java.lang.Thread.State: TIMED_WAITING (on object monitor)\n"
                + "\tat java.lang.Object.wait(java.base@21/Native Method)\n"
                + "\tat com.example.Main.main(Main.java:1)\n\n"
                + "\"busy\" #13 prio=5 tid=0x7f nid=502 runnable  [0x1]\n"
                + "   java.lang.Thread.State: RUNNABLE\n"
                + "\tat com.example.Main.spin(Main.java:1)\n\n"
                + "\"VM Thread\" os_prio=0 cpu=1.00ms tid=0x7f nid=503 runnable\n");
        assertThat(found).extracting(DumpedThread::name).containsExactly("exec \"1\"", "main");
        assertThat(found).extracting(DumpedThread::tid).containsExactly(500L, 501L);
        assertThat(found).extracting(DumpedThread::javaId).containsExactly(12L, 1L);
        assertThat(found).extracting(DumpedThread::kind).containsExactly(Metric.PARK_WAIT, Metric.OBJECT_WAIT);
        assertThat(found).extracting(DumpedThread::isIdle).containsExactly(true, false);
    }

    @Test
    void whatIsNoDumpHasNoThreads() {
        assertThat(read("")).isEmpty();
        assertThat(read("\"\n\" #\n\"x\" #99999999999999999999 nid=0xfffffffffffffffffff x\n" + IDLE))
                .isEmpty();
    }

    @Test
    void aWaitThatDoesNotEndIsIdleWhereDumpsFoundItSo() {
        assertThat(targets(10, 10, 0).idle(Metric.PARK_WAIT)).isEqualTo(10);
        assertThat(targets(10, 4, 0).idle(Metric.PARK_WAIT))
                .as("of what is exact")
                .isEqualTo(4);
        WaitTargets explained = targets(10, 10, 7);
        assertThat(explained.idle(Metric.PARK_WAIT))
                .as("that no event explains")
                .isEqualTo(3);
        assertThat(explained.longestFirst(any -> 7).values()).containsExactly(7L);
    }

    /** Of a thread that a dump found idle. */
    private static WaitTargets targets(long parked, long exact, long byEvents) {
        Totals totals = new Totals();
        totals.add(Metric.PARK_WAIT, parked);
        totals.add(Metric.EXACT_WAIT, exact);
        WaitTargets targets = WaitTargets.ofThread();
        targets.addDumps(Metric.PARK_WAIT, true, 2);
        targets.addDetail(WaitTarget.of(Metric.PARK_WAIT, "java.util.concurrent.SynchronousQueue", null), parked);
        if (byEvents > 0) {
            targets.addEvent(WaitTarget.of(Metric.PARK_WAIT, null, "com.example.Pool.borrow"), byEvents);
        }
        return targets.within(totals);
    }

    private static List<DumpedThread> read(String dump) {
        List<DumpedThread> found = new ArrayList<>();
        DumpedThread.read(dump, found::add);
        return found;
    }
}
