package io.github.tidewatch.agent.cli.report;

import io.github.tidewatch.agent.cli.console.OutputFile;
import io.github.tidewatch.agent.cli.console.Screen;
import io.github.tidewatch.agent.cli.console.Text;
import io.github.tidewatch.agent.cli.report.flame.FlameGraphs;
import io.github.tidewatch.agent.cli.report.flame.FlamePart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Which flame graph is asked for, and in which format. */
final class FlameOutput {
    private static final String ALL = "all";

    private static final String HTML = ".html";
    private static final String COLLAPSED = ".collapsed";
    private static final String PPROF = ".pb.gz";

    private final Set<FlamePart> parts;
    private final Path file;

    private FlameOutput(Set<FlamePart> parts, Path file) {
        this.parts = parts;
        this.file = file;
    }

    /**
     * Understands the two options.
     *
     * @throws IllegalArgumentException if one is missing or not allowed; the message names it
     */
    static FlameOutput of(String part, Path file) {
        if (part == null) {
            throw new IllegalArgumentException("--out is the file for --flame PART, which is missing.");
        }
        if (file == null) {
            throw new IllegalArgumentException("--flame needs --out OUT.html, OUT.collapsed or OUT.pb.gz.");
        }
        Set<FlamePart> parts = part.equals(ALL)
                ? EnumSet.allOf(FlamePart.class)
                : Arrays.stream(FlamePart.values())
                        .filter(each -> each.option().equals(part))
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(FlamePart.class)));
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("--flame takes "
                    + Arrays.stream(FlamePart.values()).map(FlamePart::option).collect(Collectors.joining(", "))
                    + " or all, not " + part + ".");
        }
        String name = file.toString();
        if (!name.endsWith(HTML) && !name.endsWith(COLLAPSED) && !name.endsWith(PPROF)) {
            throw new IllegalArgumentException(
                    "--out takes a file that ends with .html, .collapsed or .pb.gz, not " + name + ".");
        }
        return new FlameOutput(parts, file);
    }

    /** Throws if two recordings cannot be written in this format. */
    void refusePprof() {
        if (file.toString().endsWith(PPROF)) {
            throw new IllegalArgumentException(
                    "--flame beside --baseline takes --out OUT.html or OUT.collapsed: for pprof, write"
                            + " a profile of each recording, and give the earlier one to pprof's -diff_base.");
        }
    }

    Set<FlamePart> parts() {
        return parts;
    }

    boolean isHtml() {
        return file.toString().endsWith(HTML);
    }

    Path file() {
        return file;
    }

    /** Writes the graph, and says where and what is not in it. */
    void write(FlameGraphs graphs, Screen screen) throws IOException {
        if (graphs.leftOut() > 0) {
            screen.err().println("warning: " + graphs.leftOut() + " stacks were too many; their time has no stack.");
        }
        String name = file.toString();
        if (isHtml()) {
            OutputFile.write(file, out -> graphs.writeHtml(parts, out));
        } else if (name.endsWith(COLLAPSED)) {
            OutputFile.write(file, out -> graphs.writeCollapsed(parts, out));
        } else {
            OutputFile.writeBytes(file, out -> graphs.writePprof(parts, out));
        }
        screen.out().println(Text.printable(file + ": " + graphs.withStack(parts)));
    }
}
