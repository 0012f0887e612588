package io.github.tidewatch.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.opentest4j.TestAbortedException;

/** In a JVM without the agent. */
class NoAgentTest {
    @Test
    @EnabledOnOs(LINUX)
    void aTestFailsWithoutTheAgentAndSaysHowToLoadIt() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(Limits.class, "keepsToThem"))
                .execute()
                .testEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(finishedWithFailure(
                                instanceOf(ExtensionConfigurationException.class),
                                message(text -> text.contains("the JVM of the tests has no agent of Tidewatch's")
                                        && text.contains("-javaagent:tidewatch.jar")))));
    }

    @Test
    void whereTheAgentCannotRunATestIsAborted() {
        assertThat(LoadedAgent.missing("none", "Mac OS X"))
                .isInstanceOf(TestAbortedException.class)
                .hasMessage("@AssertAccounting needs Linux, not Mac OS X: none");
    }
}
