package io.github.tidewatch.agent.cli.report.flame;

import com.google.gson.stream.JsonWriter;
import io.github.tidewatch.text.PrintableText;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The frames of one graph as the converter's page has them: as wide as their time in one of two recordings, with that of the other. */
final class DiffGraph {
    private static final int COLOURS = 8;

    private final int wide;
    private final Map<String, Integer> names = new LinkedHashMap<>();
    private final List<Frame> frames = new ArrayList<>();
    private int depth;

    /** A frame with its place. */
    private static final class Frame {
        private final DiffNode node;
        private final int level;
        private final long left;

        Frame(DiffNode node, int level, long left) {
            this.node = node;
            this.level = level;
            this.left = left;
        }
    }

    /** Of a tree, as wide as in the baseline (0) or the other recording (1). */
    DiffGraph(DiffNode root, int wide) {
        this.wide = wide;
        double least = DiffTree.LEAST_WIDTH * root.sum(wide);
        // Not by recursion: stacks may be as deep as Flight Recorder was told to take them.
        Deque<Frame> todo = new ArrayDeque<>();
        todo.push(new Frame(root, 0, 0));
        while (!todo.isEmpty()) {
            Frame frame = todo.pop();
            frames.add(frame);
            depth = Math.max(depth, frame.level + 1);
            List<Frame> within = new ArrayList<>();
            double left = frame.left;
            for (DiffNode child : frame.node.children()) {
                if (child.has(wide, least)) {
                    within.add(new Frame(child, frame.level + 1, Math.round(left)));
                }
                left += child.sum(wide);
            }
            for (int i = within.size(); i > 0; i--) { // the page wants each level from left to right
                todo.push(within.get(i - 1));
            }
        }
    }

    /** Writes an object with what the page's placeholders stand for. */
    void write(JsonWriter json) throws IOException {
        StringBuilder lines = new StringBuilder();
        long before = 0;
        for (Frame frame : frames) {
            int colour = frame.node.colour(frames.size()).ordinal();
            Integer name = names.computeIfAbsent(frame.node.name(), any -> names.size());
            lines.append("f(")
                    .append((long) name * COLOURS + colour)
                    .append(',')
                    .append(frame.level)
                    .append(',')
                    .append(frame.left - before)
                    .append(',')
                    .append(Math.max(
                            1, Math.round(frame.node.sum(wide)))) // the page takes 0 for that of the frame before
                    .append(',')
                    .append(Math.round(frame.node.sum(1 - wide)))
                    .append(")\n");
            before = frame.left;
        }
        json.beginObject();
        json.name("depth").value(depth);
        json.name("frames").value(lines.toString());
        json.name("names").beginArray();
        for (String name : names.keySet()) {
            json.value(PrintableText.of(name));
        }
        json.endArray();
        json.endObject();
    }
}
