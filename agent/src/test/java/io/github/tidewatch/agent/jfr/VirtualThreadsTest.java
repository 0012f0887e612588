package io.github.tidewatch.agent.jfr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualThreadsTest {
    private final List<String> called = new ArrayList<>();

    @Test
    void theAgentStartsOnAJdkWithoutThePackageOfCarriers() {
        Instrumentation without = (Instrumentation) Proxy.newProxyInstance(
                VirtualThreadsTest.class.getClassLoader(),
                new Class<?>[] {Instrumentation.class},
                (proxy, method, arguments) -> {
                    called.add(method.getName());
                    throw new IllegalArgumentException("jdk.internal.misc is not a package of java.base");
                });
        assertThatCode(() -> VirtualThreads.openInternals(without)).doesNotThrowAnyException();
        assertThat(called).containsExactly("redefineModule");
    }
}
