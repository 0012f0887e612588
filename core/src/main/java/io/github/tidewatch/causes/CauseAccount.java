package io.github.tidewatch.causes;

import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.host.CpuSet;
import io.github.tidewatch.intervals.Interval;
import io.github.tidewatch.intervals.IntervalSink;
import io.github.tidewatch.intervals.SampledThread;
import io.github.tidewatch.intervals.Task;
import io.github.tidewatch.metrics.ThreadGroups;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes the intervals of all threads between two reads of the {@link HostCounters}, and says of each group of threads that lost
 * time why. In steady state makes no object for a thread. Not safe for use by several threads at once.
 */
public final class CauseAccount implements IntervalSink, Closeable {
    /** A group that lost less than this part of the interval has no record of its own. */
    private static final int WORTH_A_RECORD = 100;

    private static final int MOST_RECORDS = 32;
    private static final int MOST_GROUPS = 512;
    private static final String OTHER = "other";

    private final HostCounters host;
    private final ThreadCpus cpus;
    private final DelayedThreads threads = new DelayedThreads();
    private final CauseModel model = new CauseModel();
    private final CpuUses uses = new CpuUses();
    private final Map<String, CauseGroup> byName = new HashMap<>();
    private final List<CauseGroup> groups = new ArrayList<>();
    private final CauseGroup other = new CauseGroup(OTHER);
    private final DelayCauses causes = new DelayCauses();
    private SampledThread last;
    private int lastIndex;
    private boolean begun;

    private CauseAccount(HostCounters host, ThreadCpus cpus) {
        this.host = host;
        this.cpus = cpus;
    }

    /** Of a process, by its pid. */
    public static CauseAccount of(String process, int pid) {
        return new CauseAccount(HostCounters.of(process), new ThreadCpus("/proc/" + process, pid));
    }

    /** What the host has. */
    public HostCounters host() {
        return host;
    }

    /** Reads the host's counters: to be called with each sample of all threads, with which an interval may end. */
    public void sampled() {
        host.read();
    }

    /** What was is not reported. */
    public void begin() {
        discard();
        begun = true;
        host.read();
        host.advance();
    }

    /** Nothing is reported until it begins again. */
    public void end() {
        begun = false;
        discard();
    }

    private void discard() {
        threads.clear();
        for (int i = 0; i < groups.size(); i++) {
            groups.get(i).clear();
        }
        groups.clear();
        last = null;
    }

    @Override
    public void accept(Interval interval) {
        if (!begun) {
            return;
        }
        SampledThread thread = interval.thread();
        if (thread != last) {
            last = thread;
            lastIndex = threads.add();
            threads.group[lastIndex] = join(note(thread));
        }
        threads.onCpu[lastIndex] += interval.userTime() + interval.systemTime();
        threads.delay[lastIndex] += interval.cpuDelay();
        threads.switches[lastIndex] += interval.change(Quantity.CPU_DELAY_COUNT);
    }

    private ThreadNote note(SampledThread thread) {
        Task task = (Task) thread;
        if (!(task.note() instanceof ThreadNote)) {
            task.setNote(new ThreadNote());
        }
        ThreadNote note = (ThreadNote) task.note();
        threads.note[lastIndex] = note;
        threads.tid[lastIndex] = task.tid();
        return note;
    }

    /** The place of the thread's group among those of this interval. */
    private int join(ThreadNote note) {
        String name = last.name();
        if (!name.equals(note.name)) {
            note.name = name;
            note.group = group(name);
        }
        CauseGroup group = note.group;
        if (group.index < 0) {
            group.index = groups.size();
            groups.add(group);
        }
        return group.index;
    }

    private CauseGroup group(String threadName) {
        String name = ThreadGroups.of(threadName);
        CauseGroup known = byName.get(name);
        if (known != null) {
            return known;
        }
        if (byName.size() >= MOST_GROUPS) {
            byName.clear(); // threads that know theirs keep it, as long as they live
        }
        CauseGroup made = new CauseGroup(name);
        byName.put(name, made);
        return made;
    }

    /** Hands what was taken since the last call to a sink, a record for each group, and begins anew. */
    public void emit(DelayCausesSink sink) {
        long length = host.length();
        if (length == 0) {
            return; // no sample since
        }
        cpus.nextInterval();
        if (begun && threads.count > 0) {
            split(length);
            emitGroups(length, sink);
        }
        host.advance();
        discard();
    }

    private void split(long length) {
        long worth = length / WORTH_A_RECORD;
        uses.begin(host);
        for (int i = 0; i < threads.count; i++) {
            boolean matters = threads.onCpu[i] + threads.delay[i] >= worth;
            threads.cpus[i] = matters ? cpus.of(threads.tid[i], threads.note[i]) : cpus.ofProcess();
            uses.addOwn(threads.cpus[i], threads.onCpu[i]);
        }
        uses.overlap();
        model.splitQuota(threads, length, host.throttled(), host.throttledSpan(), host.throttledPeriods(), queues());
        for (int i = 0; i < threads.count; i++) {
            CauseGroup group = groups.get(threads.group[i]);
            group.threads++;
            group.onCpu += threads.onCpu[i];
            group.delay += threads.delay[i];
            if (threads.delay[i] > 0) {
                model.split(threads, i, uses.of(threads.cpus[i]));
                group.parts.add(model.parts());
            }
        }
    }

    /** How many CPUs the threads that lost time may use, by what they lost. */
    private int queues() {
        double sum = 0;
        double delay = 0;
        for (int i = 0; i < threads.count; i++) {
            CpuSet set = threads.cpus[i];
            int count = set == null ? Runtime.getRuntime().availableProcessors() : set.count();
            sum += (double) count * threads.delay[i];
            delay += threads.delay[i];
        }
        return delay == 0 ? 1 : (int) Math.max(1, Math.round(sum / delay));
    }

    private void emitGroups(long length, DelayCausesSink sink) {
        CauseGroup most = groups.get(0);
        for (int i = 1; i < groups.size(); i++) {
            most = groups.get(i).onCpu > most.onCpu ? groups.get(i) : most;
        }
        causes.mostCpuGroup = most.name;
        causes.length = length;
        causes.begin = host.begin();
        other.clear();
        groups.sort((one, two) -> Long.compare(two.delay, one.delay));
        long worth = length / WORTH_A_RECORD;
        for (int i = 0; i < groups.size(); i++) {
            CauseGroup group = groups.get(i);
            if (group.delay >= worth && i < MOST_RECORDS) {
                causes.group = group;
                sink.accept(causes);
            } else {
                other.add(group);
            }
        }
        if (other.delay >= worth) {
            causes.group = other;
            sink.accept(causes);
        }
        causes.group = null;
    }

    @Override
    public void close() {
        host.close();
    }
}
