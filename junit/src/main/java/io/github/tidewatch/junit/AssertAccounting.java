package io.github.tidewatch.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * Records a test and holds the recording against limits, as {@code report FILE --assert} does:
 *
 * <pre>{@code
 * @Test
 * @AssertAccounting({"cpuDelay(http-*) < 5 %", "p99(checkout) < 200 ms"})
 * void checkoutIsServedInTime() {
 * }}</pre>
 *
 * <p>The test fails if one of them fails, with the sentence that the command prints and the path of the recording, which is
 * kept then. It is aborted if none fails but of one that cannot be said. A test that fails by itself is not held against
 * limits; its recording is kept, and the report entry {@code tidewatch.recording} says where.
 *
 * <p>The recording begins after {@code @BeforeEach} and ends before {@code @AfterEach}. It is of all threads of the JVM, so
 * no other test runs at the same time, however JUnit is configured. On a class it is for each of its tests, each with a recording of its own;
 * on a method it counts in place of the class's. Of a recording, 1 GB is kept at most; of a test that needs more, nothing can
 * be said.
 *
 * <p>The JVM of the tests has to run with Tidewatch's agent ({@code -javaagent:tidewatch.jar}): without, the test fails on
 * Linux, since a limit that is never checked would hold for ever; elsewhere, where the agent cannot run, it is aborted.
 *
 * <p>The configuration parameter {@value #RECORDINGS} of JUnit (a system property, or in {@code
 * junit-platform.properties}) is the folder for recordings that are kept; by default that of temporary files.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@ExtendWith(AccountingExtension.class)
@ResourceLock(Resources.GLOBAL)
public @interface AssertAccounting {
    /** The configuration parameter with the folder for recordings that are kept. */
    String RECORDINGS = "tidewatch.recordings";

    /**
     * What has to hold, each as {@code METRIC(GROUP) < NUMBER UNIT} or {@code p99(SPAN) < NUMBER UNIT}; what else is allowed
     * stands in docs/regressions.md, and in the failure of a test whose assertion is none.
     */
    String[] value();
}
