package io.github.tidewatch.agent.cli.report.flame;

import io.github.tidewatch.text.RecordedNames;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;

/** Stacks, each once, as paths in a tree of frames. Bounded in bytes: where there is no room, the innermost
 * frames of a stack that is new are left out. */
final class Stacks {
    /** The outermost: the path without a frame. */
    static final int ROOT = 0;

    private static final int LONGEST_NAME = 500;

    /** Of a frame, without its name. */
    private static final int BYTES = 250;

    private final List<String> names = new ArrayList<>(List.of(""));
    private final List<Integer> parents = new ArrayList<>(List.of(-1));
    private final List<Map<String, Integer>> children = new ArrayList<>();
    private final Map<String, String> known = new HashMap<>();
    private long bytesLeft;

    Stacks(long mostBytes) {
        bytesLeft = mostBytes;
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
        String type = RecordedNames.cut(method.getType().getName(), LONGEST_NAME);
        return ClassNames.ofAnyRun(type) + "." + RecordedNames.cut(method.getName(), LONGEST_NAME);
    }

    /** The node of a frame within another; the other, where there is no room for more. */
    int child(int node, String name) {
        Map<String, Integer> of = children.get(node);
        Integer there = of == null ? null : of.get(name);
        if (there != null) {
            return there;
        }
        boolean named = known.containsKey(name);
        bytesLeft -= BYTES + (named ? 0 : 2L * name.length());
        if (bytesLeft < 0) {
            return node;
        }
        String one = named ? known.get(name) : name;
        known.putIfAbsent(one, one);
        names.add(one);
        parents.add(node);
        children.add(null);
        if (of == null) {
            of = new HashMap<>(2);
            children.set(node, of);
        }
        of.put(one, names.size() - 1);
        return names.size() - 1;
    }

    /** The node of the next outer frame. */
    int parent(int node) {
        return parents.get(node);
    }

    /** The innermost frame's name. */
    String name(int node) {
        return names.get(node);
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
