package io.github.tidewatch.findings;

import io.github.tidewatch.text.Durations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** For how long block devices made requests wait, by cause: what all {@code tidewatch.DiskUse} say together. For one thread at a time. */
public final class DiskTotals {
    private static final String BY_OTHERS = "busy by others";

    /** The causes, as the events name them, with what helps. */
    private static final Map<String, String> REMEDIES = remedies();

    /** A smaller part of the time in which the device was used is not named. */
    private static final double LEAST_SHARE = 0.1;

    private static final int MOST_DEVICES = 64;
    private static final int MOST_NAMED = 2;

    private final Map<String, Map<String, Long>> devices = new LinkedHashMap<>();

    private static Map<String, String> remedies() {
        Map<String, String> remedies = new LinkedHashMap<>();
        remedies.put(
                "this group's limit", "Disk limit: raise it (io.max; v1: blkio.throttle.*), or read and write less.");
        remedies.put(
                BY_OTHERS,
                "Disk busy by others: pidstat -d 1 shows who. Move one of the two, or give this process a larger weight"
                        + " (io.weight; v1: blkio.bfq.weight).");
        remedies.put(
                "busy by this group",
                "Disk busy by this process or its group: read and write less, or on a faster disk.");
        remedies.put("busy", "Disk busy: pidstat -d 1 shows by whom.");
        return remedies;
    }

    /**
     * Adds what one device that the process used did in an interval.
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

    /** Adds all that another has summed up. */
    public void add(DiskTotals other) {
        other.devices.forEach((device, times) -> times.forEach((cause, length) -> add(device, cause, length)));
    }

    /** For which part of the time in which a device was used others kept it busy; of the device of which that is most. */
    public double busyByOthers() {
        return devices.values().stream()
                .mapToDouble(times -> share(times, BY_OTHERS))
                .max()
                .orElse(0);
    }

    /**
     * Such as "Disk vda: this group's limit for 87 % of the 10.00 s in which it was used."; empty if no device made requests wait.
     */
    String sentence() {
        List<String> clauses = new ArrayList<>();
        for (String device : worst()) {
            Map<String, Long> times = devices.get(device);
            StringJoiner causes = new StringJoiner(", ", "Disk " + device + ": ", ".");
            String of = " of the " + Durations.text(sum(times)) + " in which it was used";
            for (String cause : REMEDIES.keySet()) {
                if (share(times, cause) >= LEAST_SHARE) {
                    causes.add(cause + " for " + Texts.percent(share(times, cause)) + of);
                    of = "";
                }
            }
            clauses.add(causes.toString());
        }
        return String.join(" ", clauses);
    }

    /** What to do about each cause that is named, a line for each. */
    List<String> remedyLines() {
        List<String> lines = new ArrayList<>();
        List<String> worst = worst();
        REMEDIES.forEach((cause, remedy) -> {
            if (worst.stream().anyMatch(device -> share(devices.get(device), cause) >= LEAST_SHARE)) {
                lines.add(remedy);
            }
        });
        return lines;
    }

    /** The devices that are named: those that made requests wait longest. */
    private List<String> worst() {
        return devices.keySet().stream()
                .filter(device ->
                        REMEDIES.keySet().stream().anyMatch(cause -> share(devices.get(device), cause) >= LEAST_SHARE))
                .sorted(Comparator.comparingLong((String device) -> waiting(devices.get(device)))
                        .reversed())
                .limit(MOST_NAMED)
                .collect(Collectors.toList());
    }

    private static long waiting(Map<String, Long> times) {
        return sum(times) - times.getOrDefault("", 0L);
    }

    private static long sum(Map<String, Long> times) {
        return times.values().stream().mapToLong(Long::longValue).sum();
    }

    private static double share(Map<String, Long> times, String cause) {
        return times.getOrDefault(cause, 0L) / (double) sum(times);
    }
}
