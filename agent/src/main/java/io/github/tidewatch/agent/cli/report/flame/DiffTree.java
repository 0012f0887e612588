package io.github.tidewatch.agent.cli.report.flame;

import io.github.tidewatch.agent.cli.report.model.Summary;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The frames of a part of two recordings in one tree, without those that are too narrow to be drawn with the widths of either:
 * only of the others is kept how their time is distributed. For one thread at a time.
 */
final class DiffTree {
    /** Of all of the time: narrower frames are not drawn. */
    static final double LEAST_WIDTH = 0.001;

    private static final double SECOND = 1e9;

    private final List<FlameGraphs> graphs;
    private final FlamePart part;
    private final DiffNode root;

    private DiffTree(List<FlameGraphs> graphs, FlamePart part, boolean isChanceKnown) {
        this.graphs = graphs;
        this.part = part;
        DiffChance chance = new DiffChance(
                isChanceKnown, graphs.stream().mapToDouble(DiffTree::interval).toArray());
        root = new DiffNode("all", chance);
    }

    /**
     * Of the baseline and the other.
     *
     * @param isChanceKnown whether both have enough intervals
     */
    static DiffNode of(List<FlameGraphs> graphs, FlamePart part, boolean isChanceKnown) throws IOException {
        DiffTree tree = new DiffTree(graphs, part, isChanceKnown);
        for (int i = 0; i < graphs.size(); i++) {
            tree.addSums(i);
        }
        tree.keepWideOnes();
        for (int i = 0; i < graphs.size(); i++) {
            tree.addStretches(i);
        }
        return tree.root;
    }

    /** How long its intervals are, in stretches. */
    private static double interval(FlameGraphs graphs) {
        return graphs.summary().grid().width() / graphs.sums().overTime().width();
    }

    /** Nanoseconds in each second of the recording. */
    static double rate(Summary summary, double nanos) {
        return nanos / Math.max(1, summary.length()) * SECOND;
    }

    private void addSums(int recording) throws IOException {
        FlameGraphs of = graphs.get(recording);
        of.eachStack((group, stack, nanos) -> {
            if (nanos[part.ordinal()] > 0) {
                double rate = rate(of.summary(), nanos[part.ordinal()]);
                DiffNode node = root;
                node.add(recording, rate);
                for (String frame : of.frames(group, stack)) {
                    node = node.child(frame);
                    node.add(recording, rate);
                }
            }
        });
    }

    /** Not by recursion: stacks may be as deep as Flight Recorder was told to take them. */
    private void keepWideOnes() {
        double[] least = {LEAST_WIDTH * root.sum(0), LEAST_WIDTH * root.sum(1)};
        Deque<DiffNode> todo = new ArrayDeque<>(List.of(root));
        while (!todo.isEmpty()) {
            DiffNode node = todo.pop();
            node.keep(least);
            node.children().forEach(todo::push);
        }
    }

    private void addStretches(int recording) throws IOException {
        FlameGraphs of = graphs.get(recording);
        StacksOverTime overTime = of.sums().overTime();
        of.eachStack((group, stack, nanos) -> {
            if (nanos[part.ordinal()] > 0) {
                double[] rates = rates(overTime.of(group, stack, part), overTime.width());
                DiffNode node = root;
                node.addStretches(recording, rates);
                for (String frame : of.frames(group, stack)) {
                    node = node.childIfKept(frame);
                    if (node == null) {
                        return;
                    }
                    node.addStretches(recording, rates);
                }
            }
        });
    }

    private static double[] rates(float[] stretches, double width) {
        if (stretches == null) {
            return null;
        }
        double[] rates = new double[stretches.length];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = stretches[i] / width * SECOND;
        }
        return rates;
    }
}
