package io.github.tidewatch.taskstats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The Rust crate linux-taskstats 0.7, item by item, and what has its place here. */
class RustCrateParityTest {
    /** Its item: ours, as {@code Class#method} or {@code TaskStatsField.NAME}, in the unit that it has there. */
    private static final String TABLE = ""
            // Client
            + "Client::open = TaskstatsClient#open\n"
            + "Client::pid_stats = TaskstatsClient#pidStats\n"
            + "Client::tgid_stats = TaskstatsClient#tgidStats\n"
            + "Client::register_cpumask = TaskstatsClient#registerCpumask\n"
            + "Client::deregister_cpumask = TaskstatsClient#deregisterCpumask\n"
            + "Client::listen_registered = TaskstatsClient#listenRegistered\n"
            + "Client::listen_registered -> Vec<TaskStats> = ExitedTask#records\n"
            + "Client::set_rx_buf_sz = TaskstatsClient#setReceiveBufferSize\n"
            + "Client::get_rx_buf_sz = TaskstatsClient#getReceiveBufferSize\n"
            // Client::send(command, bytes): every command of the family has a method of its own.
            + "Client::send(CMD_ATTR_PID) = TaskstatsClient#pidStats\n"
            + "Client::send(CMD_ATTR_TGID) = TaskstatsClient#tgidStats\n"
            + "Client::send(CMD_ATTR_REGISTER_CPUMASK) = TaskstatsClient#registerCpumask\n"
            + "Client::send(CMD_ATTR_DEREGISTER_CPUMASK) = TaskstatsClient#deregisterCpumask\n"
            + "drop(Client) = TaskstatsClient#close\n"
            // Error
            + "Error::Netlink = TaskstatsException#reason\n"
            + "Error::NoFamilyId = TaskstatsException$Reason.NOT_SUPPORTED\n"
            + "Error::Unknown = TaskstatsException$Reason.FAILED\n"
            // TaskStats
            + "TaskStats::inner = TaskStats#get\n"
            + "TaskStats::from(&[u8]) = TaskStats#decode\n"
            + "TASKSTATS_SIZE = TaskStats#bytes\n"
            + "TaskStats.tid = TaskStats#id\n"
            + "TaskStats.cpu.utime_total (Duration, us) = TaskStats#sampledUserTime\n"
            + "TaskStats.cpu.stime_total (Duration, us) = TaskStats#sampledSystemTime\n"
            + "TaskStats.cpu.real_time_total (Duration, ns) = TaskStats#sampledCpuTime\n"
            + "TaskStats.cpu.virtual_time_total (Duration, ns) = TaskStats#cpuTime\n"
            + "TaskStats.memory.rss_total (MB us) = TaskStats#residentMemoryIntegral\n"
            + "TaskStats.memory.virt_total (MB us) = TaskStats#virtualMemoryIntegral\n"
            + "TaskStats.memory.minor_faults = TaskStats#minorFaults\n"
            + "TaskStats.memory.major_faults = TaskStats#majorFaults\n"
            + "TaskStats.io.read_bytes = TaskStats#bytesRead\n"
            + "TaskStats.io.write_bytes = TaskStats#bytesWritten\n"
            + "TaskStats.io.read_syscalls = TaskStats#readCalls\n"
            + "TaskStats.io.write_syscalls = TaskStats#writeCalls\n"
            + "TaskStats.blkio.read_bytes = TaskStats#storageBytesRead\n"
            + "TaskStats.blkio.write_bytes = TaskStats#storageBytesWritten\n"
            + "TaskStats.blkio.cancelled_write_bytes = TaskStats#cancelledWriteBytes\n"
            + "TaskStats.ctx_switches.voluntary = TaskStats#voluntarySwitches\n"
            + "TaskStats.ctx_switches.non_voluntary = TaskStats#involuntarySwitches\n"
            + "TaskStats.delays.cpu = DelayKind.CPU\n"
            + "TaskStats.delays.blkio = DelayKind.BLOCK_IO\n"
            + "TaskStats.delays.swapin = DelayKind.SWAP_IN\n"
            + "TaskStats.delays.freepages = DelayKind.RECLAIM\n"
            + "DelayStat.count = DelayStats#count\n"
            + "DelayStat.delay_total (Duration, ns) = DelayStats#total\n"
            // Columns of its command: the default table, -d and -v
            + "column Task = TaskStats#id\n"
            + "column utime (us) = TaskStatsField.AC_UTIME\n"
            + "column stime (us) = TaskStatsField.AC_STIME\n"
            + "column rss (MB us) = TaskStatsField.COREMEM\n"
            + "column vmem (MB us) = TaskStatsField.VIRTMEM\n"
            + "column read (bytes) = TaskStatsField.READ_CHAR\n"
            + "column write (bytes) = TaskStatsField.WRITE_CHAR\n"
            + "column d:cpu, cpu total (ns) = TaskStatsField.CPU_DELAY_TOTAL\n"
            + "column d:bio, blkio total (ns) = TaskStatsField.BLKIO_DELAY_TOTAL\n"
            + "column d:swap, swapin total (ns) = TaskStatsField.SWAPIN_DELAY_TOTAL\n"
            + "column d:reclaim, reclaim total (ns) = TaskStatsField.FREEPAGES_DELAY_TOTAL\n"
            + "columns cpu, blkio, swapin, reclaim avg (ns) = DelayStats#averageNanos\n"
            + "line User Time (us) = TaskStatsField.AC_UTIME\n"
            + "line System Time (us) = TaskStatsField.AC_STIME\n"
            + "line Real Time (us) = TaskStatsField.CPU_RUN_REAL_TOTAL\n"
            + "line Virtual Time (us) = TaskStatsField.CPU_RUN_VIRTUAL_TOTAL\n"
            + "line RSS (MB-usec) = TaskStatsField.COREMEM\n"
            + "line Virtual (MB-usec) = TaskStatsField.VIRTMEM\n"
            + "line Page Faults minor = TaskStatsField.AC_MINFLT\n"
            + "line Page Faults major = TaskStatsField.AC_MAJFLT\n"
            + "line IO Read (bytes) = TaskStatsField.READ_CHAR\n"
            + "line IO Write (bytes) = TaskStatsField.WRITE_CHAR\n"
            + "line Syscalls read = TaskStatsField.READ_SYSCALLS\n"
            + "line Syscalls write = TaskStatsField.WRITE_SYSCALLS\n"
            + "line Block Device Read (bytes) = TaskStatsField.READ_BYTES\n"
            + "line Block Device Write (bytes) = TaskStatsField.WRITE_BYTES\n"
            + "line Write Cancelled (bytes) = TaskStatsField.CANCELLED_WRITE_BYTES\n"
            + "line Voluntary = TaskStatsField.NVCSW\n"
            + "line Non-voluntary = TaskStatsField.NIVCSW\n"
            + "line CPU Total(nsec) = TaskStatsField.CPU_DELAY_TOTAL\n"
            + "line CPU Count = TaskStatsField.CPU_COUNT\n"
            + "line BlkIO Total(nsec) = TaskStatsField.BLKIO_DELAY_TOTAL\n"
            + "line BlkIO Count = TaskStatsField.BLKIO_COUNT\n"
            + "line SwapIn Total(nsec) = TaskStatsField.SWAPIN_DELAY_TOTAL\n"
            + "line SwapIn Count = TaskStatsField.SWAPIN_COUNT\n"
            + "line Mem Reclaim Total(nsec) = TaskStatsField.FREEPAGES_DELAY_TOTAL\n"
            + "line Mem Reclaim Count = TaskStatsField.FREEPAGES_COUNT\n";

    /** The fields of its raw {@code struct taskstats}, by the kernel's names. */
    private static final String RAW_FIELDS = "version ac_exitcode ac_flag ac_nice cpu_count cpu_delay_total blkio_count"
            + " blkio_delay_total swapin_count swapin_delay_total cpu_run_real_total cpu_run_virtual_total ac_comm"
            + " ac_sched ac_uid ac_gid ac_pid ac_ppid ac_btime ac_etime ac_utime ac_stime ac_minflt ac_majflt coremem"
            + " virtmem hiwater_rss hiwater_vm read_char write_char read_syscalls write_syscalls read_bytes"
            + " write_bytes cancelled_write_bytes nvcsw nivcsw ac_utimescaled ac_stimescaled"
            + " cpu_scaled_run_real_total freepages_count freepages_delay_total thrashing_count thrashing_delay_total"
            + " ac_btime64 compact_count compact_delay_total ac_tgid ac_tgetime ac_exe_dev ac_exe_inode wpcopy_count"
            + " wpcopy_delay_total irq_count irq_delay_total";

    @Test
    void everyItemHasItsCounterpart() throws Exception {
        Map<String, String> table = new LinkedHashMap<>();
        for (String row : TABLE.split("\n", -1)) {
            if (!row.isEmpty()) {
                int equals = row.indexOf(" = ");
                table.put(row.substring(0, equals), row.substring(equals + 3));
            }
        }
        assertThat(table).hasSizeGreaterThan(70);
        for (Map.Entry<String, String> row : table.entrySet()) {
            assertThat(exists(row.getValue()))
                    .as("%s: %s", row.getKey(), row.getValue())
                    .isTrue();
            unitsAgree(row.getKey(), row.getValue());
        }
    }

    @Test
    void everyRawFieldIsHere() {
        for (String name : RAW_FIELDS.split(" ", -1)) {
            assertThat(Arrays.stream(TaskStatsField.values()).map(TaskStatsField::kernelName))
                    .contains(name);
        }
        assertThat(TaskStatsField.values().length).isGreaterThan(RAW_FIELDS.split(" ", -1).length);
    }

    private static boolean exists(String ours) throws ClassNotFoundException {
        boolean method = ours.contains("#");
        int split = method ? ours.indexOf('#') : ours.lastIndexOf('.');
        Class<?> type = Class.forName("io.github.tidewatch.taskstats." + ours.substring(0, split));
        String name = ours.substring(split + 1);
        return method
                ? Arrays.stream(type.getMethods())
                        .anyMatch(candidate -> candidate.getName().equals(name))
                : Arrays.stream(type.getFields())
                        .anyMatch(candidate -> candidate.getName().equals(name));
    }

    private static void unitsAgree(String theirs, String ours) {
        if (!ours.startsWith("TaskStatsField.") || !theirs.contains("(")) {
            return;
        }
        TaskStatsField.Unit unit =
                TaskStatsField.valueOf(ours.substring(ours.indexOf('.') + 1)).unit();
        if (theirs.contains("(bytes)")) {
            assertThat(unit).isEqualTo(TaskStatsField.Unit.BYTES);
        } else if (theirs.contains("MB")) {
            assertThat(unit).isEqualTo(TaskStatsField.Unit.MEGABYTE_MICROSECONDS);
        } else if (theirs.contains("(ns)") || theirs.contains("(nsec)")) {
            assertThat(unit).isEqualTo(TaskStatsField.Unit.NANOSECONDS);
        } else {
            // Microseconds, or what it makes microseconds of.
            assertThat(unit).isIn(TaskStatsField.Unit.MICROSECONDS, TaskStatsField.Unit.NANOSECONDS);
        }
    }
}
