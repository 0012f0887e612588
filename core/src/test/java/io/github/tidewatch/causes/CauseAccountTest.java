package io.github.tidewatch.causes;

import static io.github.tidewatch.causes.HostFiles.MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.intervals.Task;
import org.junit.jupiter.api.Test;

/** From threads' counters and the host's files to records; times in milliseconds. */
class CauseAccountTest extends CauseAccountHarness {
    @Test
    void ofAContainerOnAnOldKernelWhatTheVisibleQuotaHeldBackIsTheQuotas() throws Exception {
        HostFiles host = new HostFiles(root, 2).namespace();
        host.group("", "50", 0, 0, 0);
        Task spinner = thread("spinner");
        begin(host);
        did(spinner, 500, 3500, 40);
        host.group("", "50", 3000, 40, 40);
        host.cpu(0, 500, 0, 3500);
        host.cpu(1, 0, 0, 4000);
        sampleAfter(4000);
        emit();

        assertThat(of("spinner", "quota")).isCloseTo(3000 * MS, CLOSE);
    }

    @Test
    void whereTheFieldIsAbsentWhatAQuotaHeldBackIsUnexplained() throws Exception {
        HostFiles host = new HostFiles(root, 2).namespace();
        host.group("", "max", 0, 0, 0);
        Task spinner = thread("spinner");
        begin(host);
        assertThat(account.host().hasBandwidth()).isFalse();
        did(spinner, 250, 750, 10);
        host.group("", "25", 700, 10, 10); // somebody has set one since
        host.cpu(0, 250, 0, 750);
        host.cpu(1, 0, 0, 1000);
        sampleAfter(1000);
        emit();

        assertThat(of("spinner", "quota")).isZero();
        assertThat(of("spinner", "unexplained")).isGreaterThanOrEqualTo(650 * MS);
    }

    @Test
    void inTheIntervalInWhichTheProcessIsMovedAllIsUnexplained() throws Exception {
        HostFiles host = new HostFiles(root, 2);
        host.group("/pod", "50", 0, 0, 0);
        host.group("/other", "50", 10, 1, 10);
        Task spinner = thread("spinner");
        begin(host);
        did(spinner, 250, 750, 10);
        host.write("proc/self/cgroup", "0::/other\n");
        host.cpu(0, 250, 0, 750);
        sampleAfter(1000);
        emit();

        assertThat(of("spinner", "unexplained")).isEqualTo(750 * MS);
    }

    /** Quota of 2 CPUs, 4 online of 128 possible, 8 spinners: 2 run, and 2 wait in each queue that is held back. */
    @Test
    void cpusThatAreNotOnlineDoNotSpreadTheThreadsOverMoreQueues() throws Exception {
        HostFiles host = new HostFiles(root, 4);
        host.allowed("", "0-127");
        host.group("/pod", "200", 0, 0, 0);
        for (int i = 0; i < 8; i++) {
            thread("spinner-" + i);
        }
        begin(host);
        for (Task spinner : tasks) {
            did(spinner, 250, 750, 20);
        }
        host.group("/pod", "200", 2000, 10, 10);
        for (int cpu = 0; cpu < 4; cpu++) {
            host.cpu(cpu, 500, 0, 500);
        }
        sampleAfter(1000);
        emit();

        assertThat(of("spinner-*", "quota")).isCloseTo(4000 * MS, CLOSE);
    }

    @Test
    void aCpuThatIsOfflineMakesOnlyItsThreadsUnexplained() throws Exception {
        HostFiles host = new HostFiles(root, 4);
        host.group("/pod", "max", 0, 0, 0);
        host.allowed("1", "3");
        host.allowed("2", "0-3");
        host.allowed("3", "0-3");
        Task pinned = thread("pinned");
        Task other = thread("free");
        thread("sleeper");
        begin(host);
        for (int round = 0; round < 2; round++) {
            did(pinned, 500, 400, 9);
            did(other, 500, 400, 9);
            host.cpu(0, 1000, 0, 0);
            sampleAfter(1000);
            emit();
        }
        assertThat(of("pinned", "unexplained")).isLessThan(400 * MS);

        host.offline(3);
        did(other, 500, 400, 9);
        host.cpu(0, 1000, 0, 0);
        sampleAfter(1000);
        emit();
        assertThat(of("free", "unexplained")).isLessThan(400 * MS);
    }

    /** Native threads that began and ended between two samples used half of the CPU; another of ours waits, too. */
    @Test
    void whatThreadsThatNoSampleFoundUsedIsNotTheNeighbors() throws Exception {
        HostFiles host = new HostFiles(root, 1);
        host.group("/pod", "max", 0, 0, 0);
        Task one = thread("one");
        Task two = thread("two");
        begin(host);
        did(one, 250, 750, 100);
        did(two, 250, 750, 100);
        host.processTime(1000);
        host.cpu(0, 1000, 0, 0);
        sampleAfter(1000);
        emit();

        assertThat(of("one", "own") + of("one", "unexplained")).isCloseTo(750 * MS, CLOSE);
    }

    @Test
    void threadsBeyondTheBoundAreSummedUpInTheirGroup() throws Exception {
        HostFiles host = new HostFiles(root, 2);
        host.group("/pod", "max", 0, 0, 0);
        for (int i = 0; i < 20_000; i++) {
            thread("worker-" + i);
        }
        begin(host);
        for (Task worker : tasks) {
            did(worker, 0, 1, 1);
        }
        sampleAfter(1000);
        emit();

        assertThat(of("worker-*", "threads")).isEqualTo(20_000);
        assertThat(of("worker-*", "delay")).isEqualTo(20_000 * MS);
    }

    @Test
    void groupsBeyondTheBoundAreInTheOthers() throws Exception {
        HostFiles host = new HostFiles(root, 2);
        host.group("/pod", "max", 0, 0, 0);
        thread("x".repeat(5000));
        for (int i = 0; i < 1000; i++) {
            thread("unique" + i + "x");
        }
        begin(host);
        for (int round = 0; round < 3; round++) {
            for (Task task : tasks) {
                did(task, 0, 20, 1);
            }
            sampleAfter(1000);
            emit();

            assertThat(recordCount).as("32, and (others)").isEqualTo(33);
            assertThat(records).hasSize(33);
            assertThat(of("(others)", "threads")).isEqualTo(1001 - 32);
        }
    }

    @Test
    void aThreadWithTheNameOfTheOthersHasARecordOfItsOwn() throws Exception {
        HostFiles host = new HostFiles(root, 2);
        host.group("/pod", "max", 0, 0, 0);
        Task named = thread("(others)");
        Task little = thread("little");
        Task small = thread("small");
        begin(host);
        did(named, 0, 500, 1);
        did(little, 0, 7, 1);
        did(small, 0, 7, 1);
        sampleAfter(1000);
        emit();

        assertThat(recordCount).isEqualTo(2);
        assertThat(of("(others) (application)", "delay")).isEqualTo(500 * MS);
        assertThat(of("(others)", "delay")).isEqualTo(14 * MS);
    }

    @Test
    void anApplicationsThreadWithTheNameOfACollectorsIsNotInItsGroup() throws Exception {
        HostFiles host = new HostFiles(root, 2);
        host.group("/pod", "max", 0, 0, 0);
        Task collector = thread("GC Thread#1");
        Task application = thread("");
        Thread java = new Thread(() -> {}, "GC Thread#0");
        application.mapTo(java);
        begin(host);
        did(collector, 0, 100, 1);
        did(application, 0, 200, 1);
        sampleAfter(1000);
        emit();

        assertThat(of("GC Thread#*", "delay")).isEqualTo(100 * MS);
        assertThat(of("GC Thread#* (application)", "delay")).isEqualTo(200 * MS);
    }

    @Test
    void samplesForOtherRecordsDoNotReadTheHost() throws Exception {
        HostFiles host = new HostFiles(root, 1);
        host.group("/pod", "max", 0, 0, 0);
        Task one = thread("one");
        Task two = thread("two");
        begin(host);
        did(one, 500, 500, 9);
        did(two, 500, 500, 9);
        host.cpu(0, 1000, 0, 0);
        sampleAfter(1000);
        emit();
        assertThat(of("one", "own")).isCloseTo(500 * MS, CLOSE);

        sampleAfter(20);
        assertThat(account.host().length()).as("not read since the last record").isNotPositive();
        did(one, 500, 500, 9);
        did(two, 500, 500, 9);
        host.cpu(0, 1000, 0, 0);
        sampleAfter(800);
        assertThat(account.host().length()).isEqualTo(820 * MS);
        sampleAfter(180);
        emit();
        assertThat(of("one", "own")).isCloseTo(500 * MS, CLOSE);
    }

    @Test
    void anIntervalThatEndsEarlyIsOfTheHostsCountersAtItsEnd() throws Exception {
        HostFiles host = new HostFiles(root, 1);
        host.group("/pod", "max", 0, 0, 0);
        Task one = thread("one");
        begin(host);
        sampleAfter(1000);
        emit();
        did(one, 100, 200, 9);
        host.cpu(0, 300, 0, 0);
        sampleAfter(300);
        emit();

        assertThat(of("one", "delay")).isEqualTo(200 * MS);
        assertThat(of("one", "unexplained")).isLessThan(10 * MS);
    }
}
