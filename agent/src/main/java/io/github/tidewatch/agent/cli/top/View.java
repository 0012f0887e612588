package io.github.tidewatch.agent.cli.top;

import io.github.tidewatch.agent.cli.console.Screen;
import io.github.tidewatch.agent.cli.console.Style;
import io.github.tidewatch.agent.cli.console.Text;
import io.github.tidewatch.text.Durations;
import io.github.tidewatch.text.PrintableText;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.IntFunction;

/** Turns a snapshot into lines. */
final class View {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final int MIN_NAME = 18;
    private static final String HELP =
            "q quit  space pause  / filter  g groups  r reverse  +/- interval  arrows scroll";
    private static final String HELP_ON_SORTING =
            "sort: c cpu  d delay  b bio  w wait  x switches  f faults  i I/O  t tid  n name";

    private final Screen screen;
    private final String title;
    private final IntFunction<Character> states;
    private final IntFunction<String> waits;

    /**
     * A view.
     *
     * @param title what process it is
     * @param states the state of a thread, asked for what is shown only
     * @param waits what a thread waits for now, asked for what is shown only; null if that cannot be known
     */
    View(Screen screen, String title, IntFunction<Character> states, IntFunction<String> waits) {
        this.waits = waits;
        this.screen = screen;
        this.title = title;
        this.states = states;
    }

    /** All lines, in a width and at most as many; 0 for all rows. */
    List<String> lines(Snapshot snapshot, ViewState state, int width, int height) {
        List<String> lines = new ArrayList<>();
        List<Row> rows = state.select(snapshot);
        lines.add(screen.styled(Style.BOLD, shown(head(snapshot, state), width)));
        lines.add(Text.cut(total(snapshot), width));
        lines.add(shown(around(snapshot), width));
        if (snapshot.causes != null) {
            lines.add(shown(causes(snapshot), width));
        }
        if (height > 0) {
            lines.add(shown(status(state, rows.size()), width));
            if (state.help && state.typing == null) {
                lines.add(Text.cut(HELP_ON_SORTING, width));
            }
        }
        List<Column> columns = columns(snapshot, state, width);
        lines.add(screen.styled(Style.HEADER, Text.left(header(columns, state), Math.min(width, 200))));
        int room = height == 0 ? rows.size() : Math.max(0, height - lines.size());
        state.first = Math.max(0, Math.min(state.first, rows.size() - Math.max(1, room)));
        for (int i = state.first; i < rows.size() && i < state.first + room; i++) {
            lines.add(line(rows.get(i), columns, width));
        }
        return lines;
    }

    /** The target's name, why it cannot be attached to, and what was typed may hold anything. */
    private static String shown(String text, int width) {
        return Text.cut(Text.printable(text), width);
    }

    private String head(Snapshot snapshot, ViewState state) {
        return title + "  " + snapshot.rows.size() + " threads  "
                + TIME.format(snapshot.time.atZone(ZoneId.systemDefault())) + "  over "
                + Durations.text(snapshot.length)
                + "  from " + snapshot.source + (state.paused ? "  PAUSED" : "");
    }

    private static String total(Snapshot snapshot) {
        Row sum = snapshot.total;
        return "threads (% of one CPU): user " + percent(sum.user) + "  system " + percent(sum.system)
                + "  waiting for a CPU " + (snapshot.runDelay ? percent(sum.cpuDelay) : Text.NONE) + "  for block I/O "
                + (snapshot.blockIo ? blockIo(sum) : Text.NONE)
                + "  switches/s " + Text.amount(sum.voluntarySwitches + sum.involuntarySwitches);
    }

    private static String around(Snapshot snapshot) {
        return "process: CPU " + percentSign(snapshot.processCpu) + "  its cgroup: CPU "
                + percentSign(snapshot.cgroupCpu) + ", " + quota(snapshot)
                + (snapshot.remark.isEmpty() ? "" : "  (" + snapshot.remark + ")");
    }

    private static String causes(Snapshot snapshot) {
        OptionalDouble quota =
                Double.isNaN(snapshot.cgroupQuota) ? OptionalDouble.empty() : OptionalDouble.of(snapshot.cgroupQuota);
        String why = snapshot.causes.inPercent(snapshot.causes.cpuDelay(), quota);
        return why.isEmpty() ? "no group of threads waited long for a CPU" : "waiting for a CPU: " + why;
    }

    private static String quota(Snapshot snapshot) {
        if (Double.isNaN(snapshot.cgroupQuota)) {
            return snapshot.isCgroupQuotaKnown ? "no quota" : "quota unknown";
        }
        String whose = snapshot.cgroupQuotaOf.isEmpty() ? "" : " of " + Text.printable(snapshot.cgroupQuotaOf);
        return (snapshot.isCgroupQuotaKnown ? "quota " : "quota at most ")
                + String.format(Locale.ROOT, "%.0f%%", snapshot.cgroupQuota * 100) + whose + ", throttled "
                + percentSign(snapshot.cgroupThrottled);
    }

    private static String percentSign(double value) {
        return Double.isNaN(value) ? Text.UNKNOWN : percent(value) + "%";
    }

    private static String status(ViewState state, int rows) {
        if (state.typing != null) {
            return "filter: " + state.typing + "_  (Enter keeps it, Esc drops it)";
        }
        if (state.help) {
            return HELP;
        }
        String filter = state.filter.isEmpty() ? "" : "  filter: " + state.filter;
        return rows + (state.groups ? " groups" : " rows") + "  sorted by " + state.sort.label
                + (state.reverse ? " (reversed)" : "") + filter + "  h: help";
    }

    private String header(List<Column> columns, ViewState state) {
        StringBuilder line = new StringBuilder();
        for (Column column : columns) {
            String header = column == Column.TID && state.groups ? "threads" : column.header;
            line.append(Text.right(header, column.width)).append(' ');
        }
        return line.append(state.groups ? "group" : "thread").toString();
    }

    private String line(Row row, List<Column> columns, int width) {
        StringBuilder line = new StringBuilder();
        int used = 0;
        for (Column column : columns) {
            String cell = Text.right(cell(column, row), column.width);
            line.append(screen.styled(style(column, row), cell)).append(' ');
            used += column.width + 1;
        }
        return line + Text.fit(PrintableText.visible(row.name), Math.max(MIN_NAME, width - used));
    }

    private static Style style(Column column, Row row) {
        if (column == Column.DELAY && row.cpuDelay >= 10) {
            return Style.RED;
        }
        if (column == Column.BLOCK_IO && row.blockIo >= 10) {
            return Style.MAGENTA;
        }
        return (column == Column.USER || column == Column.SYSTEM) && row.onCpu() >= 50 ? Style.GREEN : Style.PLAIN;
    }

    private String cell(Column column, Row row) {
        switch (column) {
            case TID:
                return Integer.toString(row.tid == 0 ? row.threads : row.tid);
            case STATE:
                return row.tid == 0 ? "" : Character.toString(states.apply(row.tid));
            case WAITS_FOR:
                return row.tid == 0 ? "" : waits.apply(row.tid);
            case USER:
                return percent(row.user);
            case SYSTEM:
                return percent(row.system);
            case DELAY:
                return percent(row.cpuDelay);
            case BLOCK_IO:
                return blockIo(row);
            case WAIT:
                return percent(row.wait);
            case VOLUNTARY:
                return Text.amount(row.voluntarySwitches);
            case INVOLUNTARY:
                return Text.amount(row.involuntarySwitches);
            case MINOR:
                return Text.amount(row.minorFaults);
            case MAJOR:
                return Text.amount(row.majorFaults);
            case READ:
                return Text.amount(row.readBytes);
            case WRITE:
                return Text.amount(row.writeBytes);
            default:
                return Sparkline.of(row.history, screen.hasBlocks());
        }
    }

    /** With a plus where it is only the part that is known. */
    private static String blockIo(Row row) {
        if (!row.blockIoPartly) {
            return percent(row.blockIo);
        }
        return row.blockIo < 0.05 ? Text.UNKNOWN : percent(row.blockIo) + "+";
    }

    private static String percent(double value) {
        return Double.isNaN(value) ? Text.UNKNOWN : Text.oneDecimal(value);
    }

    /** As many columns as leave room for the name: those that come first in {@link Column#DROPPED} go first. */
    private List<Column> columns(Snapshot snapshot, ViewState state, int width) {
        List<Column> columns = new ArrayList<>(List.of(Column.values()));
        if (!snapshot.runDelay) {
            columns.remove(Column.DELAY);
        }
        if (!snapshot.blockIo) {
            columns.remove(Column.BLOCK_IO);
        }
        if (!snapshot.io) {
            columns.removeAll(List.of(Column.READ, Column.WRITE));
        }
        if (state.groups) {
            columns.remove(Column.STATE);
        }
        if (state.groups || waits == null) {
            columns.remove(Column.WAITS_FOR);
        }
        for (Column dropped : Column.DROPPED) {
            if (columns.stream().mapToInt(column -> column.width + 1).sum() + MIN_NAME > width) {
                columns.remove(dropped);
            }
        }
        return columns;
    }

    private enum Column {
        TID("tid", 7),
        STATE("S", 1),
        USER("user%", 6),
        SYSTEM("sys%", 6),
        DELAY("delay%", 6),
        BLOCK_IO("bio%", 6),
        WAIT("wait%", 6),
        WAITS_FOR("for", 7),
        VOLUNTARY("vcs/s", 5),
        INVOLUNTARY("ics/s", 5),
        MINOR("mflt/s", 6),
        MAJOR("Mflt/s", 6),
        READ("rd B/s", 6),
        WRITE("wr B/s", 6),
        HISTORY("demand", Row.HISTORY);

        private static final List<Column> DROPPED =
                List.of(HISTORY, MAJOR, MINOR, WRITE, READ, INVOLUNTARY, VOLUNTARY, WAITS_FOR, STATE);

        private final String header;
        private final int width;

        Column(String header, int width) {
            this.header = header;
            this.width = width;
        }
    }
}
