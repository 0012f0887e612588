package io.github.tidewatch.agent.cli.report.check;

/** What came of an assertion. Immutable. */
public final class Outcome {
    /** Whether it holds. */
    public enum Result {
        /** It holds, whatever is unknown. */
        HOLDS("holds", 0),
        /** It does not, whatever is unknown, and others on the host did not cause that. */
        FAILS("fails", 1),
        /** That cannot be said. */
        INCONCLUSIVE("inconclusive", 3);

        private final String word;
        private final int exitCode;

        Result(String word, int exitCode) {
            this.word = word;
            this.exitCode = exitCode;
        }

        /** As output has it. */
        public String word() {
            return word;
        }

        /** Of a command of which this is the whole answer. */
        public int exitCode() {
            return exitCode;
        }
    }

    private final String assertion;
    private final Result result;
    private final String sentence;

    Outcome(String assertion, Result result, String sentence) {
        this.assertion = assertion;
        this.result = result;
        this.sentence = sentence;
    }

    /** The assertion as it was written. */
    public String assertion() {
        return assertion;
    }

    public Result result() {
        return result;
    }

    /** The numbers, and why. */
    public String sentence() {
        return sentence;
    }

    /** All of it. */
    public String line() {
        return result.word() + ": " + assertion + ": " + sentence;
    }
}
