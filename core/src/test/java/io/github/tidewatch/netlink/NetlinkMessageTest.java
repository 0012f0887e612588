package io.github.tidewatch.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class NetlinkMessageTest {
    private final NetlinkMessage message = new NetlinkMessage();
    private final NetlinkAttributes attributes = new NetlinkAttributes();

    @Test
    void whatIsWrittenIsReadInBothByteOrders() {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            ByteBuffer buffer = ByteBuffer.allocate(128).order(order);
            NetlinkWriter writer = new NetlinkWriter(buffer);
            int first = writer.begin(31, 5, 77)
                    .generic(1, 2)
                    .attribute(3, "0-31")
                    .attribute(1, -2)
                    .end();
            int end = writer.begin(32, 1, 78).generic(9, 1).end();
            assertThat(first).isEqualTo(16 + 4 + 12 + 8);
            assertThat(buffer.getShort(20))
                    .as("length with NUL, without padding")
                    .isEqualTo((short) 9);

            message.wrap(buffer, 0, end);
            assertThat(message.next()).isTrue();
            assertThat(message.type()).isEqualTo(31);
            assertThat(message.flags()).isEqualTo(5);
            assertThat(message.sequence()).isEqualTo(77);
            assertThat(message.portId()).isZero();
            assertThat(message.genericCommand()).isEqualTo(1);
            message.genericAttributes(attributes);
            assertThat(attributes.next()).isTrue();
            assertThat(attributes.type()).isEqualTo(3);
            assertThat(attributes.length()).isEqualTo(5);
            assertThat(buffer.get(attributes.offset() + 4)).isZero();
            assertThat(attributes.next()).isTrue();
            assertThat(attributes.getInt()).isEqualTo(-2);
            assertThat(attributes.next()).isFalse();
            assertThat(message.next()).isTrue();
            assertThat(message.sequence()).isEqualTo(78);
            assertThat(message.next()).isFalse();
        }
    }

    @Test
    void aRequestForTaskstatsHasTheKernelsTwentyEightBytes() {
        ByteBuffer buffer = ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN);
        new NetlinkWriter(buffer)
                .begin(31, 1, 7)
                .generic(1, 1)
                .attribute(1, 1000)
                .end();
        assertThat(buffer.array())
                .containsExactly(
                        28, 0, 0, 0, 31, 0, 1, 0, 7, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 8, 0, 1, 0, (byte) 0xe8, 3, 0, 0);
    }

    @Test
    void lyingLengthsAreRefused() {
        for (int length : new int[] {-1, 0, 15, 21, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            ByteBuffer buffer = ByteBuffer.allocate(20);
            buffer.putInt(0, length);
            message.wrap(buffer, 0, 20);
            assertThatThrownBy(message::next)
                    .isInstanceOf(MalformedMessageException.class)
                    .hasMessage("a message of " + length + " bytes in the 20 that are there");
            assertThat(message.next()).as("a refused datagram is at its end").isFalse();
        }
        message.wrap(ByteBuffer.allocate(15), 0, 15);
        assertThatThrownBy(message::next).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void attributesThatAreTooShortOrTooLongAreRefused() {
        for (int length : new int[] {0, 3, 9, 0xffff}) {
            ByteBuffer buffer = ByteBuffer.allocate(28);
            buffer.putInt(0, 28).putShort(20, (short) length);
            message.wrap(buffer, 0, 28);
            assertThat(message.next()).isTrue();
            message.genericAttributes(attributes);
            assertThatThrownBy(attributes::next).isInstanceOf(MalformedMessageException.class);
            assertThat(attributes.next()).isFalse();
        }
    }

    @Test
    void theLastAttributeNeedsNoPadding() {
        ByteBuffer buffer = ByteBuffer.allocate(26);
        buffer.putInt(0, 26).putShort(20, (short) 6).putShort(24, (short) 513);
        message.wrap(buffer, 0, 26);
        assertThat(message.next()).isTrue();
        message.genericAttributes(attributes);
        assertThat(attributes.next()).isTrue();
        assertThat(attributes.getUnsignedShort()).isEqualTo(513);
        assertThatThrownBy(attributes::getInt).isInstanceOf(MalformedMessageException.class);
        assertThat(attributes.next()).isFalse();
    }

    @Test
    void errorMessagesAreChecked() {
        ByteBuffer buffer = ByteBuffer.allocate(36);
        buffer.putInt(0, 36).putShort(4, (short) Netlink.NLMSG_ERROR).putInt(8, 5);
        buffer.putInt(16, -3).putInt(20, 28).putInt(28, 5);
        message.wrap(buffer, 0, 36);
        message.next();
        assertThat(message.errorNumber()).isEqualTo(3);
        buffer.putInt(28, 6);
        assertThatThrownBy(message::errorNumber).hasMessageContaining("two sequence numbers");
        buffer.putInt(16, 3);
        assertThatThrownBy(message::errorNumber).hasMessageContaining("error number 3");
    }

    @Test
    void aRangeOutsideTheBufferIsTheCallersError() {
        assertThatThrownBy(() -> message.wrap(ByteBuffer.allocate(10), 0, 11))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
