package io.github.tidewatch.agent.cli.report.render;

import io.github.tidewatch.agent.cli.console.Text;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.Totals;
import io.github.tidewatch.text.Durations;
import java.util.ArrayList;
import java.util.List;

/** Lays out rows of a name, how long, how that divides, and a bar of it. */
final class TimeTable {
    private static final int NAME_MOST = 40;
    private static final int NAME_LEAST = 14;
    private static final int NAME_FAIR = 20;
    private static final int BAR_MOST = 24;
    private static final int BAR_LEAST = 10;
    private static final int SECOND_WIDTH = 8;
    private static final int WALL_WIDTH = 10;
    private static final int[] PART_WIDTHS = {9, 9, 11, 11, 9};

    private final TextStyle style;
    private final List<String> names = new ArrayList<>();
    private final List<String> seconds = new ArrayList<>();
    private final List<Totals> times = new ArrayList<>();
    private final String nameTitle;
    private final String secondTitle;

    TimeTable(TextStyle style, String nameTitle, String secondTitle) {
        this.style = style;
        this.nameTitle = nameTitle;
        this.secondTitle = secondTitle;
    }

    void add(String name, String second, Totals time) {
        names.add(Format.name(Text.printable(name)));
        seconds.add(second);
        times.add(time);
    }

    List<String> lines() {
        int fixed = SECOND_WIDTH + WALL_WIDTH;
        for (int width : PART_WIDTHS) {
            fixed += width;
        }
        int longest = Math.max(
                nameTitle.length(), names.stream().mapToInt(Text::columns).max().orElse(0));
        int room = style.width() - fixed;
        int bar = Math.min(BAR_MOST, room - Math.min(longest, NAME_MOST) - 2);
        if (bar < BAR_LEAST) {
            bar = room - BAR_LEAST - 2 >= NAME_FAIR ? BAR_LEAST : 0;
        }
        int width = Math.max(NAME_LEAST, Math.min(longest, bar == 0 ? room : Math.min(NAME_MOST, room - bar - 2)));
        List<String> lines = new ArrayList<>();
        StringBuilder head =
                new StringBuilder(Text.left(nameTitle, width)).append(Text.right(secondTitle, SECOND_WIDTH));
        head.append(Text.right("wall", WALL_WIDTH));
        for (Metric part : Metric.PARTS) {
            head.append(Text.right(part.label(), PART_WIDTHS[part.ordinal()]));
        }
        lines.add(style.bold(head.toString()));
        for (int i = 0; i < names.size(); i++) {
            lines.add(line(names.get(i), seconds.get(i), times.get(i), width, bar));
        }
        return lines;
    }

    private String line(String name, String second, Totals time, int width, int bar) {
        StringBuilder line = new StringBuilder(Text.left(Text.fit(name, width), width));
        line.append(Text.right(second, SECOND_WIDTH)).append(Text.right(Durations.text(time.wall()), WALL_WIDTH));
        for (Metric part : Metric.PARTS) {
            line.append(Text.right(Format.percent(time, part), PART_WIDTHS[part.ordinal()]));
        }
        if (bar > 0) {
            line.append("  ").append(bar(time, bar));
        }
        return line.toString();
    }

    /** As many cells of each part as is its share; the part that has most gives or takes what rounding leaves. */
    private String bar(Totals time, int width) {
        int[] cells = new int[Metric.PARTS.size()];
        int largest = 0;
        int left = width;
        for (Metric part : Metric.PARTS) {
            int i = part.ordinal();
            cells[i] = time.wall() == 0 ? 0 : (int) Math.round((double) width * time.known(part) / time.wall());
            left -= cells[i];
            largest = cells[i] > cells[largest] ? i : largest;
        }
        cells[largest] += left;
        StringBuilder bar = new StringBuilder();
        for (Metric part : Metric.PARTS) {
            String some = String.valueOf(style.glyph(part)).repeat(Math.max(0, cells[part.ordinal()]));
            bar.append(style.coloured(part, some));
        }
        return bar.toString();
    }
}
