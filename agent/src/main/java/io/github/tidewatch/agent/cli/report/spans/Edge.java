package io.github.tidewatch.agent.cli.report.spans;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Divides the spans of one name by their length: so many are below it, the others above. Of those that the histogram cannot
 * distinguish, which differ by a thousandth at most, the ones that are read first are below. To be asked once for each span.
 */
final class Edge {
    private long low = Long.MAX_VALUE;
    private long high = Long.MAX_VALUE;
    private long below;
    private long seen;

    /**
     * An edge.
     *
     * @param count how many spans are below it
     */
    Edge(Histogram lengths, long count) {
        long shorter = 0;
        for (HistogramIterationValue value : lengths.recordedValues()) {
            long same = value.getCountAddedInThisIterationStep();
            if (shorter + same > count) {
                high = value.getValueIteratedTo();
                low = lengths.lowestEquivalentValue(high);
                below = count - shorter;
                return;
            }
            shorter += same;
        }
    }

    boolean isBelow(long length) {
        return length < low || (length <= high && seen++ < below);
    }
}
