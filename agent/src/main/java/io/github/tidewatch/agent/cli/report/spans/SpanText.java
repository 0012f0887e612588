package io.github.tidewatch.agent.cli.report.spans;

import io.github.tidewatch.agent.cli.console.Screen;
import io.github.tidewatch.agent.cli.console.Table;
import io.github.tidewatch.agent.cli.console.Text;
import io.github.tidewatch.agent.cli.report.render.Format;
import io.github.tidewatch.findings.waits.WaitTarget;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.Totals;
import io.github.tidewatch.text.Durations;
import io.github.tidewatch.text.PrintableText;
import java.util.ArrayList;
import java.util.List;

/** Prints the spans of recordings for people. */
public final class SpanText {
    private static final int NAME_WIDTH = 80;
    private static final int THREAD_WIDTH = 30;
    private static final int MOST_TARGETS = 3;

    private final SpanStatistics spans;
    private final Screen screen;

    private SpanText(SpanStatistics spans, Screen screen) {
        this.spans = spans;
        this.screen = screen;
    }

    /** Prints so many names at most. */
    public static void print(SpanStatistics spans, Screen screen, int most) {
        new SpanText(spans, screen).print(most);
    }

    private void print(int most) {
        List<SpanGroup> groups = spans.groups();
        line(
                "Spans that were recorded, most time in sum first. Shorter ones than the event's threshold, 20 ms unless set, are"
                        + " not in the recording.");
        groups.subList(0, Math.min(most, groups.size())).forEach(this::print);
        if (most < groups.size()) {
            screen.out().println();
            line("and spans of " + (groups.size() - most) + " more names (--top)");
        }
    }

    private void line(String text) {
        Text.wrap(Text.printable(text), screen.width(), "", "").forEach(screen.out()::println);
    }

    private void print(SpanGroup group) {
        screen.out().println();
        line(Text.cut(PrintableText.visible(group.name()), NAME_WIDTH) + ": " + counts(group));
        if (group.count() == 0) {
            return;
        }
        line("p50 " + percentile(group, 50) + ", p90 " + percentile(group, 90) + ", p99 " + percentile(group, 99)
                + ", p99.9 " + percentile(group, 99.9) + ", longest " + percentile(group, 100));
        line(SlowSpans.sentence(group));
        boolean queued = group.all().queued() > 0;
        Table table = new Table(screen, columns(queued, "on average", "spans", "length"));
        boolean several = group.count() >= SlowSpans.FOR_A_TENTH;
        if (several) {
            table.add(row("around median", group.middle(), queued));
            table.add(row("slowest 10 %", group.slowest10(), queued));
            table.add(row("slowest 1 %", group.slowest1(), queued));
        }
        table.add(row("all", group.all(), queued));
        table.print();
        if (several) {
            printWaits("around median", group.middle());
            printWaits("slowest 10 %", group.slowest10());
            printWaits("slowest 1 %", group.slowest1());
        } else {
            printWaits("all", group.all());
        }
        printSlowest(group);
    }

    private String counts(SpanGroup group) {
        List<String> counts = new ArrayList<>();
        counts.add(group.count() + (group.count() == 1 ? " span, " : " spans, ") + rate(spans.perSecond(group)));
        if (group.errors() > 0) {
            counts.add(group.errors() + " ended by an exception");
        }
        if (group.leftOpen() > 0) {
            counts.add(group.leftOpen() + " left open");
        }
        if (group.recursive() > 0) {
            counts.add("and " + group.recursive() + " within one of the same name, which has their time");
        }
        return String.join(", ", counts);
    }

    private static String rate(double perSecond) {
        if (perSecond < 1) {
            return Text.oneDecimal(60 * perSecond) + " a minute";
        }
        return (perSecond < 10 ? Text.oneDecimal(perSecond) : Text.amount(perSecond)) + " a second";
    }

    private static String percentile(SpanGroup group, double percent) {
        return Durations.text(group.percentile(percent));
    }

    private static String[] columns(boolean queued, String... first) {
        List<String> columns = new ArrayList<>(List.of(first));
        if (queued) {
            columns.add("queued");
        }
        columns.addAll(List.of("user", "system", "cpu delay", "block i/o", "waiting"));
        return columns.toArray(new String[0]);
    }

    private static String queued(SpanSums sums) {
        return sums.queued() == 0
                ? "?"
                : (sums.queued() < sums.count() ? ">=" : "") + Durations.text(sums.averageQueueTime());
    }

    private static String[] row(String which, SpanSums sums, boolean queued) {
        List<String> cells =
                new ArrayList<>(List.of(which, Long.toString(sums.count()), Durations.text(sums.length())));
        if (queued) {
            cells.add(queued(sums));
        }
        for (Metric part : Metric.PARTS) {
            cells.add(amount(sums.totals(), part, sums.average(part)));
        }
        return cells.toArray(new String[0]);
    }

    private static String amount(Totals totals, Metric part, double nanos) {
        return totals.isKnown(part) ? (totals.isAtLeast(part) ? ">=" : "") + Durations.text(nanos) : "?";
    }

    private void printWaits(String which, SpanSums sums) {
        List<String> waits = new ArrayList<>();
        for (WaitTarget target : sums.targets()) {
            if (waits.size() < MOST_TARGETS) {
                waits.add(Durations.text(sums.average(target)) + " " + SlowSpans.text(target));
            }
        }
        if (!waits.isEmpty()) {
            line("waits, " + which + ": " + String.join("; ", waits));
        }
    }

    private void printSlowest(SpanGroup group) {
        boolean queued = group.all().queued() > 0;
        List<String> columns = new ArrayList<>(List.of(columns(queued, "slowest at", "length")));
        columns.addAll(List.of("thread", "error"));
        Table table = new Table(screen, columns.toArray(new String[0]));
        for (SpanRecord span : group.slowest()) {
            List<String> cells = new ArrayList<>(List.of(Format.time(span.begin), Durations.text(span.took())));
            if (queued) {
                cells.add(span.queueTime == SpanRecord.UNKNOWN ? "?" : Durations.text(span.queueTime));
            }
            for (Metric part : Metric.PARTS) {
                cells.add(amount(span.totals, part, span.totals.known(part)));
            }
            cells.add(Text.cut(PrintableText.visible(span.thread), THREAD_WIDTH));
            cells.add(span.error == null ? "-" : Text.cut(PrintableText.visible(span.error), NAME_WIDTH));
            table.add(cells.toArray(new String[0]));
        }
        table.print();
    }
}
