package io.github.tidewatch.agent.cli.top;

import io.github.tidewatch.accounting.Accounting;
import io.github.tidewatch.accounting.RecordSink;
import io.github.tidewatch.accounting.Records;
import io.github.tidewatch.accounting.Sampler;
import io.github.tidewatch.agent.cli.process.TargetProcess;
import io.github.tidewatch.causes.DelayCauses;
import io.github.tidewatch.cgroup.Cgroups;
import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.intervals.Interval;
import io.github.tidewatch.intervals.SampledThread;
import io.github.tidewatch.procfs.TaskStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Makes a {@link Snapshot} of a process each time that it is asked. Not safe for use by several threads at once. */
final class ProcessSampler implements RecordSink {

    private final TargetProcess process;
    private final Accounting accounting;
    private final Sampler sampler;
    private final JavaNames names;
    private final GroupUse group;
    private final Set<Quantity> known;
    private final Set<Records> records;
    private final CauseSum causes;
    private final CurrentWaits waits;
    private final Map<SampledThread, ThreadActivity> activities = new HashMap<>();
    /** Those that were there when names were asked for that are not answered yet. */
    private List<ThreadActivity> awaiting = List.of();

    private final byte[] buffer = new byte[1024];
    private final TaskStat stat = new TaskStat();

    private long previousSample;
    private TimedCount processCpu = TimedCount.UNKNOWN;

    ProcessSampler(TargetProcess process, Accounting accounting, JavaNames names) {
        this.process = process;
        this.accounting = accounting;
        this.sampler = accounting.sampler();
        this.names = names;
        this.group = new GroupUse(() -> Cgroups.of(Integer.toString(process.pid())));
        this.known = accounting.known();
        this.records = EnumSet.of(Records.DELAYS, Records.USAGE);
        if (known.contains(Quantity.CPU_DELAY)) {
            records.add(Records.CAUSES);
        }
        this.waits = CurrentWaits.of(Path.of("/proc/" + process.pid()));
        this.causes = new CauseSum(accounting.hostCounters());
    }

    /** Begins: the first snapshot is of the time from here on. */
    void open() {
        sampler.open(records);
        previousSample = sampler.lastSampleTime();
        processUse(new Snapshot());
        group.open();
    }

    /** Whether rechecks of threads with suspect block I/O are wanted between snapshots; see {@link Sampler#recheckBlockIo}. */
    boolean wantsRecheck() {
        return sampler.needsBlockIoRecheck();
    }

    void recheck() {
        sampler.recheckBlockIo();
    }

    /** What happened since the last one. Waits for names if {@code wait} is set. */
    Snapshot take(boolean wait) throws InterruptedException {
        Snapshot snapshot = new Snapshot();
        sampler.sample();
        // At once: what comes after, such as asking for names, can take seconds.
        processUse(snapshot);
        group.read(snapshot);
        activities.values().forEach(ThreadActivity::clear);
        sampler.emit(records, true, this);
        snapshot.time = Instant.now();
        snapshot.length = sampler.lastSampleTime() - previousSample;
        previousSample = sampler.lastSampleTime();
        snapshot.source = accounting.source();
        snapshot.blockIo = known.contains(Quantity.BLOCK_IO_DELAY);
        snapshot.io = known.contains(Quantity.STORAGE_READ_BYTES);
        snapshot.runDelay = known.contains(Quantity.CPU_DELAY);
        snapshot.causes = records.contains(Records.CAUSES) ? causes.take() : null;
        dropEnded();
        nameThreads(wait);
        snapshot.rows = rows();
        snapshot.total = Row.group("all threads");
        snapshot.rows.forEach(snapshot.total::add);
        snapshot.remark = names.problem() == null ? "" : "names are the kernel's: " + names.problem();
        return snapshot;
    }

    @Override
    public void delays(Interval interval) {
        activity(interval.thread()).add(interval);
    }

    @Override
    public void usage(Interval interval) {
        activity(interval.thread()).addUsage(interval);
    }

    @Override
    public void causes(DelayCauses found) {
        causes.add(found);
    }

    /** By the thread, not by its tid, which a later thread can have. */
    private ThreadActivity activity(SampledThread thread) {
        return activities.computeIfAbsent(thread, first -> new ThreadActivity(first.tid(), known));
    }

    /** A thread of which nothing was reported is there and held back (it waits, and since when is not known), or gone. */
    private void dropEnded() {
        activities.entrySet().removeIf(entry -> entry.getValue().isEmpty() && !sampler.isAlive(entry.getKey()));
    }

    /** A thread dump costs the JVM something: one is asked for only if there are threads that none was asked for. */
    private void nameThreads(boolean wait) throws InterruptedException {
        if (!activities.values().stream().allMatch(ThreadActivity::wasAsked) && names.ask()) {
            awaiting = List.copyOf(activities.values());
        }
        names.answer(wait).ifPresent(answer -> {
            awaiting.forEach(activity -> activity.answered(answer));
            awaiting = List.of();
        });
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>(activities.size());
        activities.values().forEach(activity -> rows.add(activity.row()));
        return rows;
    }

    /** CPU time of the process since this was called last, with that of threads that have ended. */
    private void processUse(Snapshot snapshot) {
        TimedCount before = processCpu;
        processCpu = TimedCount.read(this::processTime);
        snapshot.processCpu = processCpu.percentSince(before);
    }

    private OptionalLong processTime() {
        return parse("/proc/" + process.pid() + "/stat")
                ? OptionalLong.of((stat.userTicks() + stat.systemTicks()) * TaskStat.NANOS_PER_TICK)
                : OptionalLong.empty();
    }

    /** The state of a thread as {@code /proc} shows it, '?' if it does not; read of those that are shown only. */
    char state(int tid) {
        return parse("/proc/" + process.pid() + "/task/" + tid + "/stat") ? stat.state() : '?';
    }

    /** What threads wait for now; read of those that are shown only. */
    CurrentWaits waits() {
        return waits;
    }

    private boolean parse(String file) {
        try {
            byte[] content = Files.readAllBytes(Path.of(file));
            int length = Math.min(content.length, buffer.length);
            System.arraycopy(content, 0, buffer, 0, length);
            stat.parse(buffer, length);
            return true;
        } catch (IOException | RuntimeException e) {
            return false; // it has ended, or there is no descriptor
        }
    }
}
