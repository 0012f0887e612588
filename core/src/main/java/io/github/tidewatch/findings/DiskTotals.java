package io.github.tidewatch.findings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** For how long block devices made requests wait, by cause: what all {@code tidewatch.DiskUse} say together. For one thread at a time. */
public final class DiskTotals {
    /** The causes, as the events name them, with what helps. */
    private static final Map<String, String> REMEDIES = remedies();

    /** A smaller part of the time is not named. */
    private static final double LEAST_SHARE = 0.1;

    private static final int MOST_DEVICES = 64;
    private static final int MOST_NAMED = 2;

    private final Map<String, Map<String, Long>> devices = new LinkedHashMap<>();

    private static Map<String, String> remedies() {
        Map<String, String> remedies = new LinkedHashMap<>();
        remedies.put(
                "this group's limit", "Disk limit: raise it (io.max; v1: blkio.throttle.*), or read and write less.");
        remedies.put(
                "busy by others",
                "Disk busy by others: pidstat -d 1 shows who. Move one of the two, or give this process a larger weight"
                        + " (io.weight; v1: blkio.bfq.weight).");
        remedies.put(
                "busy by this group",
                "Disk busy by this process or its group: read and write less, or on a faster disk.");
        remedies.put("busy", "Disk busy: pidstat -d 1 shows by whom.");
        return remedies;
    }

    /**
     * Adds what one device did in an interval.
     *
     * @param cause what made requests wait, as the event names it; of any other the interval counts as one in which none did
     * @param length of the interval, in nanoseconds
     */
    public void add(String device, String cause, long length) {
        if (device == null || length <= 0 || (devices.size() >= MOST_DEVICES && !devices.containsKey(device))) {
            return;
        }
        String known = REMEDIES.containsKey(cause) ? cause : "";
        devices.computeIfAbsent(device, first -> new LinkedHashMap<>()).merge(known, length, Long::sum);
    }

    /** Such as "Disk vda: this group's limit for 87 % of the time."; empty if no device made requests wait. */
    String sentence() {
        List<String> clauses = new ArrayList<>();
        devices.forEach((device, times) -> {
            List<String> causes = new ArrayList<>();
            REMEDIES.keySet().forEach(cause -> {
                if (share(times, cause) >= LEAST_SHARE) {
                    causes.add(cause + " for " + Texts.percent(share(times, cause)) + " of the time");
                }
            });
            if (!causes.isEmpty()) {
                clauses.add("Disk " + device + ": " + String.join(", ", causes) + ".");
            }
        });
        return String.join(" ", clauses.subList(0, Math.min(MOST_NAMED, clauses.size())));
    }

    /** What to do about each cause that is named, a line for each. */
    List<String> remedyLines() {
        List<String> lines = new ArrayList<>();
        REMEDIES.forEach((cause, remedy) -> {
            if (devices.values().stream().anyMatch(times -> share(times, cause) >= LEAST_SHARE)) {
                lines.add(remedy);
            }
        });
        return lines;
    }

    private static double share(Map<String, Long> times, String cause) {
        double all = times.values().stream().mapToLong(Long::longValue).sum();
        return times.getOrDefault(cause, 0L) / all;
    }
}
