package io.github.tidewatch.taskstats;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.linux.Errno;
import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.linux.NativeMemory;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.testing.Skip;
import org.junit.jupiter.api.Test;

class NetlinkSocketKernelTest {
    private static final int MESSAGE_SIZE = 20;

    private final SystemCalls calls = HostSystemCalls.get();

    @Test
    void whatAnotherSocketSendsIsRefused() {
        int other = calls.socket(
                SystemCalls.AF_NETLINK, SystemCalls.SOCK_RAW | SystemCalls.SOCK_CLOEXEC, SystemCalls.NETLINK_GENERIC);
        try (NetlinkSocket socket = new NetlinkSocket(calls, MESSAGE_SIZE, 1)) {
            int connected = calls.connect(other, address(socket.portId()), 12);
            if (Errno.EPERM.is(connected)) {
                throw Skip.because("only CAP_NET_ADMIN may send to another socket at all");
            }
            assertThat(connected).isZero();
            NativeMemory message = NativeMemory.allocate(MESSAGE_SIZE);
            message.buffer().putInt(0, MESSAGE_SIZE);
            assertThat(calls.send(other, message, 0, MESSAGE_SIZE, 0)).isEqualTo(-Errno.ECONNREFUSED.number());
            assertThat(socket.receive(1, false)).isEqualTo(-Errno.EAGAIN.number());
        } finally {
            calls.close(other);
        }
    }

    private static NativeMemory address(int port) {
        NativeMemory address = NativeMemory.allocate(12);
        address.buffer().putShort(0, (short) SystemCalls.AF_NETLINK).putInt(4, port);
        return address;
    }
}
