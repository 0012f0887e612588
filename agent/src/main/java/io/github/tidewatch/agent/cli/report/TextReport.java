package io.github.tidewatch.agent.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** The summary as text. */
final class TextReport {
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
    static List<String> lines(Summary summary, TextStyle style, int mostRows, boolean byGroup) {
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
        report.addNotes();
        return report.lines;
    }

    private void addHead() {
        wrap("", style.bold(ThreadNames.printable(Verdict.of(summary))));
        lines.add("");
    }

    private void addProcess() {
        lines.add(String.format(
                Locale.ROOT,
                "%s from %s: %d %s",
                Format.seconds(summary.end() - summary.begin()),
                Format.dateAndTime(summary.begin()),
                summary.threadCount(),
                summary.threadCount() == 1 ? "thread" : "threads"));
        TimeSplit time = summary.time();
        StringBuilder parts = new StringBuilder("all their time, " + Format.seconds(time.wall()) + ":");
        for (Part part : Part.values()) {
            parts.append("  ")
                    .append(style.coloured(part, String.valueOf(style.glyph(part))))
                    .append(' ');
            parts.append(part.title()).append(' ').append(Format.percent(time, part));
        }
        lines.add(parts.toString());
        OptionalLong user = summary.process().get("userTime");
        OptionalLong system = summary.process().get("systemTime");
        if (user.isPresent() && system.isPresent() && summary.options().threads == null) {
            String line = "CPU time of the process: " + Format.seconds(user.getAsLong()) + " user, "
                    + Format.seconds(system.getAsLong()) + " system";
            OptionalLong unattributed = summary.process().get("unattributedCpuTime");
            if (unattributed.isPresent()) {
                line += "; " + Format.seconds(unattributed.getAsLong()) + " of it of no thread known here";
            }
            lines.add(line);
        }
        lines.add("");
    }

    private void addThreads() {
        TimeTable table = new TimeTable(style, "thread, most time lost first", "tid");
        List<ThreadTally> threads = summary.threads();
        int shown = Math.min(mostRows, threads.size());
        for (ThreadTally thread : threads.subList(0, shown)) {
            table.add(thread.name(), Long.toString(thread.tid()), thread.time());
        }
        int more = summary.threadCount() - shown;
        if (more > 0) {
            TimeSplit rest = new TimeSplit();
            threads.subList(shown, threads.size()).forEach(thread -> rest.add(thread.time()));
            rest.add(summary.folded().time());
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
        addGroupTable("group", groups, most);
    }

    private void addGroupTable(String title, List<Groups.Group> groups, int most) {
        if (groups.isEmpty()) {
            return;
        }
        TimeTable table = new TimeTable(style, title, "threads");
        int shown = Math.min(most, groups.size());
        for (Groups.Group group : groups.subList(0, shown)) {
            table.add(group.pattern(), Integer.toString(group.threads()), group.time());
        }
        if (shown < groups.size()) {
            TimeSplit rest = new TimeSplit();
            groups.subList(shown, groups.size()).forEach(group -> rest.add(group.time()));
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
        if (summary.time().isAbsent(Part.BLOCK_IO)) {
            wrap(
                    "",
                    "? under block i/o: unknown, not 0: this host gave no block-I/O delay."
                            + " What there was of it is contained in waiting.");
        } else {
            if (any(time -> !time.isKnown(Part.BLOCK_IO))) {
                wrap(
                        "",
                        "? under block i/o: unknown, not 0: the thread has records marked incomplete."
                                + " What they lack is contained in waiting.");
            }
            if (any(time -> time.isAtLeast(Part.BLOCK_IO))) {
                wrap(
                        "",
                        ">= under block i/o: at least, since some records are marked incomplete."
                                + " What they lack is contained in waiting.");
            }
        }
        for (Part part : Part.values()) {
            if (part != Part.BLOCK_IO && summary.time().isAbsent(part)) {
                wrap("", "? under " + part.title() + ": unknown, not 0: the recording does not have it.");
            }
        }
        if (lines.size() > before) {
            lines.add("");
        }
    }

    private boolean any(Predicate<TimeSplit> condition) {
        return summary.threads().stream().anyMatch(thread -> condition.test(thread.time()))
                || condition.test(summary.time());
    }

    private void addEnded() {
        Groups ended = summary.ended();
        if (ended.isEmpty()) {
            return;
        }
        int threads = ended.threads();
        addGroupTable(
                threads + (threads == 1 ? " thread" : " threads") + " ended; whole lives", ended.sorted(), MOST_GROUPS);
    }

    private void addWorst() {
        if (summary.worstIntervals().isEmpty()) {
            return;
        }
        lines.add(style.bold("When most time was lost"));
        for (WorstInterval worst : summary.worstIntervals()) {
            StringBuilder line = new StringBuilder(Format.time(worst.begin()));
            line.append(", for ").append(Format.seconds(worst.length())).append(": ");
            List<String> losses = new ArrayList<>();
            if (worst.cpuDelay() > 0) {
                losses.add(Format.seconds(worst.cpuDelay()) + " " + Part.CPU_DELAY.doing());
            }
            if (worst.blockIo() > 0) {
                losses.add(Format.seconds(worst.blockIo()) + " " + Part.BLOCK_IO.doing());
            }
            line.append(String.join(", ", losses));
            List<String> who = new ArrayList<>();
            for (int i = 0; i < worst.threads().size(); i++) {
                who.add(ThreadNames.bounded(worst.threads().get(i).name(), 32) + " "
                        + Format.seconds(worst.lost().get(i)));
            }
            if (!who.isEmpty()) {
                line.append(" (").append(String.join(", ", who)).append(')');
            }
            wrap("  ", line.toString());
        }
        lines.add("");
    }

    private void addNotes() {
        lines.add(style.bold("What could be seen"));
        HostNotes notes = summary.notes();
        if (!notes.any()) {
            wrap("  ", "The recording has no tidewatch.Status event: it does not say what is missing in it.");
        }
        for (Map.Entry<String, String> value : notes.values().entrySet()) {
            wrap("  ", value.getKey() + ": " + value.getValue());
        }
        if (notes.any()) {
            if (notes.missing().isEmpty()) {
                lines.add("  missing: nothing");
            }
            notes.missing().forEach(line -> wrap("  ", "missing: " + line));
        }
        notes.incomplete().forEach(line -> wrap("  ", "incomplete: " + line));
        notes.unreliable().forEach(line -> wrap("  ", "unreliable: " + line));
        OptionalLong lost = summary.overhead().get("repliesLost");
        OptionalLong failed = summary.overhead().get("queriesFailed");
        if (lost.orElse(0) + failed.orElse(0) > 0) {
            wrap(
                    "  ",
                    "samples lost: " + (lost.orElse(0) + failed.orElse(0)) + " of "
                            + summary.overhead().get("threadsSampled").orElse(0));
        }
        OptionalLong cpu = summary.overhead().get("cpuTime");
        if (cpu.isPresent()) {
            wrap("  ", "cost of recording this: " + Format.seconds(cpu.getAsLong()) + " of CPU time");
        }
        summary.warnings().forEach(line -> wrap("  ", "warning: " + ThreadNames.printable(line)));
    }

    /** Breaks a line between words; what follows on the next lines is indented by two more. */
    private void wrap(String indent, String text) {
        StringBuilder line = new StringBuilder(indent);
        boolean empty = true;
        for (String word : text.split(" ", -1)) {
            if (!empty && line.length() + 1 + word.length() > style.width()) {
                lines.add(line.toString());
                line = new StringBuilder(indent).append("  ");
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        lines.add(line.toString());
    }
}
