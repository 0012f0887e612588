package io.github.tidewatch.causes;

import io.github.tidewatch.counters.Quantity;
import io.github.tidewatch.intervals.Interval;
import io.github.tidewatch.intervals.IntervalSink;
import io.github.tidewatch.intervals.SampledThread;
import io.github.tidewatch.intervals.Task;
import io.github.tidewatch.linux.SystemCalls;
import java.io.Closeable;
import java.util.List;
import java.util.Optional;

/**
 * Takes the intervals of all threads between two reads of the {@link HostCounters}, and says of each group of threads that lost
 * time why. In steady state makes no object for a thread. Not safe for use by several threads at once.
 */
public final class CauseAccount implements IntervalSink, Closeable {
    /** A group that lost less than this part of the interval has no record of its own. */
    private static final int WORTH_A_RECORD = 100;

    private static final int MOST_RECORDS = 32;

    /** Some 60 bytes each: of threads beyond these, a group has the sum only. */
    private static final int MOST_THREADS = 1 << 14;

    private final HostCounters host;
    private final ThreadCpus cpus;
    private final DelayedThreads threads = new DelayedThreads();
    private final CauseModel model = new CauseModel();
    private final CpuUses uses = new CpuUses();
    private final CauseGroups groups = new CauseGroups();
    private final DelayCauses causes = new DelayCauses();
    private SampledThread last;
    private int lastIndex;
    private boolean begun;
    private boolean sampled;
    private boolean read;
    private long lastLength;
    private long begunAt;

    CauseAccount(HostCounters host, ThreadCpus cpus) {
        this.host = host;
        this.cpus = cpus;
    }

    /** Of this process. */
    public static CauseAccount ofThisProcess(Optional<SystemCalls> calls) {
        int pid = calls.map(SystemCalls::getpid).orElse(0);
        return new CauseAccount(HostCounters.ofThisProcess(calls), threadCpus(calls, pid, "self"));
    }

    /** Of another process. */
    public static CauseAccount of(int pid, Optional<SystemCalls> calls) {
        String process = String.valueOf(pid);
        return new CauseAccount(HostCounters.of(process), threadCpus(calls, pid, process));
    }

    private static ThreadCpus threadCpus(Optional<SystemCalls> calls, int pid, String process) {
        return new ThreadCpus(new TaskAffinity(calls), pid, "/proc/" + process);
    }

    /** What the host has. */
    public HostCounters host() {
        return host;
    }

    /**
     * To be called with each sample of all threads, with which an interval may end. Reads the host's counters unless the end is
     * not expected yet, since samples for other records may be many: a sample that ends an interval is not older than a
     * quarter of it.
     */
    public void sampled() {
        if (begun) {
            sampled = true;
            read = host.age() >= lastLength / 4 * 3;
            if (read) {
                host.read();
            }
        }
    }

    /** What was is not reported. */
    public void begin() {
        discard();
        begun = true;
        sampled = false;
        lastLength = 0;
        host.open();
        host.read();
        host.advance();
        begunAt = host.begin();
    }

    /** Nothing is reported until it begins again. */
    public void end() {
        begun = false;
        discard();
        host.close();
    }

    private void discard() {
        threads.clear();
        groups.clear();
        last = null;
    }

    @Override
    public void accept(Interval interval) {
        if (!begun) {
            return;
        }
        if (interval.thread() != last) {
            last = interval.thread();
            lastIndex = place((Task) last);
        }
        double part = partSinceBegin(interval);
        threads.onCpu[lastIndex] += (long) ((interval.userTime() + interval.systemTime()) * part);
        threads.delay[lastIndex] += (long) (interval.cpuDelay() * part);
        threads.switches[lastIndex] += interval.change(Quantity.CPU_DELAY_COUNT);
    }

    /** Threads are read one after the other, and the host's counters after all of them: the first interval begins then. */
    private double partSinceBegin(Interval interval) {
        long before = begunAt - interval.begin();
        return before <= 0 ? 1 : Math.max(0, 1 - (double) before / Math.max(1, interval.length()));
    }

    /** Where a thread is among those of the interval. */
    private int place(Task task) {
        ThreadNote note = note(task);
        CauseGroup group = groups.join(task, note);
        if (threads.count < MOST_THREADS) {
            int i = threads.add();
            threads.group[i] = group.index;
            threads.note[i] = note;
            boolean exited = task.counters().areFinal() || task.counters().isGone();
            threads.tid[i] = task.tid();
            threads.directory[i] = exited ? null : task.counters().directory();
            return i;
        }
        if (group.together < 0) {
            group.together = threads.add();
            threads.group[group.together] = group.index;
            threads.members[group.together] = 0;
        }
        threads.members[group.together]++;
        return group.together;
    }

    private static ThreadNote note(Task task) {
        if (!(task.note() instanceof ThreadNote)) {
            task.setNote(new ThreadNote());
        }
        return (ThreadNote) task.note();
    }

    /** Hands what was taken since the last call to a sink, a record for each group, and begins anew. */
    public void emit(DelayCausesSink sink) {
        if (!sampled) {
            return; // not since the last call
        }
        if (!read) {
            host.read();
        }
        sampled = false;
        lastLength = host.length();
        cpus.nextInterval();
        if (threads.count > 0 && lastLength > 0) {
            split(lastLength);
            emitGroups(lastLength, sink);
        }
        host.advance();
        discard();
    }

    private void split(long length) {
        uses.begin(host);
        cpus.read(threads, length / WORTH_A_RECORD);
        setLateApart(length);
        long seen = 0;
        for (int i = 0; i < threads.count; i++) {
            threads.cpus[i] = cpus.of(threads.note[i]);
            uses.addOwn(threads.cpus[i], threads.onCpu[i]);
            seen += threads.onCpu[i];
        }
        uses.addOwn(cpus.of(null), Math.max(0, host.processTime() - seen)); // threads that no sample found
        uses.overlap();
        long throttled = host.throttled();
        model.splitQuota(threads, length, throttled, host.throttledSpan(), host.throttledPeriods(), queues());
        for (int i = 0; i < threads.count; i++) {
            CauseGroup group = groups.present.get(threads.group[i]);
            group.threads += threads.members[i];
            group.onCpu += threads.onCpu[i];
            group.delay += threads.delay[i];
            if (throttled == HostCounters.UNKNOWN) {
                group.parts.unexplained += threads.delay[i];
            } else if (threads.delay[i] > 0) {
                model.split(threads, i, host.hasTimes() ? uses.of(threads.cpus[i]) : null);
                CauseParts parts = model.parts();
                if (!host.hasBandwidth()) { // the event was made without the field
                    parts.unexplained += parts.quota;
                    parts.quota = 0;
                }
                group.parts.add(parts);
            }
        }
    }

    /** What a thread lost before it was identified comes later, with what it lost since: the counters here have no cause of it. */
    private void setLateApart(long length) {
        for (int i = 0; i < threads.count; i++) {
            long late = Math.max(0, threads.delay[i] - length * threads.members[i]);
            threads.delay[i] -= late;
            CauseGroup group = groups.present.get(threads.group[i]);
            group.delay += late;
            group.parts.unexplained += late;
        }
    }

    /** How many CPUs the threads that lost time may use, by what they lost. */
    private int queues() {
        double sum = 0;
        double delay = 0;
        for (int i = 0; i < threads.count; i++) {
            CpuUse use = uses.of(threads.cpus[i]);
            int count = use == null ? cpus.count(threads.cpus[i]) : use.count;
            sum += (double) count * threads.delay[i];
            delay += threads.delay[i];
        }
        return delay == 0 ? 1 : (int) Math.max(1, Math.round(sum / delay));
    }

    private void emitGroups(long length, DelayCausesSink sink) {
        List<CauseGroup> present = groups.present;
        CauseGroup most = present.get(0);
        for (int i = 1; i < present.size(); i++) {
            most = present.get(i).onCpu > most.onCpu ? present.get(i) : most;
        }
        causes.mostCpuGroup = most.name;
        causes.length = length;
        causes.begin = host.begin();
        present.sort((one, two) -> Long.compare(two.delay, one.delay));
        CauseGroup other = groups.other;
        long worth = length / WORTH_A_RECORD;
        int records = 0;
        for (int i = 0; i < present.size(); i++) {
            CauseGroup group = present.get(i);
            if (group != other && group.delay >= worth && records < MOST_RECORDS) {
                records++;
                causes.group = group;
                sink.accept(causes);
            } else if (group != other) {
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
