package io.github.tidewatch.agent.cli.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.function.LongConsumer;
import jdk.jfr.EventType;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Takes Tidewatch's events out of recordings and sums them up. For one thread at a time. */
final class EventReader {
    private static final int MOST_THREADS = 20_000;
    private static final int LEAST_THREADS = 500;

    /** For the series of a thread kept apart. */
    private static final long BYTES_PER_THREAD = 7000;

    /** Longer names are cut: nobody reads more, and each thread has one. */
    private static final int LONGEST_NAME = 4000;

    private static final int EVENTS_PER_REPORT = 4096;
    private static final int DELAYS_TO_KNOW_PERIOD = 1000;

    private final ReadOptions options;
    private final ThreadAggregator aggregator;
    private final StatusSummary status = new StatusSummary();
    private final ProcessSums process =
            new ProcessSums("userTime", "systemTime", "unattributedCpuTime", "threadsStarted", "threadsEnded");
    private final ProcessSums overhead = new ProcessSums(
                    "passes",
                    "threadsSampled",
                    "queriesFailed",
                    "repliesLost",
                    "cpuTime",
                    "wallTime",
                    "cpuDelay",
                    "allocatedBytes")
            .andGreatest("stretch", "keptFiles");
    private final IdentityHashMap<EventType, EventSchema> schemas = new IdentityHashMap<>();
    private final ThreadRecord record = new ThreadRecord();
    private final Coverage coverage;
    private final RecordedJvms jvms = new RecordedJvms();
    private Chunk chunk;
    private long latest;
    private long unreadable;
    private long delays;
    private long all;

    EventReader(ReadOptions options, Coverage coverage) {
        this.options = options;
        this.coverage = coverage;
        this.aggregator = new ThreadAggregator(mostThreads(), options.from, options.to, coverage);
    }

    /** Threads kept apart, so that they take a quarter of the heap at most. */
    private static int mostThreads() {
        long room = Runtime.getRuntime().maxMemory() / 4 / BYTES_PER_THREAD;
        return (int) Math.max(LEAST_THREADS, Math.min(MOST_THREADS, room));
    }

    /** Reads the copy of a chunk to its end, reporting the time of an event now and then. */
    void read(Path copy, Chunk of, LongConsumer reached) throws IOException {
        schemas.clear();
        chunk = of;
        latest = of.begin();
        try (RecordingFile recording = new RecordingFile(copy)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                try {
                    take(event, reached);
                } catch (RuntimeException | InternalError e) {
                    unreadable++; // a value refers to what is not there
                }
            }
        } finally {
            status.resolve(); // an event that is kept keeps all constants of its chunk
            chunk = null;
        }
    }

    private void take(RecordedEvent event, LongConsumer reached) {
        if (++all % EVENTS_PER_REPORT == 0) {
            reached.accept(EventSchema.nanos(event.getEndTime()));
        }
        String name = event.getEventType().getName();
        if (name.startsWith("tidewatch.")) {
            add(name, event);
        } else if (name.equals("jdk.DataLoss") && isAskedFor(event)) {
            status.lose(event.getLong("amount"));
        } else if (name.equals("jdk.JVMInformation")) {
            jvms.add(event);
        }
    }

    private void add(String name, RecordedEvent event) {
        switch (name) {
            case "tidewatch.ThreadDelay":
                addRecord(event, ThreadRecord.Kind.DELAY);
                break;
            case "tidewatch.ThreadUsage":
                addRecord(event, ThreadRecord.Kind.USAGE);
                break;
            case "tidewatch.ThreadEnd":
                addRecord(event, ThreadRecord.Kind.END);
                break;
            case "tidewatch.Status":
                status.add(event);
                break;
            case "tidewatch.ProcessUsage":
                if (isAskedFor(event)) {
                    process.add(event);
                }
                break;
            case "tidewatch.Overhead":
                if (isAskedFor(event)) {
                    overhead.add(event);
                }
                break;
            default: // of a later version
        }
    }

    private void addRecord(RecordedEvent event, ThreadRecord.Kind kind) {
        schemas.computeIfAbsent(event.getEventType(), type -> new EventSchema(type, kind))
                .read(event, record);
        add(record);
    }

    /** Takes what one record says; the record may be used again afterwards. */
    void add(ThreadRecord one) {
        if (!one.isSensible()) {
            unreadable++;
            return;
        }
        if (one.kind == ThreadRecord.Kind.DELAY) {
            latest = Math.max(latest, one.end);
            if (chunk != null) {
                coverage.reach(chunk, one.end);
            }
            if (++delays == DELAYS_TO_KNOW_PERIOD) {
                aggregator.widenToPeriod(); // finer buckets than records cost time and show nothing
            }
        }
        if (options.wants(one.name, one.tid)) {
            if (one.name.length() > LONGEST_NAME) {
                int cut = Character.isHighSurrogate(one.name.charAt(LONGEST_NAME - 1)) ? 1 : 0;
                one.name = one.name.substring(0, LONGEST_NAME - cut) + "...";
            }
            aggregator.add(one);
        }
    }

    private boolean isAskedFor(RecordedEvent event) {
        long end = EventSchema.nanos(event.getEndTime());
        return end >= options.from && end <= options.to;
    }

    /** Until when the chunk read last has records. */
    long latest() {
        return latest;
    }

    /** Says how many events make no sense, if there are some. */
    Optional<String> warning() {
        return unreadable == 0
                ? Optional.empty()
                : Optional.of(unreadable + " events make no sense, so they are not counted.");
    }

    RecordedJvms jvms() {
        return jvms;
    }

    ThreadAggregator aggregator() {
        return aggregator;
    }

    StatusSummary status() {
        return status;
    }

    ProcessSums process() {
        return process;
    }

    ProcessSums overhead() {
        return overhead;
    }

    /** How many records say where a thread's time went, whether asked for or not. */
    long delays() {
        return delays;
    }
}
