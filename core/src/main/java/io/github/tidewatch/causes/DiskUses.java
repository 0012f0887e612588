package io.github.tidewatch.causes;

import io.github.tidewatch.cgroup.Cgroup;
import io.github.tidewatch.cgroup.Cgroups;
import io.github.tidewatch.cgroup.GroupDisks;
import io.github.tidewatch.host.DiskTimes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What block devices did from one reading to the next, and how much of it for the process's control group. Keeps no file open. Not
 * safe for use by several threads at once.
 */
public final class DiskUses {
    private static final double NANOS = 1e9;

    /** The busiest ones; a host may have thousands of devices. */
    private static final int MOST = 16;

    private static final class Reading {
        long time;
        Map<String, DiskTimes> devices = Map.of();
        List<GroupDisks> groups = List.of();
        Cgroups membership;
    }

    private final Path root;
    private final String pid;
    private Reading before;
    private Reading now;

    private DiskUses(Path root, String pid) {
        this.root = root;
        this.pid = pid;
    }

    /** Of a process, by its pid or "self". */
    public static DiskUses of(String pid) {
        return new DiskUses(Path.of("/"), pid);
    }

    /** With another root directory, as a test makes it. */
    static DiskUses of(Path root, String pid) {
        return new DiskUses(root, pid);
    }

    /** Whether the host counts what its devices do. */
    public boolean isAvailable() {
        read(0);
        boolean any = now != null;
        now = null;
        return any;
    }

    /** Whether it is counted what the group does: it is visible, and not the root, which has all of the host's. */
    public boolean hasGroup() {
        return !groups(Cgroups.of(root, pid)).isEmpty();
    }

    /** Of version 1, limits above a group do not hold for it. */
    private static List<Cgroup> groups(Cgroups membership) {
        List<Cgroup> groups = new ArrayList<>(membership.controller("blkio").visible());
        groups.removeIf(group -> group.path().equals("/"));
        return groups.isEmpty() || groups.get(0).version() == 2 ? groups : groups.subList(0, 1);
    }

    /**
     * Reads all.
     *
     * @param time now, by {@link System#nanoTime}
     */
    public void read(long time) {
        Reading reading = new Reading();
        reading.time = time;
        try {
            reading.devices =
                    root.equals(Path.of("/")) ? DiskTimes.read() : DiskTimes.read(root.resolve("proc/diskstats"));
            reading.membership = Cgroups.of(root, pid);
            reading.groups = new ArrayList<>();
            for (Cgroup group : groups(reading.membership)) {
                reading.groups.add(GroupDisks.read(group));
            }
            now = reading.devices.isEmpty() ? null : reading;
        } catch (IOException e) {
            now = null;
        }
    }

    /** The next interval begins with what was read last. */
    public void advance() {
        before = now;
        now = null;
    }

    /**
     * What devices did that the group used in the interval; of a group that is not known, all that did anything. None of an interval
     * in which the process was moved to another group, or something could not be read.
     */
    public List<DiskUse> uses() {
        if (before == null || now == null || !now.membership.isSameAs(before.membership)) {
            return List.of();
        }
        Map<String, DiskUse> busiest = new TreeMap<>();
        now.devices.forEach((device, times) -> {
            DiskTimes since = before.devices.get(device);
            if (since != null && since.name.equals(times.name)) {
                DiskUse use = use(device, since, times);
                if (now.groups.isEmpty() ? use.busyTime > 0 : use.ownBytes > 0) {
                    busiest.put(times.name, use);
                }
            }
        });
        List<DiskUse> uses = new ArrayList<>(busiest.values());
        uses.sort((one, two) -> Long.compare(two.busyTime, one.busyTime));
        return uses.subList(0, Math.min(MOST, uses.size()));
    }

    private DiskUse use(String device, DiskTimes since, DiskTimes times) {
        long length = now.time - before.time;
        long own = now.groups.isEmpty()
                ? -1
                : change(0, device, GroupDisks.READ_BYTES) + change(0, device, GroupDisks.WRITTEN_BYTES);
        return new DiskUse(
                times.name,
                length,
                Math.max(0, times.busy - since.busy),
                Math.max(0, times.requestTime - since.requestTime),
                Math.max(0, times.readBytes - since.readBytes),
                Math.max(0, times.writtenBytes - since.writtenBytes),
                own,
                limitUse(device, length / NANOS));
    }

    private double limitUse(String device, double seconds) {
        double most = 0;
        for (int group = 0; group < now.groups.size(); group++) {
            for (int amount = 0; amount < GroupDisks.AMOUNTS; amount++) {
                long limit = now.groups.get(group).limit(device, amount);
                if (limit > 0 && seconds > 0) {
                    most = Math.max(most, change(group, device, amount) / seconds / limit);
                }
            }
        }
        return most;
    }

    private long change(int group, String device, int amount) {
        return Math.max(
                0,
                now.groups.get(group).used(device, amount)
                        - before.groups.get(group).used(device, amount));
    }
}
