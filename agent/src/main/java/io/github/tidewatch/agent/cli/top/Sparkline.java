package io.github.tidewatch.agent.cli.top;

/** Percentages as a row of bars. */
final class Sparkline {
    private static final String BLOCKS = " \u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";
    private static final String LETTERS = " .:-=+*%#";
    private static final int STEPS = BLOCKS.length() - 1;

    private Sparkline() {}

    /** One character for each; more than 100 (a group's sum) is as 100, what is not known a question mark. */
    static String of(double[] percentages, boolean blocks) {
        StringBuilder line = new StringBuilder();
        for (double percent : percentages) {
            if (Double.isNaN(percent)) {
                line.append('?');
                continue;
            }
            // Whatever is not nothing is seen.
            int step = percent <= 0.05 ? 0 : (int) Math.max(1, Math.min(STEPS, Math.round(percent * STEPS / 100)));
            line.append((blocks ? BLOCKS : LETTERS).charAt(step));
        }
        return line.toString();
    }
}
