package io.github.tidewatch.agent.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Who lost time and to what, in one sentence. */
final class Verdict {
    /** Of the time in which a thread wanted to go on, what it must have lost to be named. */
    private static final double NOTABLE_OF_WANTED = 0.05;

    /** The same of all of its time. */
    private static final double NOTABLE_OF_ALL = 0.01;

    /** From this share of its group's loss on, one thread is named in place of the group. */
    private static final double MOST_OF_GROUP = 0.7;

    private static final int NAME_WIDTH = 60;

    private Verdict() {}

    static String of(Summary summary) {
        List<String> losses = new ArrayList<>();
        for (Part part : Part.values()) {
            if (part.isLoss()) {
                String loss = loss(summary, part);
                if (!loss.isEmpty()) {
                    losses.add(loss);
                }
            }
        }
        String unknown = unknown(summary.time());
        if (losses.isEmpty()) {
            return summary.threadCount() == 0
                    ? "Nothing was recorded of such threads in this time."
                    : "No thread lost much of its time" + known(summary.time()) + unknown + ".";
        }
        return String.join("; ", losses) + unknown + ".";
    }

    private static String loss(Summary summary, Part part) {
        ThreadTally worst = null;
        for (ThreadTally thread : summary.threads()) {
            if (worst == null || thread.time().knownNanos(part) > worst.time().knownNanos(part)) {
                worst = thread;
            }
        }
        Groups.Group group = null;
        for (Groups.Group one : summary.groups().sorted()) {
            if (group == null || one.time().knownNanos(part) > group.time().knownNanos(part)) {
                group = one;
            }
        }
        if (worst == null || group == null) {
            return "";
        }
        boolean one = group.threads() == 1
                || worst.time().knownNanos(part) >= MOST_OF_GROUP * group.time().knownNanos(part);
        TimeSplit time = one ? worst.time() : group.time();
        if (!isNotable(time, part)) {
            return "";
        }
        String who = one ? ThreadNames.bounded(worst.name(), NAME_WIDTH) : group(group);
        return String.format(
                Locale.ROOT,
                "%s lost %s%s of %s time, %s, %s",
                who,
                time.isAtLeast(part) ? "at least " : "",
                Format.percent(time.percent(part)),
                one ? "its" : "their",
                Format.seconds(time.knownNanos(part)),
                part.doing());
    }

    private static String group(Groups.Group group) {
        return ThreadNames.bounded(group.pattern(), NAME_WIDTH) + " (" + group.threads() + " threads)";
    }

    private static boolean isNotable(TimeSplit time, Part part) {
        double lost = time.knownNanos(part);
        return lost > NOTABLE_OF_ALL * time.wall() && lost > NOTABLE_OF_WANTED * (time.lost() + time.onCpu());
    }

    private static String known(TimeSplit time) {
        return " (" + Format.percent(time.percent(Part.CPU_DELAY)) + " to waiting for a CPU, "
                + Format.percent(time.percent(Part.BLOCK_IO)) + " to block I/O)";
    }

    private static String unknown(TimeSplit time) {
        List<String> parts = new ArrayList<>();
        for (Part part : Part.values()) {
            if (part.isLoss() && time.wall() > 0 && !time.isKnown(part)) {
                parts.add(part == Part.CPU_DELAY ? "CPU delay" : "block I/O");
            }
        }
        return parts.isEmpty() ? "" : "; " + String.join(" and ", parts) + " is unknown here";
    }
}
