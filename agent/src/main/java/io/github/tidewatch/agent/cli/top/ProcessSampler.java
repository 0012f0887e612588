package io.github.tidewatch.agent.cli.top;

import io.github.tidewatch.accounting.Accounting;
import io.github.tidewatch.accounting.Interval;
import io.github.tidewatch.accounting.Quantity;
import io.github.tidewatch.accounting.Records;
import io.github.tidewatch.accounting.Sampler;
import io.github.tidewatch.accounting.Task;
import io.github.tidewatch.agent.cli.process.TargetProcess;
import io.github.tidewatch.cgroup.Cgroups;
import io.github.tidewatch.procfs.TaskStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a {@link Snapshot} of a process each time that it is asked. Not safe for use by several threads at once. */
final class ProcessSampler {
    private static final double PERCENT = 100;
    private static final double NANOS = 1e9;

    private final TargetProcess process;
    private final Accounting accounting;
    private final Sampler sampler;
    private final JavaNames names;
    private final GroupUse group;
    private final Set<Quantity> known;
    private final Map<Integer, Tally> tallies = new HashMap<>();
    private final byte[] buffer = new byte[1024];
    private final TaskStat stat = new TaskStat();

    private long lastLook;
    private long processCpu;
    private long processTime;

    ProcessSampler(TargetProcess process, Accounting accounting, JavaNames names) {
        this.process = process;
        this.accounting = accounting;
        this.sampler = accounting.sampler();
        this.names = names;
        this.group = new GroupUse(() -> Cgroups.of(Integer.toString(process.pid())));
        this.known = accounting.known();
    }

    /** Begins: the first snapshot is of the time from here on. */
    void open() {
        sampler.open(EnumSet.of(Records.DELAYS, Records.USAGE));
        lastLook = sampler.lastLook();
        processUse(new Snapshot());
        group.open();
    }

    /** Whether short looks at doubtful threads are wanted between snapshots; see {@link Sampler#glance}. */
    boolean wantsGlances() {
        return sampler.wantsGlances();
    }

    void glance() {
        sampler.glance();
    }

    /** What happened since the last one. Waits for names if {@code wait} is set. */
    Snapshot take(boolean wait) throws InterruptedException {
        Snapshot snapshot = new Snapshot();
        sampler.look();
        // At once: what comes after, such as asking for names, can take seconds.
        processUse(snapshot);
        group.read(snapshot);
        tallies.values().forEach(Tally::clear);
        sampler.tellDelays(true, this::delays);
        sampler.tellUsage(this::usage);
        snapshot.time = Instant.now();
        snapshot.length = sampler.lastLook() - lastLook;
        lastLook = sampler.lastLook();
        snapshot.source = accounting.source();
        snapshot.blockIo = known.contains(Quantity.BLOCK_IO_DELAY);
        snapshot.io = known.contains(Quantity.STORAGE_READ_BYTES);
        snapshot.runDelay = known.contains(Quantity.CPU_DELAY);
        dropEnded();
        if (tallies.keySet().stream().anyMatch(tid -> names.name(tid) == null)) {
            names.wanted(wait);
        }
        snapshot.rows = rows(snapshot.length);
        snapshot.total = Row.group("all threads");
        snapshot.rows.forEach(snapshot.total::add);
        snapshot.remark = names.problem() == null ? "" : "names are the kernel's: " + names.problem();
        return snapshot;
    }

    private void delays(Task task, Interval interval) {
        Tally tally = tallies.computeIfAbsent(task.tid(), tid -> new Tally());
        tally.name = task.name();
        tally.length += interval.length();
        tally.user += interval.userTime();
        tally.system += interval.systemTime();
        tally.cpuDelay += interval.cpuDelay();
        tally.blockIo += interval.blockIoDelay();
        tally.wait += interval.waitTime();
        tally.complete &= interval.isComplete();
    }

    private void usage(Task task, Interval interval) {
        Tally tally = tallies.computeIfAbsent(task.tid(), tid -> new Tally());
        tally.name = task.name();
        for (int i = 0; i < USAGE.length; i++) {
            tally.used[i] += interval.change(USAGE[i]);
        }
    }

    private static final Quantity[] USAGE = {
        Quantity.VOLUNTARY_SWITCHES,
        Quantity.INVOLUNTARY_SWITCHES,
        Quantity.MINOR_FAULTS,
        Quantity.MAJOR_FAULTS,
        Quantity.STORAGE_READ_BYTES,
        Quantity.STORAGE_WRITE_BYTES
    };

    /** A thread of which nothing was told is there and held back (it waits, and since when is not known), or gone. */
    private void dropEnded() {
        Set<Integer> there = null;
        for (Map.Entry<Integer, Tally> entry : Map.copyOf(tallies).entrySet()) {
            if (entry.getValue().length == 0) {
                if (there == null) {
                    there = new HashSet<>();
                    for (int tid : process.tids()) {
                        there.add(tid);
                    }
                }
                if (!there.contains(entry.getKey())) {
                    tallies.remove(entry.getKey());
                }
            }
        }
    }

    private List<Row> rows(long length) {
        List<Row> rows = new ArrayList<>(tallies.size());
        tallies.forEach((tid, tally) -> rows.add(tally.row(tid, length)));
        return rows;
    }

    /** CPU time of the process since this was called last, with that of threads that have ended. */
    private void processUse(Snapshot snapshot) {
        long before = processTime;
        processTime = System.nanoTime();
        long ticks = processTicks();
        if (ticks >= 0 && processCpu >= 0) {
            double nanos = (ticks - processCpu) * (double) TaskStat.NANOS_PER_TICK;
            snapshot.processCpu = nanos / (processTime - before) * PERCENT;
        }
        processCpu = ticks;
    }

    private long processTicks() {
        return parse("/proc/" + process.pid() + "/stat") ? stat.userTicks() + stat.systemTicks() : -1;
    }

    /** The state of a thread as {@code /proc} tells it; read of those that are shown only. */
    char state(int tid) {
        return parse("/proc/" + process.pid() + "/task/" + tid + "/stat") ? stat.state() : 'X';
    }

    private boolean parse(String file) {
        try {
            byte[] content = Files.readAllBytes(Path.of(file));
            int length = Math.min(content.length, buffer.length);
            System.arraycopy(content, 0, buffer, 0, length);
            stat.parse(buffer, length);
            return true;
        } catch (IOException | RuntimeException e) {
            return false; // it has ended
        }
    }

    /** What was told of one thread in the interval, and its past. */
    private final class Tally {
        private String name = "";
        private long length;
        private long user;
        private long system;
        private long cpuDelay;
        private long blockIo;
        private long wait;
        private boolean complete = true;
        private final long[] used = new long[USAGE.length];
        private final double[] history = new double[Row.HISTORY];
        private int historyLength;

        void clear() {
            length = 0;
            user = 0;
            system = 0;
            cpuDelay = 0;
            blockIo = 0;
            wait = 0;
            complete = true;
            Arrays.fill(used, 0);
        }

        Row row(int tid, long interval) {
            Row row = new Row();
            row.tid = tid;
            String java = names.name(tid);
            row.name = java == null ? name : java;
            // Nothing told: it waits, and for how long is known only when that has ended.
            double whole = length == 0 ? Double.NaN : length / PERCENT;
            row.user = user / whole;
            row.system = system / whole;
            row.cpuDelay = known.contains(Quantity.CPU_DELAY) ? cpuDelay / whole : 0;
            row.blockIo = known.contains(Quantity.BLOCK_IO_DELAY) && complete ? blockIo / whole : Double.NaN;
            row.wait = wait / whole;
            double seconds = interval / NANOS;
            row.voluntarySwitches = used[0] / seconds;
            row.involuntarySwitches = used[1] / seconds;
            row.minorFaults = used[2] / seconds;
            row.majorFaults = used[3] / seconds;
            row.readBytes = used[4] / seconds;
            row.writeBytes = used[5] / seconds;
            System.arraycopy(history, 1, history, 0, history.length - 1);
            history[history.length - 1] = row.wanting();
            historyLength = Math.min(history.length, historyLength + 1);
            row.history = Arrays.copyOfRange(history, history.length - historyLength, history.length);
            return row;
        }
    }
}
