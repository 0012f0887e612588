package io.github.tidewatch.waits;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.procfs.TaskSyscall;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WaitDetailsKernelTest {
    private final SystemCalls calls = HostSystemCalls.get();
    private final WaitClassifier classifier = WaitClassifier.open(Optional.of(calls), true, false);

    @Test
    void whoWaitsForAChildHasItsNameAsDetailUnlessProcHasOtherNumbers() throws Exception {
        boolean x86 = System.getProperty("os.arch").equals("amd64");
        int number = x86 ? WaitingCall.WAIT4.x86 : WaitingCall.WAIT4.generic;
        byte[] bytes = (number + " 0x" + Integer.toHexString(calls.getpid()) + " 0x0 0x0 0x0 0x0 0x0 0x7ffd 0x7f00\n")
                .getBytes(StandardCharsets.US_ASCII);
        TaskSyscall call = new TaskSyscall();
        call.parse(bytes, bytes.length);
        String name =
                Files.readString(Path.of("/proc/" + calls.getpid() + "/comm")).trim();
        assertThat(new WaitDetails(classifier, Optional.of(calls), true).of(WaitKind.PIPE, call, null))
                .isEqualTo(name);
        assertThat(new WaitDetails(classifier, Optional.of(calls), false).of(WaitKind.PIPE, call, null))
                .isNull();
    }
}
