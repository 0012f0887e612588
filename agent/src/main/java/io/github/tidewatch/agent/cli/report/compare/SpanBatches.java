package io.github.tidewatch.agent.cli.report.compare;

import io.github.tidewatch.agent.cli.report.model.Spread;

/**
 * Spans of one name in batches of consecutive ones; a batch has twice as many whenever there would be more batches than are
 * kept. Nanoseconds; what is unknown is not a number. For one thread at a time.
 */
final class SpanBatches {
    private static final int MOST = 64;

    private final int values;
    private final double[][] sums = new double[MOST][];
    private long size = 1;
    private long inLast;
    private int batches;
    private long count;

    /** Of spans with so many values each. */
    SpanBatches(int values) {
        this.values = values;
    }

    void add(double... span) {
        count++;
        if (batches == 0 || inLast == size) {
            if (batches == MOST) {
                merge();
            }
            sums[batches++] = new double[values];
            inLast = 0;
        }
        for (int i = 0; i < values; i++) {
            sums[batches - 1][i] += span[i];
        }
        inLast++;
    }

    private void merge() {
        for (int i = 0; i < MOST / 2; i++) {
            double[] sum = sums[2 * i];
            for (int value = 0; value < values; value++) {
                sum[value] += sums[2 * i + 1][value];
            }
            sums[i] = sum;
        }
        batches = MOST / 2;
        size *= 2;
    }

    /** How many spans there were. */
    long count() {
        return count;
    }

    /** Values with these weights, on average over spans; not a number if one of them is unknown. */
    Spread spread(double... weights) {
        int whole = inLast == size ? batches : batches - 1;
        double[] means = new double[Math.max(0, whole)];
        for (int i = 0; i < means.length; i++) {
            for (int value = 0; value < values; value++) {
                means[i] += weights[value] == 0 ? 0 : weights[value] * sums[i][value] / size;
            }
        }
        return new Spread(means);
    }
}
