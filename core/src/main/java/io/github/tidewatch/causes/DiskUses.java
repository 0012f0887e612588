package io.github.tidewatch.causes;

import io.github.tidewatch.cgroup.Cgroup;
import io.github.tidewatch.cgroup.Cgroups;
import io.github.tidewatch.cgroup.ControllerGroups;
import io.github.tidewatch.cgroup.GroupDisks;
import io.github.tidewatch.cgroup.GroupMembership;
import io.github.tidewatch.host.DiskTimes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What block devices did from one reading to the next, and how much of it for the process's control group. Keeps one file open
 * from the first reading to {@link #close}. Not safe for use by several threads at once.
 */
public final class DiskUses implements Closeable {
    /** A limit is handed out in slices of 0.1 s: of a shorter interval the part of it that was used says little. */
    public static final long SHORTEST_NANOS = 500_000_000;

    private static final double NANOS = 1e9;

    /** So long after the group used it a device is followed on: one that hangs ends no request. */
    private static final long LAST_USED_NANOS = 60_000_000_000L;

    /** The busiest ones; a host may have thousands of devices. */
    private static final int MOST = 16;

    /** After so many readings mounts and groups are looked for again. */
    private static final int REFRESH = 30;

    private static final class Reading {
        long time;
        Map<String, DiskTimes> devices = Map.of();
        Cgroups membership;

        /** By directory: the nearest that counts, and those above it. */
        final Map<Path, GroupDisks> groups = new LinkedHashMap<>();

        final Map<Path, GroupDisks> others = new HashMap<>();

        /** Whether both count the same. */
        boolean isSameAs(Reading other) {
            return membership.isSameAs(other.membership)
                    && List.copyOf(groups.keySet()).equals(List.copyOf(other.groups.keySet()));
        }
    }

    private final Path root;
    private final String pid;
    private final Map<String, Long> lastUsed = new HashMap<>();
    private final GroupMembership place;
    private Cgroups membership;
    private List<Cgroup> groups = List.of();
    private List<Cgroup> beside = List.of();
    private int readings;
    private Reading before;
    private Reading now;

    private DiskUses(Path root, String pid) {
        this.root = root;
        this.pid = pid;
        this.place = GroupMembership.of(root, pid);
    }

    /** Of a process, by its pid or "self". */
    public static DiskUses of(String pid) {
        return new DiskUses(Path.of("/"), pid);
    }

    /** With another root directory, as a test makes it. */
    public static DiskUses of(Path root, String pid) {
        return new DiskUses(root, pid);
    }

    /** Whether the host counts what its devices do. */
    public boolean isAvailable() {
        try {
            return !devices(true).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether it is counted what the process's group does, or one above it but the root, which has all of the host's. */
    public boolean hasGroup() {
        return countedGroup().isPresent();
    }

    /** The process's group, or the nearest above it for which it is counted what it does. */
    Optional<Cgroup> countedGroup() {
        return groups(Cgroups.of(root, pid).controller("blkio")).stream()
                .filter(GroupDisks::isCounted)
                .findFirst();
    }

    /** Of version 1, limits above a group do not hold for it. */
    private static List<Cgroup> groups(ControllerGroups all) {
        List<Cgroup> groups = all.belowRoot();
        return groups.isEmpty() || groups.get(0).version() == 2 ? groups : groups.subList(0, 1);
    }

    /** What stands there is asked for now and then, which takes as long as reading it. */
    private Map<String, DiskTimes> devices(boolean isKernels) throws IOException {
        return isKernels && root.equals(Path.of("/"))
                ? DiskTimes.read()
                : DiskTimes.read(root.resolve("proc/diskstats"));
    }

    /**
     * Reads all.
     *
     * @param time now, by {@link System#nanoTime}
     */
    public void read(long time) {
        boolean refresh = readings++ % REFRESH == 0;
        Reading reading = new Reading();
        reading.time = time;
        try {
            reading.devices = devices(refresh);
            findGroups(refresh);
            reading.membership = membership;
            groups.forEach(
                    group -> GroupDisks.read(group).ifPresent(disks -> reading.groups.put(group.directory(), disks)));
            beside.forEach(group ->
                    GroupDisks.readBytes(group).ifPresent(disks -> reading.others.put(group.directory(), disks)));
            now = reading.devices.isEmpty() ? null : reading;
        } catch (IOException e) {
            now = null;
        }
    }

    private void findGroups(boolean refresh) {
        boolean moved = place.hasMoved();
        if (moved || refresh || membership == null || !membership.isReadable()) {
            Cgroups found = place.groups();
            if (membership == null || refresh || !found.isSameAs(membership)) {
                ControllerGroups all = found.controller("blkio");
                groups = groups(all);
                beside = all.besideOutermost();
            }
            membership = found;
        }
    }

    /** Closes what it has opened; it is opened again when needed. */
    @Override
    public void close() {
        place.close();
    }

    /** The next interval begins with what was read last. */
    public void advance() {
        before = now;
        now = null;
    }

    /**
     * What devices did that the group used in the interval, or not long before it while they had requests; of a group that is not
     * known, all whole devices that did anything. None of an interval in which the process was moved to another group, or something
     * could not be read.
     */
    public List<DiskUse> uses() {
        if (before == null || now == null || !now.isSameAs(before)) {
            lastUsed.clear();
            return List.of();
        }
        long follow = Math.max(LAST_USED_NANOS, now.time - before.time);
        lastUsed.values().removeIf(used -> now.time - used > follow);
        Map<String, DiskUse> busiest = new TreeMap<>();
        now.devices.forEach((device, times) -> {
            DiskTimes earlier = before.devices.get(device);
            DiskTimes since = earlier == null ? null : times.since(earlier);
            if (since != null) {
                DiskUse use = use(device, since);
                if (isWanted(device, use)) {
                    busiest.put(times.name, use);
                }
            }
        });
        List<DiskUse> uses = new ArrayList<>(busiest.values());
        uses.sort((one, two) -> Long.compare(two.busyTime, one.busyTime));
        return uses.subList(0, Math.min(MOST, uses.size()));
    }

    private boolean isWanted(String device, DiskUse use) {
        if (now.groups.isEmpty()) {
            return use.didAnything() && !Files.exists(root.resolve("sys/dev/block/" + device + "/partition"));
        }
        if (use.ownBytes > 0) {
            lastUsed.put(device, now.time);
            return true;
        }
        return use.didAnything() && lastUsed.containsKey(device);
    }

    private DiskUse use(String device, DiskTimes since) {
        long length = now.time - before.time;
        return new DiskUse(
                since.name,
                length,
                since.hangs() ? length : since.busy,
                since.requestTime,
                since.readBytes,
                since.writtenBytes,
                ownBytes(device),
                othersBytes(device),
                limitUse(device, length / NANOS));
    }

    private long ownBytes(String device) {
        return now.groups.isEmpty()
                ? -1
                : bytes(
                        before.groups,
                        now.groups,
                        now.groups.keySet().iterator().next(),
                        device);
    }

    /** Of the outermost group all but the own, and of those beside it. */
    private long othersBytes(String device) {
        long bytes = 0;
        for (Path group : now.groups.keySet()) {
            bytes = bytes(before.groups, now.groups, group, device); // the last is the outermost
        }
        bytes = Math.max(0, bytes - Math.max(0, ownBytes(device)));
        for (Path group : now.others.keySet()) {
            if (before.others.containsKey(group)) {
                bytes += bytes(before.others, now.others, group, device);
            }
        }
        return bytes;
    }

    private static long bytes(Map<Path, GroupDisks> from, Map<Path, GroupDisks> to, Path group, String device) {
        return change(from.get(group), to.get(group), device, GroupDisks.READ_BYTES)
                + change(from.get(group), to.get(group), device, GroupDisks.WRITTEN_BYTES);
    }

    private double limitUse(String device, double seconds) {
        double most = 0;
        for (Map.Entry<Path, GroupDisks> group : now.groups.entrySet()) {
            for (int amount = 0; amount < GroupDisks.AMOUNTS; amount++) {
                long limit = group.getValue().limit(device, amount);
                if (limit > 0 && seconds > 0) {
                    long used = change(before.groups.get(group.getKey()), group.getValue(), device, amount);
                    most = Math.max(most, used / seconds / limit);
                }
            }
        }
        return most;
    }

    private static long change(GroupDisks from, GroupDisks to, String device, int amount) {
        return Math.max(0, to.used(device, amount) - from.used(device, amount));
    }
}
