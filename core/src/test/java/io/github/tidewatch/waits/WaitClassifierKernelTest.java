package io.github.tidewatch.waits;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.procfs.TaskSyscall;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class WaitClassifierKernelTest {
    /** After SIGSTOP and SIGCONT, or a debugger, the kernel says restart_syscall(2) of each timed wait. */
    @Test
    void whoWasStoppedInATimedWaitIsInTheWaitThatTheJavaThreadSays() throws Exception {
        Semaphore none = new Semaphore(0);
        Thread parked = new Thread(none::acquireUninterruptibly, "parked");
        parked.setDaemon(true);
        parked.start();
        while (parked.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
        boolean x86 = System.getProperty("os.arch").equals("amd64");
        int number = x86 ? WaitingCall.RESTART_SYSCALL.x86 : WaitingCall.RESTART_SYSCALL.generic;
        byte[] bytes = (number + " 0x0 0x0 0x0 0x0 0x0 0x0 0x7ffd 0x7f00\n").getBytes(StandardCharsets.US_ASCII);
        TaskSyscall call = new TaskSyscall();
        call.parse(bytes, bytes.length);
        try (WaitClassifier classifier = WaitClassifier.open(Optional.of(HostSystemCalls.get()), true, true)) {
            assertThat(classifier.kind(call, true, parked)).isEqualTo(WaitKind.PARK);
            assertThat(classifier.kind(call, true, Thread.currentThread())).isEqualTo(WaitKind.UNKNOWN);
            assertThat(classifier.kind(call, false, null)).isEqualTo(WaitKind.UNKNOWN);
        }
        assertThat(CallTable.of(System.getProperty("os.arch")).orElseThrow().waitsForEvent(call))
                .isTrue();
        none.release();
    }
}
