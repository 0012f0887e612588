package io.github.tidewatch.rusage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tidewatch.linux.Errno;
import io.github.tidewatch.linux.NativeMemory;
import io.github.tidewatch.linux.SystemCallException;
import io.github.tidewatch.linux.SystemCalls;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RusageReaderTest {
    private int error;
    private long scale = 1;

    /** Only getrusage(2): the n-th of the 18 numbers of the structure is n times the scale. */
    private final SystemCalls calls = (SystemCalls) Proxy.newProxyInstance(
            SystemCalls.class.getClassLoader(), new Class<?>[] {SystemCalls.class}, (proxy, method, arguments) -> {
                assertThat(method.getName()).isEqualTo("getrusage");
                for (int i = 0; i < 18; i++) {
                    ((NativeMemory) arguments[1]).buffer().putLong(8 * i, i * scale);
                }
                return -error;
            });

    @Test
    void everyFieldHasItsPlace() {
        ResourceUsage usage = ResourceUsage.of(RusageScope.CHILDREN, calls);
        assertThat(usage.userTime()).isEqualTo(Duration.ofNanos(1_000));
        assertThat(usage.systemTime()).isEqualTo(Duration.ofSeconds(2, 3_000));
        assertThat(usage.maxResidentKibibytes()).isEqualTo(4);
        assertThat(usage.integralSharedMemory()).isEqualTo(5);
        assertThat(usage.integralUnsharedData()).isEqualTo(6);
        assertThat(usage.integralUnsharedStack()).isEqualTo(7);
        assertThat(usage.minorFaults()).isEqualTo(8);
        assertThat(usage.majorFaults()).isEqualTo(9);
        assertThat(usage.swaps()).isEqualTo(10);
        assertThat(usage.blockInputs()).isEqualTo(11);
        assertThat(usage.blockOutputs()).isEqualTo(12);
        assertThat(usage.messagesSent()).isEqualTo(13);
        assertThat(usage.messagesReceived()).isEqualTo(14);
        assertThat(usage.signalsReceived()).isEqualTo(15);
        assertThat(usage.voluntarySwitches()).isEqualTo(16);
        assertThat(usage.involuntarySwitches()).isEqualTo(17);
        assertThat(RusageField.values()).hasSize(16);
    }

    @Test
    void aDifferenceKeepsTheLaterHighWaterMark() {
        ResourceUsage earlier = ResourceUsage.of(RusageScope.THREAD, calls);
        scale = 3;
        ResourceUsage later = ResourceUsage.of(RusageScope.THREAD, calls);
        ResourceUsage difference = later.minus(earlier);
        assertThat(difference.systemTime()).isEqualTo(Duration.ofSeconds(4, 6_000));
        assertThat(difference.involuntarySwitches()).isEqualTo(34);
        assertThat(difference.maxResidentKibibytes()).isEqualTo(12);
        scale = 1;
        assertThat(ResourceUsage.of(RusageScope.THREAD, calls))
                .isEqualTo(earlier)
                .hasSameHashCodeAs(earlier);
        assertThat(later).isNotEqualTo(earlier);
    }

    @Test
    void anErrorNamesTheCallAndLeavesNothingToRead() {
        RusageReader reader = new RusageReader(calls);
        reader.read(RusageScope.THREAD);
        for (Errno errno : new Errno[] {Errno.EINVAL, Errno.EFAULT}) {
            error = errno.number();
            assertThatThrownBy(() -> reader.read(RusageScope.THREAD))
                    .isInstanceOf(SystemCallException.class)
                    .hasMessage("getrusage(RUSAGE_THREAD): " + errno);
            assertThatThrownBy(() -> reader.get(RusageField.NVCSW)).isInstanceOf(IllegalStateException.class);
        }
    }
}
