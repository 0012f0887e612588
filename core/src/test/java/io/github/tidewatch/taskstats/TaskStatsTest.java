package io.github.tidewatch.taskstats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tidewatch.netlink.MalformedMessageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskStatsTest {
    private static final int TID = 4242;

    @ParameterizedTest
    @CsvSource({"8,328", "9,344", "10,352", "11,368", "12,400", "13,416", "14,432", "15,560", "16,560", "17,688"})
    void everyFieldOfEveryVersionInBothByteOrders(int version, int size) {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            StructBytes struct = new StructBytes(version, order);
            assertThat(struct.size()).isEqualTo(size);
            TaskStats stats = TaskStats.decode(struct.bytes(TID), order, TaskScope.THREAD, TID);
            assertThat(stats.version()).isEqualTo(version);
            for (TaskStatsField field : TaskStatsField.values()) {
                assertThat(stats.has(field))
                        .as("v%d %s", version, field)
                        .isEqualTo(struct.declares(field.kernelName()));
                if (field == TaskStatsField.AC_COMM) {
                    assertThat(stats.identity().comm()).contains("comm-of-15-char");
                } else if (field == TaskStatsField.AC_PID) {
                    assertThat(stats.get(field)).isEqualTo(TID);
                } else if (stats.has(field)) {
                    assertThat(stats.get(field))
                            .as("v%d %s %s", version, order, field)
                            .isEqualTo(struct.valueOf(field.kernelName()));
                    assertThat(stats.find(field)).hasValue(stats.get(field));
                } else {
                    assertThat(stats.find(field)).isEmpty();
                    assertThatThrownBy(() -> stats.get(field))
                            .isInstanceOf(NoSuchElementException.class)
                            .hasMessageContaining(field.kernelName())
                            .hasMessageContaining("version " + version);
                }
                assertThat(struct.declares(field.kernelName())).isEqualTo(version >= field.since());
            }
            assertThat(stats.toString()).startsWith("TaskStats v" + version + " of tid 4242 \"comm-of-15-char\"");
        }
    }

    @Test
    void aVersionNewerThanTheNewestKnownIsReadAsTheNewestKnown() {
        byte[] bytes = Arrays.copyOf(new StructBytes(17, ByteOrder.LITTLE_ENDIAN).bytes(TID), 1000);
        TaskStats newest = decode(bytes);
        bytes[0] = 99;
        TaskStats unknown = decode(bytes);
        assertThat(unknown.version()).isEqualTo(99);
        for (TaskStatsField field : TaskStatsField.values()) {
            assertThat(unknown.has(field)).isTrue();
            if (field != TaskStatsField.VERSION && field != TaskStatsField.AC_COMM) {
                assertThat(unknown.get(field)).isEqualTo(newest.get(field));
            }
        }
    }

    @Test
    void nothingBeyondTheLengthIsRead() {
        byte[] whole = new StructBytes(17, ByteOrder.LITTLE_ENDIAN).bytes(TID);
        for (int length = 2; length < whole.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(whole, 0, length).slice().order(ByteOrder.LITTLE_ENDIAN);
            TaskStatsView view = TaskStatsView.of(cut, TaskScope.THREAD, TID);
            for (TaskStatsField field : TaskStatsField.values()) {
                assertThat(view.has(field)).isEqualTo(field.offset + field.kind.size <= length);
                if (view.has(field) && field != TaskStatsField.AC_COMM) {
                    view.get(field);
                }
            }
        }
        assertThatThrownBy(() -> decode(new byte[1])).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> decode(new byte[328]))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("version 0");
    }

    @Test
    void anAnswerForAGroupHasOnlyWhatTheKernelSumsUp() {
        TaskStats group = TaskStats.decode(
                new StructBytes(17, ByteOrder.BIG_ENDIAN).bytes(TID), ByteOrder.BIG_ENDIAN, TaskScope.GROUP, TID);
        EnumSet<TaskStatsField> carried = EnumSet.noneOf(TaskStatsField.class);
        for (TaskStatsField field : TaskStatsField.values()) {
            if (group.has(field)) {
                carried.add(field);
            }
        }
        EnumSet<TaskStatsField> expected = EnumSet.of(
                TaskStatsField.VERSION,
                TaskStatsField.CPU_RUN_REAL_TOTAL,
                TaskStatsField.CPU_RUN_VIRTUAL_TOTAL,
                TaskStatsField.CPU_SCALED_RUN_REAL_TOTAL,
                TaskStatsField.AC_ETIME,
                TaskStatsField.AC_UTIME,
                TaskStatsField.AC_STIME,
                TaskStatsField.NVCSW,
                TaskStatsField.NIVCSW);
        for (DelayKind kind : DelayKind.values()) {
            expected.add(kind.count);
            expected.add(kind.total);
        }
        assertThat(carried).isEqualTo(expected);
        assertThat(group.identity().tid()).isEmpty();
        assertThat(group.minorFaults()).isEmpty();
        assertThat(group.delay(DelayKind.CPU).orElseThrow().max()).isEmpty();
        assertThat(group.toString()).startsWith("TaskStats v17 of tgid 4242, elapsed");

        TaskStats old = TaskStats.decode(
                new StructBytes(8, ByteOrder.BIG_ENDIAN).bytes(TID), ByteOrder.BIG_ENDIAN, TaskScope.GROUP, TID);
        assertThat(old.elapsedTime()).as("before 4.20 not filled for a group").isEmpty();
        assertThat(old.voluntarySwitches()).isPresent();
    }

    @Test
    void valuesInTheFieldsWords() {
        ByteBuffer bytes = ByteBuffer.allocate(688).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort(0, (short) 17).putInt(4, 3 << 8).put(8, (byte) 0x31).put(9, (byte) -20);
        bytes.putLong(16, 4).putLong(24, 1_000_000_007).put(112, (byte) 3).putInt(120, -2);
        bytes.putInt(136, 1_700_000_000).putLong(144, 1_500_000).putLong(344, 5_000_000_000L);
        bytes.putLong(432, 600).putLong(440, 200).putLong(560, 1_700_000_000).putLong(568, 5);
        TaskStats stats = decode(bytes.array());
        TaskIdentity identity = stats.identity();
        assertThat(identity.exitCode()).hasValue(768);
        assertThat(identity.flags())
                .contains(Set.of(AccountingFlag.AFORK, AccountingFlag.AXSIG, AccountingFlag.AGROUP));
        assertThat(identity.nice()).hasValue(-20);
        assertThat(identity.uid()).hasValue(4_294_967_294L);
        assertThat(identity.schedulingPolicy()).contains(SchedulingPolicy.SCHED_BATCH);
        assertThat(identity.beginTime()).contains(Instant.ofEpochSecond(5_000_000_000L));
        assertThat(stats.elapsedTime()).contains(Duration.ofMillis(1500));
        DelayStats cpu = stats.delay(DelayKind.CPU).orElseThrow();
        assertThat(cpu.total()).isEqualTo(Duration.ofNanos(1_000_000_007));
        assertThat(cpu.average()).contains(Duration.ofNanos(250_000_001));
        assertThat(cpu.max()).contains(Duration.ofNanos(600));
        assertThat(cpu.min()).contains(Duration.ofNanos(200));
        assertThat(cpu.maxTime()).contains(Instant.ofEpochSecond(1_700_000_000, 5));
        DelayStats io = stats.delay(DelayKind.BLOCK_IO).orElseThrow();
        assertThat(io.count()).isZero();
        assertThat(io.average()).isEmpty();
        assertThat(io.max()).isEmpty();
        assertThat(io.maxTime()).isEmpty();
        assertThatThrownBy(() -> stats.duration(TaskStatsField.NVCSW)).isInstanceOf(IllegalArgumentException.class);
        assertThat(stats).isEqualTo(decode(bytes.array())).hasSameHashCodeAs(decode(bytes.array()));
        assertThat(stats.bytes()).isEqualTo(bytes.array());
    }

    private static TaskStats decode(byte[] bytes) {
        return TaskStats.decode(bytes, ByteOrder.LITTLE_ENDIAN, TaskScope.THREAD, TID);
    }
}
