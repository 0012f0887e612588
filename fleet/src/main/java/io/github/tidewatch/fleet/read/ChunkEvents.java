package io.github.tidewatch.fleet.read;

import io.github.tidewatch.fleet.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Optional;
import jdk.jfr.EventType;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** What the events of one chunk say. For one thread. */
public final class ChunkEvents {
    private final IdentityHashMap<EventType, Optional<RowReader>> readers = new IdentityHashMap<>();
    private final JvmFacts facts = new JvmFacts();
    private long rows;
    private long senseless;
    private String stopped = "";

    private ChunkEvents() {}

    /** That a row could not be kept: not a fault of the recording. */
    private static final class SinkFailed extends RuntimeException {
        private static final long serialVersionUID = 1;

        SinkFailed(IOException cause) {
            super(cause);
        }
    }

    /**
     * Gives all rows of a file with one chunk to the sink; as far as it can be read, never throws for what is in it.
     *
     * @throws IOException if the sink does
     */
    public static ChunkEvents read(Path file, RowSink sink) throws IOException {
        ChunkEvents events = new ChunkEvents();
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                events.take(recording.readEvent(), sink);
            }
        } catch (SinkFailed e) {
            throw (IOException) e.getCause();
        } catch (IOException | RuntimeException | Error e) {
            // JFR's parser throws errors too when bytes are not what they should be; and more memory than there is may
            // be asked for by a length that makes no sense.
            events.stopped = reason(e);
        }
        return events;
    }

    private void take(RecordedEvent event, RowSink sink) {
        try {
            if (!facts.take(event)) {
                Optional<RowReader> reader = readers.computeIfAbsent(event.getEventType(), ChunkEvents::reader);
                if (reader.isPresent()) {
                    add(event, reader.get(), sink);
                }
            }
        } catch (SinkFailed e) {
            throw e;
        } catch (RuntimeException | InternalError e) {
            senseless++; // a value refers to what is not there
        }
    }

    private static Optional<RowReader> reader(EventType type) {
        return Table.of(type.getName()).map(table -> new RowReader(table, type));
    }

    private void add(RecordedEvent event, RowReader reader, RowSink sink) {
        Optional<Row> row = reader.read(event);
        try {
            if (row.isPresent() && sink.add(reader.table(), row.get())) {
                rows++;
            } else {
                senseless++;
            }
        } catch (IOException e) {
            throw new SinkFailed(e);
        }
    }

    private static String reason(Throwable e) {
        String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return text.length() <= 300 ? text : text.substring(0, 300) + "...";
    }

    /** Of which JVM it is, as far as it says so. */
    public JvmFacts facts() {
        return facts;
    }

    /** How many rows it gave. */
    public long rows() {
        return rows;
    }

    /** What of it was not understood, to stand behind the name of the chunk; empty if all was. */
    public String damage() {
        String events = senseless == 0 ? "" : ": " + senseless + " events make no sense and are missing";
        return events + (stopped.isEmpty() ? "" : ": reading stopped (" + stopped + "), what follows is missing");
    }
}
