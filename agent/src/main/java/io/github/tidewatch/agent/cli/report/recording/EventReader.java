package io.github.tidewatch.agent.cli.report.recording;

import io.github.tidewatch.agent.cli.report.model.RecordedSums;
import io.github.tidewatch.agent.cli.report.model.ThreadRecord;
import io.github.tidewatch.recording.Chunk;
import io.github.tidewatch.timeline.CauseRecord;
import io.github.tidewatch.timeline.RecordedTimes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import jdk.jfr.EventType;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Takes Tidewatch's events out of recordings and sums them up. For one thread at a time. */
final class EventReader {
    private static final int EVENTS_PER_REPORT = 4096;

    private static final String DELAY = "tidewatch.ThreadDelay";
    private static final String LOST_NAME = "(lost name)";

    /** Of these there is one at the begin of each chunk, for all of it. */
    private static final Set<String> OF_THE_HOST = Set.of("jdk.CPUInformation", "jdk.ContainerConfiguration");

    private final RecordedSums sums;
    private final Consumer<RecordedEvent> reader;
    private final IdentityHashMap<EventType, EventSchema> schemas = new IdentityHashMap<>();
    private final ThreadRecord record = new ThreadRecord();
    private final CauseRecord cause = new CauseRecord();
    private final RecordedJvms jvms = new RecordedJvms();
    private final StopEvents stops;
    private final WaitEvents waits = new WaitEvents();
    private Chunk chunk;
    private long latest;
    private long unreadable;
    private long lostNames;
    private long all;

    /** Sums events up. */
    EventReader(RecordedSums sums) {
        this(sums, null, false);
    }

    /** Gives events to another reader in place of summing them up. */
    EventReader(RecordedSums sums, Consumer<RecordedEvent> reader) {
        this(sums, reader, false);
    }

    /** Gives events to another reader, if there is one, and sums them up if there is none or it is asked for. */
    EventReader(RecordedSums sums, Consumer<RecordedEvent> reader, boolean andSums) {
        this.sums = sums;
        this.reader = reader == null ? this::sumUp : andSums ? summing(reader) : reaching(reader);
        this.stops = new StopEvents(sums.stops());
    }

    /** Reads the copy of a chunk to its end, reporting the time of an event now and then. */
    void read(Path copy, Chunk of, LongConsumer reached) throws IOException {
        schemas.clear();
        chunk = of;
        latest = of.begin();
        try (RecordingFile recording = new RecordingFile(copy)) {
            stops.settings(recording);
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                try {
                    take(event, reached);
                } catch (RuntimeException | InternalError e) {
                    unreadable++; // a value refers to what is not there
                }
            }
        } finally {
            sums.status().resolve(); // an event that is kept keeps all constants of its chunk
            waits.clear();
            chunk = null;
        }
    }

    private void take(RecordedEvent event, LongConsumer reached) {
        if (++all % EVENTS_PER_REPORT == 0) {
            reached.accept(RecordedTimes.nanos(event.getEndTime()));
        }
        if (event.getEventType().getName().equals(RecordedJvms.EVENT)) {
            jvms.add(event);
            if (jvms.started() != null) {
                sums.host().started(RecordedTimes.nanos(jvms.started()));
            }
        } else {
            reader.accept(event);
        }
    }

    private Consumer<RecordedEvent> summing(Consumer<RecordedEvent> other) {
        return event -> {
            sumUp(event);
            other.accept(event);
        };
    }

    /** Notes how far the chunk reaches, as it is noted of records that are summed up. */
    private Consumer<RecordedEvent> reaching(Consumer<RecordedEvent> other) {
        return event -> {
            other.accept(event);
            boolean later = RecordedTimes.nanos(event.getEndTime()) > latest;
            if (later && event.getEventType().getName().equals(DELAY)) {
                read(event, ThreadRecord.Kind.DELAY);
                if (record.isSensible()) {
                    reach(record.end);
                }
            }
        };
    }

    private void reach(long end) {
        latest = Math.max(latest, end);
        sums.coverage().reach(chunk, end);
    }

    private void sumUp(RecordedEvent event) {
        String name = event.getEventType().getName();
        if (name.startsWith("tidewatch.")) {
            add(name, event);
        } else if (name.equals("jdk.DataLoss") && isAskedFor(event)) {
            sums.status().lose(event.getLong("amount"));
        } else if (OF_THE_HOST.contains(name) || (name.equals("jdk.CPULoad") && isAskedFor(event))) {
            sums.host().add(event, RecordedTimes.nanos(event.getEndTime()));
        } else if (WaitEvents.has(name)) {
            if (waits.read(name, event, record)) {
                add(record);
            }
        } else if (name.equals(WaitEvents.DUMP)) {
            WaitEvents.readDump(event, record, this::add);
        } else if (StopEvents.NAMES.contains(name)) {
            unreadable += stops.add(name, event) ? 0 : 1;
        }
    }

    private void addCauses(RecordedEvent event) {
        CauseEvents.read(event, cause);
        if (cause.threadGroup == null) { // unknown, but what is said of it is not: it counts among all
            cause.threadGroup = LOST_NAME;
            lostNames++;
        }
        unreadable += sums.causes().add(cause) ? 0 : 1;
    }

    /** Where it is not known what the process's group did, a device may be one that it never touched. */
    private void addDisk(RecordedEvent event) {
        if (event.hasField("ownBytes")) {
            long end = RecordedTimes.nanos(event.getEndTime());
            long begin = end - event.getLong("interval");
            unreadable += sums.disks().add(event.getString("device"), event.getString("cause"), begin, end) ? 0 : 1;
        }
    }

    private void addProcess(RecordedEvent event) {
        if (isAskedFor(event)) {
            sums.process().add(event);
        }
    }

    private void add(String name, RecordedEvent event) {
        switch (name) {
            case DELAY:
                addRecord(event, ThreadRecord.Kind.DELAY);
                break;
            case "tidewatch.ThreadUsage":
                addRecord(event, ThreadRecord.Kind.USAGE);
                break;
            case "tidewatch.ThreadEnd":
                addRecord(event, ThreadRecord.Kind.END);
                break;
            case "tidewatch.Status":
            case "tidewatch.Starting":
                sums.status().add(event);
                break;
            case "tidewatch.ProcessUsage":
                addProcess(event);
                break;
            case "tidewatch.DelayCause":
                addCauses(event);
                break;
            case "tidewatch.DiskUse":
                addDisk(event);
                break;
            case "tidewatch.HostCpu":
            case "tidewatch.CpuThrottling":
                sums.host().add(event, RecordedTimes.nanos(event.getEndTime()));
                break;
            case "tidewatch.Overhead":
                if (isAskedFor(event)) {
                    sums.overhead().add(event);
                }
                break;
            default:
                addVirtual(name, event);
        }
    }

    private void addVirtual(String name, RecordedEvent event) {
        if (name.equals("tidewatch.VirtualThreadScheduler")) {
            unreadable += sums.virtualThreads().add(event, RecordedTimes.nanos(event.getEndTime())) ? 0 : 1;
        } else if (name.equals("tidewatch.VirtualThreadGroup") && isAskedFor(event)) {
            unreadable += sums.endedVirtualThreads().add(event) ? 0 : 1;
        } // else of a later version
    }

    private void addRecord(RecordedEvent event, ThreadRecord.Kind kind) {
        read(event, kind);
        add(record);
    }

    private void read(RecordedEvent event, ThreadRecord.Kind kind) {
        schemas.computeIfAbsent(event.getEventType(), type -> new EventSchema(type, kind))
                .read(event, record);
    }

    private void add(ThreadRecord one) {
        if (!one.isSensible()) {
            unreadable++;
            return;
        }
        if (one.kind == ThreadRecord.Kind.DELAY) {
            reach(one.end);
        }
        sums.add(one);
    }

    private boolean isAskedFor(RecordedEvent event) {
        long end = RecordedTimes.nanos(event.getEndTime());
        return end >= sums.options().from && end <= sums.options().to;
    }

    /** Until when the chunk read last has records. */
    long latest() {
        return latest;
    }

    /** Says how many events make no sense or lack a name, if there are some. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (unreadable > 0) {
            warnings.add(unreadable + " events make no sense, so they are not counted.");
        }
        if (lostNames > 0) {
            warnings.add("JFR has lost the name of the group of " + lostNames
                    + " DelayCause records, as it may before JDK 21"
                    + " when a chunk begins: they count for all threads together only.");
        }
        return warnings;
    }

    RecordedJvms jvms() {
        return jvms;
    }
}
