package io.github.tidewatch.agent.cli.report.flame;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;

/** Stacks, each once, as paths in a tree of frames. Bounded: a stack that would need too many frames is cut. */
final class Stacks {
    /** The outermost: the path without a frame. */
    static final int ROOT = 0;

    private static final String LAMBDA = "$$Lambda";
    private static final int MOST_FRAMES = 1_000_000;

    private final List<String> names = new ArrayList<>(List.of(""));
    private final List<Integer> parents = new ArrayList<>(List.of(-1));
    private final List<Map<String, Integer>> children = new ArrayList<>();

    Stacks() {
        children.add(null);
    }

    /** The node of the innermost frame. */
    int add(RecordedStackTrace trace) {
        List<RecordedFrame> frames = trace.getFrames();
        int node = trace.isTruncated() ? child(ROOT, "(more frames than Flight Recorder took)") : ROOT;
        for (int i = frames.size() - 1; i >= 0; i--) {
            node = child(node, name(frames.get(i)));
        }
        return node;
    }

    private static String name(RecordedFrame frame) {
        RecordedMethod method = frame.getMethod();
        if (method == null) {
            return "(unknown method)";
        }
        String type = method.getType().getName();
        int lambda = type.indexOf(LAMBDA); // what follows is a number of this run
        return (lambda < 0 ? type : type.substring(0, lambda + LAMBDA.length())) + "." + method.getName();
    }

    int child(int node, String name) {
        Map<String, Integer> of = children.get(node);
        if (of == null) {
            of = new HashMap<>(2);
            children.set(node, of);
        }
        Integer known = of.get(name);
        if (known != null) {
            return known;
        }
        if (names.size() >= MOST_FRAMES) {
            return node;
        }
        names.add(name);
        parents.add(node);
        children.add(null);
        of.put(name, names.size() - 1);
        return names.size() - 1;
    }

    /** The names of a stack's frames, the outermost first. */
    Deque<String> frames(int node) {
        Deque<String> frames = new ArrayDeque<>();
        for (int at = node; at != ROOT; at = parents.get(at)) {
            frames.addFirst(names.get(at));
        }
        return frames;
    }
}
