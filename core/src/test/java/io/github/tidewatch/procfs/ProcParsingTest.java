package io.github.tidewatch.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProcParsingTest {
    private static final String AFTER_NAME = " S 1 2 3 0 -1 4194368 11 12 13 14 15 16 17 18 20 0 1 0 22222 100 200"
            + " 18446744073709551615 1 1 0 0 0 0 0 0 0 1 0 0 17 1 0 0 4242 0 0 0 0 0 0 0 0 0 0\n";

    @Test
    void schedstat() {
        byte[] bytes = bytes("123456789012 34567890 78\n");
        SchedStat schedstat = new SchedStat();
        schedstat.parse(bytes, bytes.length);
        assertThat(schedstat.onCpu()).isEqualTo(123_456_789_012L);
        assertThat(schedstat.runDelay()).isEqualTo(34_567_890);
        assertThat(schedstat.timeslices()).isEqualTo(78);
    }

    @Test
    void statCountsItsFieldsFromTheLastParenthesis() {
        for (String name : new String[] {"java", "a b", ") R 9 9 9 (", "((", ""}) {
            byte[] bytes = bytes("77 (" + name + ")" + AFTER_NAME);
            TaskStat stat = new TaskStat();
            stat.parse(bytes, bytes.length);
            assertThat(stat.state()).isEqualTo('S');
            assertThat(stat.minorFaults()).isEqualTo(11);
            assertThat(stat.majorFaults()).isEqualTo(13);
            assertThat(stat.userTicks()).isEqualTo(15);
            assertThat(stat.systemTicks()).isEqualTo(16);
            assertThat(stat.startTicks()).isEqualTo(22222);
            assertThat(stat.blockIoDelayTicks()).isEqualTo(4242);
        }
    }

    @Test
    void theLoadOfAContainerIsNoLoadOfTheHost() {
        String proc = "22 61 0:21 / /proc rw,nosuid - proc proc rw\n";
        assertThat(ProcFile.isMountedOver("/proc/loadavg", proc)).isFalse();
        assertThat(ProcFile.isMountedOver(
                        "/proc/loadavg", proc + "80 22 0:52 /proc/loadavg /proc/loadavg rw - fuse.lxcfs lxcfs rw\n"))
                .isTrue();
    }

    @Test
    void aSystemCallHasItsNumberAndArgumentsUnlessTheThreadRuns() {
        TaskSyscall call = new TaskSyscall();
        byte[] bytes = bytes("202 0xffffffffffffffff 0xaBc 0x0 0x0 0x0 0x0 0x7ffd 0x7f00\n");
        call.parse(bytes, bytes.length);
        assertThat(call.isRunning()).isFalse();
        assertThat(call.number()).isEqualTo(202);
        assertThat(call.argument(0)).isEqualTo(-1);
        assertThat(call.argument(1)).isEqualTo(0xabc);
        byte[] fault = bytes("-1 0x7ffd 0x7f00\n");
        call.parse(fault, fault.length);
        assertThat(call.isRunning()).isFalse();
        assertThat(call.number()).isEqualTo(-1);
        byte[] running = bytes("running\n");
        call.parse(running, running.length);
        assertThat(call.isRunning()).isTrue();
        byte[] wrong = bytes("7 12 0x\n");
        assertThatThrownBy(() -> call.parse(wrong, wrong.length)).isInstanceOf(ProcFormatException.class);
    }

    @Test
    void io() {
        byte[] bytes = bytes("rchar: 1\nwchar: 2\nsyscr: 3\nsyscw: 4\nread_bytes: 5\nwrite_bytes: 6\n"
                + "cancelled_write_bytes: 7\n");
        TaskIo io = new TaskIo();
        io.parse(bytes, bytes.length);
        assertThat(io.readBytes()).isEqualTo(1);
        assertThat(io.writeBytes()).isEqualTo(2);
        assertThat(io.readCalls()).isEqualTo(3);
        assertThat(io.writeCalls()).isEqualTo(4);
        assertThat(io.storageReadBytes()).isEqualTo(5);
        assertThat(io.storageWriteBytes()).isEqualTo(6);
        assertThat(io.cancelledWriteBytes()).isEqualTo(7);
    }

    @Test
    void statusSwitchesAreNotConfusedWithEachOther() {
        byte[] bytes = bytes("Name:\tjava\nvoluntary_ctxt_switches:\t12\nnonvoluntary_ctxt_switches:\t3\n");
        TaskStatus status = new TaskStatus();
        status.parse(bytes, bytes.length);
        assertThat(status.voluntarySwitches()).isEqualTo(12);
        assertThat(status.involuntarySwitches()).isEqualTo(3);
    }

    @Test
    void whatIsNotOfTheFormatIsAnErrorThatShowsIt() {
        byte[] bytes = bytes("1 x 3\n");
        assertThatThrownBy(() -> new SchedStat().parse(bytes, bytes.length))
                .isInstanceOf(ProcFormatException.class)
                .hasMessageContaining("expected a number at byte 2 of \"1 x 3");
        for (int length = 0; length < bytes("77 (java)" + AFTER_NAME).length - 60; length++) {
            byte[] stat = bytes("77 (java)" + AFTER_NAME);
            int cut = length;
            assertThatThrownBy(() -> new TaskStat().parse(stat, cut)).isInstanceOf(ProcFormatException.class);
        }
    }

    @Test
    void theDescriptorBudgetIsAShareOfTheSoftLimit() {
        String limits = "Limit                     Soft Limit           Hard Limit           Units     \n"
                + "Max open files            1024                 524288               files     \n";
        assertThat(DescriptorBudget.shareOf(limits)).isEqualTo(64);
        assertThat(DescriptorBudget.shareOf(limits.replace("1024  ", "unlimited")))
                .isEqualTo(4096);
        assertThat(DescriptorBudget.shareOf("")).isZero();
    }

    @Test
    void delayAccountingByTheSysctlOrTheKernelsRelease() {
        assertThat(DelayAccounting.ofSysctl("1\n")).isEqualTo(DelayAccounting.ON);
        assertThat(DelayAccounting.ofSysctl("0\n")).isEqualTo(DelayAccounting.OFF);
        for (String content : new String[] {"1\n", "0\n", "1", "0", "10\n", "on\n"}) {
            assertThat(DelayAccountingFile.ofSysctl(bytes(content), content.length()))
                    .isEqualTo(DelayAccounting.ofSysctl(content));
        }
        assertThat(DelayAccounting.withoutSysctl("5.14.0-70.el9\n", "quiet")).isEqualTo(DelayAccounting.NOT_BUILT);
        assertThat(DelayAccounting.withoutSysctl("5.10.0-8-amd64\n", "quiet")).isEqualTo(DelayAccounting.ON);
        assertThat(DelayAccounting.withoutSysctl("4.18.0\n", "quiet nodelayacct\n"))
                .isEqualTo(DelayAccounting.OFF);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
