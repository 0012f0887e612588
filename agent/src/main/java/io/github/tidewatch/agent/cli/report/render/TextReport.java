package io.github.tidewatch.agent.cli.report.render;

import io.github.tidewatch.agent.cli.console.Text;
import io.github.tidewatch.agent.cli.report.model.Groups;
import io.github.tidewatch.agent.cli.report.model.StatusSummary;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.agent.cli.report.model.ThreadSummary;
import io.github.tidewatch.findings.Check;
import io.github.tidewatch.findings.Finding;
import io.github.tidewatch.metrics.Metric;
import io.github.tidewatch.metrics.Totals;
import io.github.tidewatch.text.Durations;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The summary as text. */
public final class TextReport {
    private static final int MOST_GROUPS = 10;

    private final Summary summary;
    private final TextStyle style;
    private final int mostRows;
    private final List<String> lines = new ArrayList<>();

    private TextReport(Summary summary, TextStyle style, int mostRows) {
        this.summary = summary;
        this.style = style;
        this.mostRows = mostRows;
    }

    /** With this many threads, or groups if {@code byGroup}, at most. */
    public static List<String> lines(Summary summary, TextStyle style, int mostRows, boolean byGroup) {
        TextReport report = new TextReport(summary, style, mostRows);
        report.addHead();
        report.addProcess();
        if (!byGroup) {
            report.addThreads();
        }
        report.addGroups(byGroup ? mostRows : MOST_GROUPS, byGroup);
        report.addFootnotes();
        report.addEnded();
        report.addWorst();
        report.addSection("Why threads waited for a CPU", CauseText.of(summary));
        report.addSection("What threads waited for", WaitText.of(summary));
        report.addFindings();
        report.addSources();
        return report.lines;
    }

    private void addHead() {
        wrap("", Headline.of(summary));
        lines.replaceAll(style::bold);
        lines.add("");
    }

    private void addProcess() {
        lines.add(String.format(
                Locale.ROOT,
                "%s from %s: %d %s",
                Durations.text(summary.length()),
                Format.dateAndTime(summary.begin()),
                summary.threadCount(),
                summary.threadCount() == 1 ? "thread" : "threads"));
        Totals time = summary.totals();
        StringBuilder parts = new StringBuilder("total thread time " + Durations.text(time.wall()) + ":");
        for (Metric part : Metric.PARTS) {
            parts.append("  ")
                    .append(style.coloured(part, String.valueOf(style.glyph(part))))
                    .append(' ');
            parts.append(part.label()).append(' ').append(Format.percent(time, part));
        }
        lines.add(parts.toString());
        ProcessFacts.of(summary).forEach(line -> wrap("", line));
        lines.add("");
    }

    private void addThreads() {
        lines.add(style.bold("Threads, most time lost first"));
        TimeTable table = new TimeTable(style, "thread", "tid");
        List<ThreadSummary> threads = summary.threads();
        int shown = Math.min(mostRows, threads.size());
        for (ThreadSummary thread : threads.subList(0, shown)) {
            table.add(thread.name(), Long.toString(thread.tid()), thread.totals());
        }
        int more = summary.threadCount() - shown;
        if (more > 0) {
            Totals rest = new Totals();
            threads.subList(shown, threads.size()).forEach(thread -> rest.add(thread.totals()));
            rest.add(summary.folded().totals());
            table.add("and " + more + (more == 1 ? " more" : " more together"), "", rest);
        }
        lines.addAll(table.lines());
        lines.add("");
    }

    private void addGroups(int most, boolean all) {
        List<Groups.Group> groups = summary.groups().sorted();
        if (!all) {
            groups.removeIf(group -> group.threads() < 2);
        }
        addGroupTable(all ? "Groups, most time lost first" : "Groups of more than one thread", groups, most);
    }

    private void addGroupTable(String title, List<Groups.Group> groups, int most) {
        if (groups.isEmpty()) {
            return;
        }
        lines.add(style.bold(title));
        TimeTable table = new TimeTable(style, "group", "threads");
        int shown = Math.min(most, groups.size());
        for (Groups.Group group : groups.subList(0, shown)) {
            table.add(group.name(), Integer.toString(group.threads()), group.totals());
        }
        if (shown < groups.size()) {
            Totals rest = new Totals();
            groups.subList(shown, groups.size()).forEach(group -> rest.add(group.totals()));
            int threads = groups.subList(shown, groups.size()).stream()
                    .mapToInt(Groups.Group::threads)
                    .sum();
            table.add("and " + (groups.size() - shown) + " more together", Integer.toString(threads), rest);
        }
        lines.addAll(table.lines());
        lines.add("");
    }

    private void addFootnotes() {
        int before = lines.size();
        if (summary.totals().isAbsent(Metric.BLOCK_IO_DELAY)) {
            wrap(
                    "",
                    "? under block i/o: unknown, not 0: this host gave no block-I/O delay."
                            + " What there was of it is contained in waiting.");
        } else {
            if (any(time -> !time.isKnown(Metric.BLOCK_IO_DELAY))) {
                wrap(
                        "",
                        "? under block i/o: unknown, not 0: the thread has records marked incomplete."
                                + " What they lack is contained in waiting.");
            }
            if (any(time -> time.isAtLeast(Metric.BLOCK_IO_DELAY))) {
                wrap(
                        "",
                        ">= under block i/o: at least, since some records are marked incomplete."
                                + " What they lack is contained in waiting.");
            }
        }
        for (Metric part : Metric.PARTS) {
            if (part != Metric.BLOCK_IO_DELAY && summary.totals().isAbsent(part)) {
                wrap("", "? under " + part.label() + ": unknown, not 0: the recording does not have it.");
            }
        }
        if (lines.size() > before) {
            lines.add("");
        }
    }

    private boolean any(Predicate<Totals> condition) {
        return summary.threads().stream().anyMatch(thread -> condition.test(thread.totals()))
                || condition.test(summary.totals());
    }

    private void addEnded() {
        Groups ended = summary.ended();
        if (ended.isEmpty()) {
            return;
        }
        int threads = ended.threads();
        addGroupTable(
                threads == 1 ? "1 thread exited; its whole life" : threads + " threads exited; their whole lives",
                ended.sorted(),
                MOST_GROUPS);
    }

    private void addWorst() {
        if (summary.worstIntervals().isEmpty()) {
            return;
        }
        lines.add(style.bold("When most time was lost"));
        WorstIntervalText.of(summary).forEach(worst -> wrap("  ", worst));
        lines.add("");
    }

    private void addSection(String title, List<String> sentences) {
        if (!sentences.isEmpty()) {
            lines.add(style.bold(title));
            sentences.forEach(sentence -> wrap("  ", sentence));
            lines.add("");
        }
    }

    private void addFindings() {
        List<Finding> findings = summary.worthKnowing();
        // What cannot be seen has a section of its own.
        findings.removeIf(finding ->
                finding.check() == Check.BLIND_SPOTS && summary.status().any());
        if (findings.isEmpty()) {
            return;
        }
        lines.add(style.bold("Findings (score out of 100)"));
        Set<String> remedies = new HashSet<>();
        for (Finding finding : findings) {
            wrap(
                    "  ",
                    Format.score(finding) + " " + finding.check().title() + ": "
                            + FindingText.summary(summary, finding));
            finding.remedy().lines().filter(remedies::add).forEach(line -> wrap("      ", "- " + line));
        }
        lines.add("");
    }

    private void addSources() {
        lines.add(style.bold("Data sources"));
        StatusSummary status = summary.status();
        if (!status.any()) {
            wrap("  ", "The recording has no tidewatch.Status event: it does not say what is missing in it.");
        }
        for (Map.Entry<String, String> value : status.values().entrySet()) {
            wrap("  ", value.getKey() + ": " + value.getValue());
        }
        if (status.any()) {
            if (status.missing().isEmpty()) {
                lines.add("  missing: nothing");
            }
            status.missing().forEach(line -> wrap("  ", "missing: " + line));
        }
        status.notSampled().forEach(line -> wrap("  ", "not sampled: " + line));
        status.incomplete().forEach(line -> wrap("  ", "incomplete: " + line));
        status.unreliable().forEach(line -> wrap("  ", "unreliable: " + line));
        SamplingFacts.of(summary).forEach(line -> wrap("  ", line));
        summary.warnings().forEach(line -> wrap("  ", "warning: " + line));
    }

    /** Breaks a line between words; what follows on the next lines is indented by two more. */
    private void wrap(String indent, String text) {
        lines.addAll(Text.wrap(text, style.width(), indent, indent + "  "));
    }
}
