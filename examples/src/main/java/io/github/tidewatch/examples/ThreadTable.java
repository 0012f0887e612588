package io.github.tidewatch.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;

/** Lays threads out in aligned columns. */
final class ThreadTable {
    private static final int NAME_WIDTH = 32;
    private static final String CUT = "...";
    private static final String UNKNOWN = "?";
    private static final String AT_LEAST = ">=";

    private ThreadTable() {}

    /** One line per thread up to the given number, one for the sum of the rest, and what each {@code ?} means. */
    static List<String> lines(List<ThreadTally> threads, int most) {
        List<String> lines = new ArrayList<>();
        lines.add(line("thread", "tid", "wall", Part::title));
        int shown = Math.min(most, threads.size());
        for (ThreadTally thread : threads.subList(0, shown)) {
            lines.add(line(bounded(thread.name()), Long.toString(thread.tid()), thread.time()));
        }
        List<ThreadTally> rest = threads.subList(shown, threads.size());
        if (!rest.isEmpty()) {
            TimeSplit sum = new TimeSplit();
            rest.forEach(thread -> sum.add(thread.time()));
            String noun = rest.size() == 1 ? " more thread" : " more threads";
            lines.add(line("and " + rest.size() + noun + " together", "", sum));
        }
        addFootnotes(lines, threads);
        return lines;
    }

    private static void addFootnotes(List<String> lines, List<ThreadTally> threads) {
        if (any(threads, time -> time.isAbsent(Part.BLOCK_IO))) {
            lines.add("? under block i/o: unknown, not 0: this host gave no block-I/O delay."
                    + " What there was of it is contained in waiting.");
        }
        if (any(threads, TimeSplit::isIncomplete)) {
            lines.add("? under block i/o: unknown, not 0: the thread has records marked incomplete."
                    + " What they lack is contained in waiting.");
        }
        if (any(threads, time -> time.isAtLeast(Part.BLOCK_IO))) {
            lines.add(">= under block i/o: at least, since the thread has some records marked incomplete."
                    + " What they lack is contained in waiting.");
        }
        for (Part part : Part.values()) {
            if (part != Part.BLOCK_IO && any(threads, time -> time.isAbsent(part))) {
                lines.add("? under " + part.title() + ": unknown, not 0: the recording does not have it.");
            }
        }
    }

    private static boolean any(List<ThreadTally> threads, Predicate<TimeSplit> condition) {
        return threads.stream().anyMatch(thread -> condition.test(thread.time()));
    }

    private static String line(String name, String tid, TimeSplit time) {
        String wall = String.format(Locale.ROOT, "%.2f s", time.wallNanos() / 1e9);
        return line(name, tid, wall, part -> (time.isAtLeast(part) ? AT_LEAST : "") + percent(time.percent(part)));
    }

    private static String line(String name, String tid, String wall, Function<Part, String> cell) {
        StringBuilder line = new StringBuilder();
        line.append(String.format(Locale.ROOT, "%-" + NAME_WIDTH + "s %8s %10s", name, tid, wall));
        for (Part part : Part.values()) {
            line.append(String.format(Locale.ROOT, " %10s", cell.apply(part)));
        }
        return line.toString();
    }

    private static String percent(OptionalDouble share) {
        return share.isPresent() ? String.format(Locale.ROOT, "%.1f %%", share.getAsDouble()) : UNKNOWN;
    }

    /** Names are the application's: they may be long, and may hold what a terminal would obey. */
    private static String bounded(String name) {
        String printable = name.replaceAll("\\p{Cntrl}", " ");
        return printable.length() <= NAME_WIDTH ? printable : printable.substring(0, NAME_WIDTH - CUT.length()) + CUT;
    }
}
