package io.github.tidewatch.taskstats;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * {@link ParserFuzzTest} for a fuzzer that sees which branches it has reached: {@code JAZZER_FUZZ=1 mvn -pl core test
 * -Dtest=CoverageGuidedFuzz}. It stores what fails with the inputs that {@link ParserFuzzTest#storedInputs} replays.
 *
 * <p>Not one of the tests that each build runs: Jazzer attaches to the JVM that it runs in, which a socket in /tmp that
 * another user's JVM of the same pid left behind prevents, and rewrites the classes that are loaded from then on.
 */
class CoverageGuidedFuzz {
    private final ParserFuzzTest parser = new ParserFuzzTest();

    @FuzzTest(maxDuration = "5m")
    void parse(byte[] bytes) {
        parser.parse(bytes);
    }
}
