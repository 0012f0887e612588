package io.github.tidewatch.causes;

import static io.github.tidewatch.causes.HostFiles.MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.host.CpuSet;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sets of CPUs of which some are offline, in intervals of a second. */
class CpuUsesTest {
    private static final CpuSet ALL = CpuSet.parse("0-127");
    private static final CpuSet FIRST = CpuSet.parse("0");
    private static final CpuSet LAST = CpuSet.parse("3");

    @TempDir
    Path root;

    private final CpuUses uses = new CpuUses();
    private HostFiles files;
    private HostCounters host;

    private void begin() throws Exception {
        if (host == null) {
            files = new HostFiles(root, 4);
            files.write("proc/self/cgroup", "0::/\n");
            host = files.counters();
            host.open();
        }
        host.read();
        host.advance();
    }

    private void end() {
        files.now += 1000;
        host.read();
        uses.begin(host);
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void cpusThatTheHostCouldHaveAndHasNotDoNotCount() throws Exception {
        begin();
        end();
        uses.addOwn(ALL, 400 * MS);
        uses.addOwn(FIRST, 500 * MS);
        uses.overlap();

        assertThat(uses.of(ALL).count).isEqualTo(4);
        assertThat(uses.of(FIRST).own)
                .as("its own, and a fourth of what may run anywhere")
                .isEqualTo(600 * MS);
        assertThat(uses.of(ALL).own).isEqualTo(900 * MS);
    }

    @Test
    void aSetWhoseCpuIsOfflineIsUnknownAloneAndForgottenWhenNobodyUsesIt() throws Exception {
        begin();
        end();
        uses.addOwn(LAST, 100 * MS);
        uses.addOwn(ALL, 100 * MS);
        uses.overlap();
        assertThat(uses.of(LAST)).isNotNull();

        files.offline(3);
        begin();
        end();
        uses.addOwn(LAST, 0);
        uses.addOwn(ALL, 100 * MS);
        uses.overlap();
        assertThat(uses.of(LAST)).isNull();
        assertThat(uses.of(ALL).count).isEqualTo(3);
        assertThat(uses.of(ALL).own).isEqualTo(100 * MS);
    }

    @Test
    void aSetIsTheSumOfItsCpus() throws Exception {
        begin();
        files.cpu(0, 700, 100, 200);
        files.cpu(3, 500, 0, 500);
        end();
        uses.addOwn(ALL, 0);
        uses.addOwn(CpuSet.parse("0,3"), 300 * MS);
        uses.overlap();

        CpuUse use = uses.of(CpuSet.parse("0,3"));
        assertThat(use.busy).isEqualTo(1200 * MS);
        assertThat(use.steal).isEqualTo(100 * MS);
        assertThat(use.idle).isEqualTo(700 * MS);
        assertThat(use.own).isEqualTo(300 * MS);
    }

    @Test
    void whereAThreadMayRunUnknownItsUseIsToo() throws Exception {
        begin();
        end();
        uses.addOwn(null, 400 * MS);
        uses.addOwn(FIRST, 0);
        uses.overlap();

        assertThat(uses.of(null)).isNull();
        assertThat(uses.of(FIRST).own).as("it ran somewhere").isEqualTo(100 * MS);
    }

    @Test
    void beyondSoManySetsTheFurtherOnesAreUnknown() throws Exception {
        begin();
        end();
        for (int i = 0; i < 10_000; i++) {
            uses.addOwn(CpuSet.parse("0," + (i + 10)), MS);
        }
        uses.overlap();
        assertThat(uses.of(CpuSet.parse("0,10"))).isNotNull();
        assertThat(uses.of(CpuSet.parse("0,9000"))).isNull();
    }
}
