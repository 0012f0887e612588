package io.github.tidewatch.causes;

import static io.github.tidewatch.causes.HostFiles.MS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What quotas held back, by the files of groups; times in milliseconds. */
class HostCountersTest {
    @TempDir
    Path root;

    private HostFiles files;
    private HostCounters host;

    private void begin() {
        host = host == null ? files.counters() : host;
        host.open();
        host.read();
        host.advance();
    }

    private void readAfter(long millis) {
        files.now += millis;
        host.read();
    }

    @Test
    void ofAContainerOnAnOldKernelTheVisibleQuotaIsKnown() throws Exception {
        files = new HostFiles(root, 2).namespace();
        files.group("", "50", 0, 0, 0);
        begin();
        files.group("", "50", 3000, 20, 20);
        readAfter(2000);

        assertThat(host.hasBandwidth()).isTrue();
        assertThat(host.throttled()).isEqualTo(3000 * MS);
        host.close();
    }

    @Test
    void ofAContainerOnAnOldKernelWithoutAVisibleQuotaNothingIsKnown() throws Exception {
        files = new HostFiles(root, 2).namespace();
        files.group("", "max", 0, 0, 0);

        assertThat(files.counters().hasBandwidth()).isFalse();
    }

    @Test
    void inTheIntervalInWhichTheProcessIsMovedItIsUnknownAndNotZero() throws Exception {
        files = new HostFiles(root, 2);
        files.group("/pod", "50", 0, 0, 0);
        files.group("/other", "50", 900, 9, 9);
        begin();
        files.write("proc/self/cgroup", "0::/other\n");
        readAfter(1000);
        assertThat(host.throttled()).isEqualTo(HostCounters.UNKNOWN);

        host.advance();
        files.group("/other", "50", 1100, 11, 19);
        readAfter(1000);
        assertThat(host.throttled()).isEqualTo(200 * MS);
        host.close();
    }

    @Test
    void whereNoGroupHasAQuotaItIsKnownThatNoneHeldAnythingBack() throws Exception {
        files = new HostFiles(root, 2);
        files.write("proc/self/cgroup", "0::/\n");
        begin();
        readAfter(1000);

        assertThat(host.hasBandwidth()).isTrue();
        assertThat(host.throttled()).isZero();
        host.close();
    }

    /** The own quota was used up in one period of ten; the hidden one held back 500 ms. */
    @Test
    void whatAHiddenGroupHeldBackIsNotCutAtThePeriodsOfTheVisibleOne() throws Exception {
        files = new HostFiles(root, 2).namespace();
        files.group("", "50", 0, 0, 0);
        files.local("", 0);
        begin();
        files.group("", "50", 60, 1, 10);
        files.local("", 560);
        readAfter(1000);

        assertThat(host.throttled()).isEqualTo(560 * MS);
        assertThat(host.throttledSpan()).isEqualTo(1000 * MS);
        host.close();
    }

    @Test
    void periodsOfTwoGroupsAddUp() throws Exception {
        files = new HostFiles(root, 2);
        files.group("/pod", "50", 0, 0, 0);
        files.group("/pod/app", "50", 0, 0, 0);
        files.local("/pod/app", 0);
        files.write("proc/self/cgroup", "0::/pod/app\n");
        begin();
        files.group("/pod", "50", 150, 2, 10);
        files.group("/pod/app", "50", 250, 3, 10);
        files.local("/pod/app", 400);
        readAfter(1000);

        assertThat(host.throttledSpan()).isEqualTo(500 * MS);
        host.close();
    }

    @Test
    void noFileIsOpenBeforeItIsOpened() throws Exception {
        files = new HostFiles(root, 2);
        host = files.counters();
        assertThat(files.opened).isZero();
        host.close();
        begin();
        assertThat(files.opened).isEqualTo(1);
        host.close();
    }
}
