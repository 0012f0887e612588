package io.github.tidewatch.agent.cli.report.flame;

import com.google.gson.stream.JsonWriter;
import io.github.tidewatch.agent.cli.report.model.Groups;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.agent.cli.report.model.ThreadSummary;
import io.github.tidewatch.metrics.ThreadGroups;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import one.convert.Frame;
import one.convert.ResourceProcessor;

/**
 * The stacks of the rows of an HTML report, from which its script makes the flame graph of a row: groups first, then threads,
 * those that lost most first, until there are so many bytes. For one thread at a time.
 */
final class RowGraphs {
    /** Of the threads' time: what a graph may lack of its row's, such as records of an unknown Java thread. */
    private static final double ENOUGH = 0.99;

    private static final int BYTES_OF_NODE = 14;
    private static final int BYTES_OF_STACK = 32;

    private final Summary summary;
    private final FlameSums sums;
    private final Map<Integer, Integer> nodes = new HashMap<>();
    private final List<Integer> parents = new ArrayList<>();
    private final List<Integer> nameOfNode = new ArrayList<>();
    /** With their places, in which order they are. */
    private final Map<String, Integer> names = new LinkedHashMap<>();

    private long bytesLeft;

    RowGraphs(Summary summary, FlameSums sums, long mostBytes) {
        this.summary = summary;
        this.sums = sums;
        bytesLeft = mostBytes;
        nodes.put(Stacks.ROOT, -1);
    }

    /** Writes an object with an array for groups and one for threads, in the order of the summary's; null for a row without. */
    void write(JsonWriter json) throws IOException {
        json.beginObject();
        json.name("page").value(FlameHtml.inMicroseconds(ResourceProcessor.getResource("/flame.html")));
        json.name("parts").beginArray();
        for (FlamePart part : FlamePart.values()) {
            json.beginObject();
            json.name("label").value(part.label());
            json.name("type").value(part.colour());
            json.endObject();
        }
        json.endArray();
        json.name("plain").value(Frame.TYPE_JIT_COMPILED);
        json.name("groups").beginArray();
        Map<String, Integer> groups = new HashMap<>();
        for (Groups.Group group : summary.groups().sorted()) {
            groups.put(group.pattern(), groups.size());
            row(sums.groups().get(group.pattern()), group.totals().wall(), json);
        }
        json.endArray();
        json.name("threads").beginArray();
        for (ThreadSummary thread : summary.threads()) {
            row(
                    sums.ofThread(thread.tid(), thread.javaId(), thread.name()),
                    thread.totals().wall(),
                    json);
        }
        json.endArray();
        json.name("groupOfThread").beginArray();
        for (ThreadSummary thread : summary.threads()) {
            json.value(groups.getOrDefault(ThreadGroups.of(thread.name(), thread.kind()), -1));
        }
        json.endArray();
        writeFrames(json);
        json.endObject();
    }

    private void row(Map<Integer, long[]> stacks, long wall, JsonWriter json) throws IOException {
        if (stacks == null || bytesLeft < 0 || total(stacks) < ENOUGH * wall || total(stacks) * ENOUGH > wall) {
            json.nullValue();
            return;
        }
        Microseconds[] rounding = Stream.generate(Microseconds::new)
                .limit(FlamePart.values().length)
                .toArray(Microseconds[]::new);
        json.beginArray();
        for (Map.Entry<Integer, long[]> stack : stacks.entrySet()) {
            json.value(node(stack.getKey()));
            bytesLeft -= BYTES_OF_STACK;
            for (int part = 0; part < rounding.length; part++) {
                json.value(rounding[part].of(stack.getValue()[part]));
            }
        }
        json.endArray();
    }

    private static long total(Map<Integer, long[]> stacks) {
        long total = 0;
        for (long[] stack : stacks.values()) {
            for (long part : stack) {
                total += part;
            }
        }
        return total;
    }

    /** The index of a node, after those of its outer frames; -1 is the root. */
    private int node(int stack) {
        Integer known = nodes.get(stack);
        if (known != null) {
            return known;
        }
        int parent = node(sums.stacks().parent(stack));
        String name = sums.stacks().name(stack);
        Integer index = names.get(name);
        if (index == null) {
            index = names.size();
            names.put(name, index);
            bytesLeft -= name.length();
        }
        parents.add(parent);
        nameOfNode.add(index);
        bytesLeft -= BYTES_OF_NODE;
        nodes.put(stack, parents.size() - 1);
        return parents.size() - 1;
    }

    private void writeFrames(JsonWriter json) throws IOException {
        json.name("names").beginArray();
        for (String name : names.keySet()) {
            json.value(name);
        }
        json.endArray();
        numbers("parents", parents, json);
        numbers("nameOfNode", nameOfNode, json);
    }

    private static void numbers(String title, List<Integer> numbers, JsonWriter json) throws IOException {
        json.name(title).beginArray();
        for (int number : numbers) {
            json.value(number);
        }
        json.endArray();
    }
}
