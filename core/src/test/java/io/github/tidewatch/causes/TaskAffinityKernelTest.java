package io.github.tidewatch.causes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.host.CpuSet;
import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.linux.SystemCalls;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskAffinityKernelTest {
    private static final String NOWHERE = "/proc/nowhere";

    private final SystemCalls calls = HostSystemCalls.get();

    @Test
    void theSystemCallGivesTheCpusThatTheStatusOfTheTaskNames() {
        CpuSet byCall = new TaskAffinity(Optional.of(calls)).of(calls.gettid(), NOWHERE);

        assertThat(byCall).isNotNull().isEqualTo(CpuSet.ofTask("/proc/thread-self"));
    }

    @Test
    void withoutNativeCodeTheStatusIsRead() {
        CpuSet byFile = new TaskAffinity(Optional.empty()).of(calls.gettid(), "/proc/thread-self");

        assertThat(byFile).isNotNull().isEqualTo(CpuSet.ofTask("/proc/thread-self"));
    }

    @Test
    void ofATaskThatIsGoneNothingIsKnown() {
        assertThat(new TaskAffinity(Optional.of(calls)).of(Integer.MAX_VALUE, NOWHERE))
                .isNull();
    }
}
