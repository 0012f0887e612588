package io.github.tidewatch.agent.cli.report.flame;

import com.google.gson.stream.JsonWriter;
import io.github.tidewatch.text.Durations;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The flame graphs of two recordings, and what changed between them. For one thread at a time. */
public final class FlameDiff {
    private final List<FlameGraphs> graphs;
    private final boolean isChanceKnown;

    /**
     * Of two that were {@linkplain FlameGraphs#readToCompare read for this}.
     *
     * @param isChanceKnown whether both have enough intervals to say what chance does
     */
    public FlameDiff(FlameGraphs baseline, FlameGraphs now, boolean isChanceKnown) {
        graphs = List.of(baseline, now);
        this.isChanceKnown = isChanceKnown;
    }

    /** Says how much each of these parts is in the two, in each second. */
    public String text(Set<FlamePart> parts) {
        return parts.stream()
                .map(part -> part.label() + " "
                        + (isKnown(part)
                                ? Durations.text(rate(0, graphs.get(0).sums().total(Set.of(part)))) + "/s, now "
                                        + Durations.text(
                                                rate(1, graphs.get(1).sums().total(Set.of(part)))) + "/s"
                                : "unknown in one of the two"))
                .collect(Collectors.joining("; "));
    }

    /** Whether the part is the same in both: what is unknown in one is within the waiting there. */
    private boolean isKnown(FlamePart part) {
        if (part == FlamePart.WAIT) {
            return Stream.of(FlamePart.CPU_DELAY, FlamePart.BLOCK_IO)
                    .allMatch(other -> isKnown(0, other) == isKnown(1, other));
        }
        return isKnown(0, part) && isKnown(1, part);
    }

    private boolean isKnown(int recording, FlamePart part) {
        return part.isKnown(graphs.get(recording).summary().totals());
    }

    private double rate(int recording, double nanos) {
        return DiffTree.rate(graphs.get(recording).summary(), nanos);
    }

    /**
     * Writes stacks as {@code difffolded.pl} does for {@code flamegraph.pl}: frames, and the nanoseconds in each second of the
     * baseline and of the other recording.
     */
    public void writeCollapsed(Set<FlamePart> parts, Writer out) throws IOException {
        Map<String, double[]> lines = new TreeMap<>();
        for (int i = 0; i < graphs.size(); i++) {
            int recording = i;
            graphs.get(i)
                    .each(
                            parts,
                            (frames, part, nanos) ->
                                    lines.computeIfAbsent(FlameGraphs.line(frames), any -> new double[2])[recording] +=
                                            rate(recording, nanos));
        }
        for (Map.Entry<String, double[]> line : lines.entrySet()) {
            long before = Math.round(line.getValue()[0]);
            long now = Math.round(line.getValue()[1]);
            if (before > 0 || now > 0) {
                out.write(String.format(Locale.ROOT, "%s %d %d%n", line.getKey(), before, now));
            }
        }
        out.flush();
    }

    /** Writes, as one JSON value, what a page makes graphs of these parts of. */
    public void write(Set<FlamePart> parts, JsonWriter json) throws IOException {
        json.beginObject();
        json.name("page").value(DiffPage.template());
        json.name("legend").beginArray();
        for (DiffColour colour : DiffColour.values()) {
            json.beginObject();
            json.name("label").value(colour.label());
            json.name("colour").value(String.format("#%06x", colour.colour()));
            json.endObject();
        }
        json.endArray();
        json.name("parts").beginArray();
        for (FlamePart part : parts) {
            write(part, json);
        }
        json.endArray();
        json.endObject();
    }

    private void write(FlamePart part, JsonWriter json) throws IOException {
        DiffNode root = DiffTree.of(graphs, part, isChanceKnown);
        json.beginObject();
        json.name("label").value(part.label());
        json.name("known").value(isKnown(part));
        json.name("baseline").value(Math.round(root.sum(0)));
        json.name("now").value(Math.round(root.sum(1)));
        json.name("withoutStack").beginArray();
        for (int i = 0; i < graphs.size(); i++) {
            json.value(Math.round(rate(i, graphs.get(i).sums().withoutStack(Set.of(part)))));
        }
        json.endArray();
        json.name("graphs").beginArray();
        for (int wide = 0; wide < graphs.size(); wide++) {
            new DiffGraph(root, wide).write(json);
        }
        json.endArray();
        json.endObject();
    }
}
