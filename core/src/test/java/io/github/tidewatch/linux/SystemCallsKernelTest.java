package io.github.tidewatch.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SystemCallsKernelTest {
    private final SystemCalls calls = HostSystemCalls.get();

    @Test
    void gettidIsTheThreadThatProcShows() throws Exception {
        String self = Files.readSymbolicLink(Path.of("/proc/thread-self")).toString();
        assertThat(calls.getpid() + "/task/" + calls.gettid()).isEqualTo(self);
    }

    @Test
    void errorsAreNegativeErrnos() {
        assertThat(calls.close(-1)).isEqualTo(-9);
        assertThat(Errno.EBADF.is(calls.close(-1))).isTrue();
        assertThat(calls.open("/no/such/file", SystemCalls.O_RDONLY)).isEqualTo(-Errno.ENOENT.number());
        assertThat(calls.socket(SystemCalls.AF_NETLINK, SystemCalls.SOCK_RAW, 99))
                .isEqualTo(-Errno.EPROTONOSUPPORT.number());
    }

    @Test
    void readingAnAddressThatIsNotMappedIsAnErrorAndNoCrash() {
        NativeMemory target = NativeMemory.allocate(8);
        NativeMemory local = iovec(target.address(), 8);
        assertThat(calls.processVmReadv(calls.getpid(), local, 1, iovec(16, 8), 1))
                .isEqualTo(-Errno.EFAULT.number());
    }

    @Test
    void readingOwnMemoryGivesItsContent() {
        NativeMemory source = NativeMemory.allocate(8);
        source.buffer().putLong(0, 0x1122334455667788L);
        NativeMemory target = NativeMemory.allocate(8);
        assertThat(calls.processVmReadv(calls.getpid(), iovec(target.address(), 8), 1, iovec(source.address(), 8), 1))
                .isEqualTo(8);
        assertThat(target.buffer().getLong(0)).isEqualTo(0x1122334455667788L);
    }

    @Test
    void theCpuClockOfAThreadAdvancesWhileItSpins() {
        NativeMemory timespec = NativeMemory.allocate(16);
        int clock = SystemCalls.threadCpuClock(calls.gettid());
        assertThat(calls.clockGettime(clock, timespec)).isZero();
        long before =
                timespec.buffer().getLong(0) * 1_000_000_000 + timespec.buffer().getLong(8);
        long spinUntil = System.nanoTime() + 5_000_000;
        while (System.nanoTime() < spinUntil) {
            Thread.onSpinWait();
        }
        assertThat(calls.clockGettime(clock, timespec)).isZero();
        long after =
                timespec.buffer().getLong(0) * 1_000_000_000 + timespec.buffer().getLong(8);
        assertThat(after).isGreaterThan(before);
    }

    @Test
    void findsSymbolsOfLoadedLibrariesOnly() {
        String libjvm = System.getProperty("java.home") + "/lib/server/libjvm.so";
        assertThat(calls.symbol(libjvm, "gHotSpotVMStructs")).isNotZero();
        assertThat(calls.symbol(libjvm, "noSuchSymbol")).isZero();
        assertThat(calls.symbol("/no/such/library.so", "noSuchSymbol")).isZero();
    }

    @Test
    void accessBeyondTheMemoryIsRefusedBeforeTheKernelSeesIt() {
        NativeMemory memory = NativeMemory.allocate(8);
        assertThatThrownBy(() -> calls.recv(0, memory, 4, 8, 0))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("bytes 4 to 12 of a memory of 8");
    }

    @Test
    void anExceptionNamesCallArgumentsAndError() {
        assertThatThrownBy(() -> SystemCallException.check(calls.close(-1), "close(-1)"))
                .hasMessage("close(-1): EBADF")
                .isInstanceOfSatisfying(SystemCallException.class, e -> assertThat(e.is(Errno.EBADF))
                        .isTrue());
    }

    private static NativeMemory iovec(long address, long length) {
        NativeMemory iovec = NativeMemory.allocate(16);
        iovec.buffer().putLong(0, address).putLong(8, length);
        return iovec;
    }
}
