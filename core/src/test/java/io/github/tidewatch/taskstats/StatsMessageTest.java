package io.github.tidewatch.taskstats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tidewatch.netlink.MalformedMessageException;
import io.github.tidewatch.netlink.NetlinkMessage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class StatsMessageTest {
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int NULL = 6;

    private final StatsMessage stats = new StatsMessage();

    @Test
    void theLastTaskOfAGroupBringsBoth() {
        read(Messages.exit(1235, 1234));
        assertThat(stats.thread().id()).isEqualTo(1235);
        assertThat(stats.group().id()).isEqualTo(1234);
        assertThat(stats.group().has(TaskStatsField.NVCSW)).isTrue();
        read(Messages.stats(1, 1, 77));
        assertThat(stats.hasGroup()).as("nothing is left of the message before").isFalse();
    }

    @Test
    void atTheEndOfAGroupOlderKernelsFillDelaysOnlyAndNoVersion() {
        byte[] group = Messages.struct(0);
        ByteBuffer fields = ByteBuffer.wrap(group).order(ORDER);
        fields.putShort(0, (short) 0);
        for (TaskStatsField unfilled : new TaskStatsField[] {
            TaskStatsField.AC_ETIME,
            TaskStatsField.AC_UTIME,
            TaskStatsField.AC_STIME,
            TaskStatsField.NVCSW,
            TaskStatsField.NIVCSW
        }) {
            fields.putLong(unfilled.offset, 0);
        }
        read(Messages.exit(Messages.struct(1235), 1235, group, 1234));
        TaskStats value = TaskStats.copyOf(stats.group());
        assertThat(value.version()).as("the version of the thread's block").isEqualTo(16);
        assertThat(value.elapsedTime()).isEmpty();
        assertThat(value.sampledUserTime()).isEmpty();
        assertThat(value.voluntarySwitches()).isEmpty();
        assertThat(value.delay(DelayKind.BLOCK_IO)).isPresent();
        assertThat(value.cpuTime()).isPresent();
        assertThat(stats.thread().has(TaskStatsField.NVCSW)).isTrue();
    }

    @Test
    void aStructureWithoutVersionIsRefusedElsewhere() {
        byte[] struct = Messages.struct(9);
        ByteBuffer.wrap(struct).order(ORDER).putShort(0, (short) 0);
        assertThatThrownBy(() -> read(Messages.stats(1, 1, 9, struct))).isInstanceOf(MalformedMessageException.class);
        assertThat(stats.hasThread()).isFalse();
    }

    @Test
    void attributesForAlignmentAreSkipped() {
        byte[] nothing = Messages.attribute(NULL, new byte[0]);
        byte[] id = Messages.attribute(
                Protocol.TYPE_PID,
                ByteBuffer.allocate(4).order(ORDER).putInt(55).array());
        byte[] struct = Messages.attribute(Protocol.TYPE_STATS, Messages.struct(55));
        byte[] block =
                Messages.attribute(Protocol.TYPE_AGGR_PID, Messages.concat(id, Messages.concat(nothing, struct)));
        read(Messages.message(Messages.FAMILY, 1, 1, Messages.generic(Messages.concat(nothing, block))));
        assertThat(stats.thread().id()).isEqualTo(55);
        assertThat(stats.thread().get(TaskStatsField.AC_PID)).isEqualTo(55);
    }

    @Test
    void whatIsNotWholeIsRefused() {
        byte[] id = Messages.attribute(Protocol.TYPE_PID, new byte[4]);
        byte[] struct = Messages.attribute(Protocol.TYPE_STATS, Messages.struct(0));
        byte[] short3 = Messages.attribute(Protocol.TYPE_PID, new byte[3]);
        refuse("a block without statistics", id);
        refuse("in order", struct);
        refuse("in order", Messages.concat(struct, id));
        refuse("in order", Messages.concat(id, Messages.concat(id, struct)));
        refuse("in order", Messages.concat(id, Messages.concat(struct, struct)));
        refuse("3 bytes, not 4", Messages.concat(short3, struct));
        assertThatThrownBy(() -> read(Messages.message(Messages.FAMILY, 1, 1, Messages.generic(new byte[0]))))
                .hasMessage("no statistics in a taskstats message");
    }

    private void refuse(String why, byte[] content) {
        byte[] block = Messages.attribute(Protocol.TYPE_AGGR_PID, content);
        assertThatThrownBy(() -> read(Messages.message(Messages.FAMILY, 1, 1, Messages.generic(block))))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(why);
        assertThat(stats.hasThread()).isFalse();
    }

    private void read(byte[] bytes) {
        NetlinkMessage message = new NetlinkMessage();
        message.wrap(ByteBuffer.wrap(bytes).order(ORDER), 0, bytes.length);
        assertThat(message.next()).isTrue();
        stats.read(message);
    }
}
