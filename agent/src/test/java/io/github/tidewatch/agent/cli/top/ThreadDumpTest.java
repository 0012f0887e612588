package io.github.tidewatch.agent.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ThreadDumpTest {
    @Test
    void readsTheDumpsOfAllVersions() {
        String dump = "Full thread dump OpenJDK 64-Bit Server VM:\n\n"
                // 17
                + "\"main\" #1 prio=5 os_prio=0 cpu=34.5ms elapsed=1.2s tid=0x00007f00 nid=0x1a2b waiting on condition\n"
                + "   java.lang.Thread.State: TIMED_WAITING (sleeping)\n"
                + "\"a \"quoted\" name\" #12 daemon prio=5 os_prio=0 cpu=0.1ms tid=0x00007f00 nid=0xff runnable\n"
                + "\"GC Thread#0\" os_prio=0 cpu=1.0ms elapsed=1.2s tid=0x00007f00 nid=0x10 runnable  \n"
                // 21 and later
                + "\"pool-1-thread-1\" #29 [4711] prio=5 os_prio=0 cpu=1ms tid=0x00007f00 nid=4711 runnable\n"
                + "\"VM Thread\" os_prio=0 cpu=1.0ms elapsed=1.2s tid=0x00007f00 nid=4712 runnable  \n";

        assertThat(ThreadDump.names(dump))
                .isEqualTo(Map.of(
                        0x1a2b, "main",
                        0xff, "a \"quoted\" name",
                        0x10, "GC Thread#0",
                        4711, "pool-1-thread-1",
                        4712, "VM Thread"));
    }

    /** As JDK 21 and 26 print them. */
    @Test
    void aCarrierWithAMountedVirtualThreadHasItsTidInBracketsOnly() {
        String dump = "\"ForkJoinPool-1-worker-1\" #19 [8652] daemon prio=5 os_prio=0 cpu=813.20ms elapsed=8.82s"
                + " tid=0x00007f6e2410dd10  [0x00007f6daea2c000]\n"
                + "   Carrying virtual thread #18\n"
                + "\"ForkJoinPool-1-worker-2\" #26 [9001] daemon prio=5 os_prio=0 cpu=736.67ms elapsed=8.99s"
                + " tid=0x00007f36a80014b0  [0x00007f36a38fd000]\n"
                + "   Carrying virtual thread #25\n";

        assertThat(ThreadDump.names(dump))
                .isEqualTo(Map.of(8652, "ForkJoinPool-1-worker-1", 9001, "ForkJoinPool-1-worker-2"));
    }

    @Test
    void aNameThatLooksLikeTheRestOfALineIsAName() {
        String name = "odd \" #7 [9] prio=5 nid=5 name";

        assertThat(ThreadDump.names(
                        "\"" + name + "\" #22 [8656] daemon prio=5 os_prio=0 tid=0x00007f6e nid=8656 waiting"
                                + " on condition  [0x00007f6dae82d000]\n"))
                .isEqualTo(Map.of(8656, name));
    }

    @Test
    void aNameWithALineBreakGivesNoOtherThreadAName() {
        assertThat(ThreadDump.names("\"main\" #1 prio=5 nid=0x10 x\n\"inj\n\"FAKE\" #1 prio=5 nid=0x10 x\n"
                        + "\"other\" #2 prio=5 nid=0x11 x\n"))
                .isEqualTo(Map.of(0x11, "other"));
    }

    @Test
    void whatIsNoTidIsNone() {
        assertThat(ThreadDump.names("\"a\" #1 prio=5 nid=9999999999 x\n\"b\" #1 prio=5 nid=0xffffffff x\n"
                        + "\"c\" #1 [99999999999] prio=5 x\n\"d\" #1 prio=5 nid=0 x\n\"e\" #1\n\"f\n\"\n"
                        + "\"" + "g".repeat(100_000) + "\" #1 prio=5 nid=7 x\n"))
                .isEmpty();
    }
}
