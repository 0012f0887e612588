package io.github.tidewatch.agent.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class JavaNamesTest {
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
                + "\"VM Thread\" os_prio=0 cpu=1.0ms elapsed=1.2s tid=0x00007f00 nid=4712 runnable  \n"
                // a carrier has none
                + "\"ForkJoinPool-1-worker-1\" #30 [4713] daemon prio=5 os_prio=0 cpu=1ms tid=0x00007f00\n";

        assertThat(JavaNames.parse(dump))
                .isEqualTo(Map.of(
                        0x1a2b, "main",
                        0xff, "a \"quoted\" name",
                        0x10, "GC Thread#0",
                        4711, "pool-1-thread-1",
                        4712, "VM Thread"));
    }
}
