package io.github.tidewatch.agent.cli.stats;

import io.github.tidewatch.agent.cli.console.Screen;
import io.github.tidewatch.agent.cli.console.Style;
import io.github.tidewatch.agent.cli.console.Text;
import io.github.tidewatch.taskstats.TaskStats;
import io.github.tidewatch.taskstats.TaskStatsField;
import java.io.PrintWriter;
import java.util.List;

/** Every field that the kernel has filled, by its own name and unit. */
final class FullFormat implements StatsFormat {
    private static final int NAME_WIDTH = 28;
    private static final int NUMBER_WIDTH = 20;

    private final Screen screen;

    FullFormat(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void print(List<Query> queries) {
        PrintWriter out = screen.out();
        for (Query query : queries) {
            out.println(screen.styled(Style.BOLD, "=== " + Text.printable(query.title()) + " ==="));
            if (query.stats().isPresent()) {
                print(query.stats().get());
            } else {
                out.println(screen.styled(Style.YELLOW, query.remark()));
            }
        }
    }

    private void print(TaskStats stats) {
        for (Section section : Section.values()) {
            screen.out().println(screen.styled(Style.CYAN, "--- " + section.title + " ---"));
            boolean unknown = section.isDelayAccounted() && !new Delays(stats).areAccounted();
            for (TaskStatsField field : TaskStatsField.values()) {
                if (Section.of(field) == section && stats.has(field)) {
                    String value = unknown ? Text.UNKNOWN : value(stats, field);
                    screen.out()
                            .println(("  " + Text.left(field.kernelName(), NAME_WIDTH)
                                            + Text.right(value, NUMBER_WIDTH)
                                            + unit(field))
                                    .stripTrailing());
                }
            }
        }
    }

    private static String value(TaskStats stats, TaskStatsField field) {
        return field == TaskStatsField.AC_COMM
                ? Text.printable(stats.identity().comm().orElse(""))
                : Long.toString(stats.get(field));
    }

    private static String unit(TaskStatsField field) {
        switch (field.unit()) {
            case NANOSECONDS:
                return " ns";
            case MICROSECONDS:
                return " us";
            case BYTES:
                return " bytes";
            case KIBIBYTES:
                return " KiB";
            case MEGABYTE_MICROSECONDS:
                return " MB-us";
            case SECONDS:
                return " s since 1970";
            case EPOCH_NANOSECONDS:
                return " ns since 1970";
            default:
                return "";
        }
    }

    /** What belongs together. */
    private enum Section {
        TASK("Task"),
        CPU("CPU"),
        MEMORY("Memory"),
        IO("IO"),
        BLOCK_IO("Block Device IO"),
        SWITCHES("Context Switches"),
        CPU_DELAY("CPU Delay"),
        DELAYS("Delays by Delay Accounting");

        private final String title;

        Section(String title) {
            this.title = title;
        }

        boolean isDelayAccounted() {
            return this == DELAYS;
        }

        private static Section of(TaskStatsField field) {
            switch (field) {
                case AC_UTIME:
                case AC_STIME:
                case AC_UTIMESCALED:
                case AC_STIMESCALED:
                case CPU_RUN_REAL_TOTAL:
                case CPU_RUN_VIRTUAL_TOTAL:
                case CPU_SCALED_RUN_REAL_TOTAL:
                    return CPU;
                case COREMEM:
                case VIRTMEM:
                case HIWATER_RSS:
                case HIWATER_VM:
                case AC_MINFLT:
                case AC_MAJFLT:
                    return MEMORY;
                case READ_CHAR:
                case WRITE_CHAR:
                case READ_SYSCALLS:
                case WRITE_SYSCALLS:
                    return IO;
                case READ_BYTES:
                case WRITE_BYTES:
                case CANCELLED_WRITE_BYTES:
                    return BLOCK_IO;
                case NVCSW:
                case NIVCSW:
                    return SWITCHES;
                default:
                    return delaysOrTask(field);
            }
        }

        private static Section delaysOrTask(TaskStatsField field) {
            if (field.name().startsWith("CPU_")) {
                return CPU_DELAY;
            }
            return Delays.isAccounted(field) ? DELAYS : TASK;
        }
    }
}
