package io.github.tidewatch.waits;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.linux.NativeMemory;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.procfs.TaskSyscall;
import java.lang.ref.Reference;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SocketAddressesKernelTest {
    private static final int AF_INET = 2;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;

    private final SystemCalls calls = HostSystemCalls.get();

    private String addressOfNew(int type) {
        int socket = calls.socket(AF_INET, type, 0);
        try {
            return new SocketAddresses(calls).of(socket);
        } finally {
            calls.close(socket);
        }
    }

    @Test
    void aStreamThatIsNotConnectedYetAndDoesNotListenHasNoAddressOfItsOwn() {
        assertThat(addressOfNew(SOCK_STREAM)).isNull();
        assertThat(addressOfNew(SOCK_DGRAM)).isEqualTo("local 0.0.0.0:0");
    }

    @Test
    void whoConnectsWaitsForThePeerThatItNames() {
        NativeMemory peer = NativeMemory.allocate(28);
        peer.buffer().putShort(0, (short) AF_INET);
        peer.buffer().order(ByteOrder.BIG_ENDIAN).putShort(2, (short) 5432).putInt(4, 0x0a000005);
        int number =
                System.getProperty("os.arch").equals("amd64") ? WaitingCall.CONNECT.x86 : WaitingCall.CONNECT.generic;
        String text = number + " 0x5 0x" + Long.toHexString(peer.address()) + " 0x10 0x0 0x0 0x0 0x7ffd 0x7f00\n";
        try {
            assertThat(detail(text)).isEqualTo("10.0.0.5:5432");
        } finally {
            Reference.reachabilityFence(peer);
        }
    }

    private String detail(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        TaskSyscall call = new TaskSyscall();
        call.parse(bytes, bytes.length);
        try (WaitClassifier classifier = WaitClassifier.open(Optional.of(calls), true, false)) {
            return new WaitDetails(classifier, Optional.of(calls), true).of(WaitKind.NETWORK, call, null);
        }
    }
}
