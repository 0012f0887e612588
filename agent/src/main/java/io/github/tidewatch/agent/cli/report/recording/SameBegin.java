package io.github.tidewatch.agent.cli.report.recording;

import io.github.tidewatch.recording.Chunk;
import io.github.tidewatch.recording.ChunkFile;
import io.github.tidewatch.recording.ChunkRepair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Chunks of two files that began at the same instant: copies of one, or those of two JVMs, as of two that are restored from one
 * snapshot.
 */
final class SameBegin {
    /** What copies of a chunk, finished or not, have in common; two JVMs' have other names, ids and times there. */
    private static final int COMPARED = 1 << 16;

    /** Flight Recorder writes which JVM it is at the begin of a chunk, but threads write meanwhile. */
    private static final int EVENTS_SEARCHED = 100_000;

    private SameBegin() {}

    /**
     * Sees to it that they are not of two JVMs. Of a copy that is damaged, and does not say of which JVM it is, that is taken
     * for granted.
     *
     * @throws IOException if they are; the message names the files
     */
    static void requireOneJvm(ChunkFile file, Chunk chunk, ChunkFile otherFile, Chunk other) throws IOException {
        if (beginOf(file, chunk).equals(beginOf(otherFile, other))) {
            return;
        }
        Optional<String> jvm = jvm(file, chunk);
        Optional<String> otherJvm = jvm.isEmpty() ? jvm : jvm(otherFile, other);
        if (otherJvm.isPresent() && !jvm.equals(otherJvm)) {
            throw RecordedJvms.areDifferent(
                    otherFile.name() + " is of " + otherJvm.get() + "; " + file.name() + " is of " + jvm.get());
        }
    }

    private static ByteBuffer beginOf(ChunkFile file, Chunk chunk) throws IOException {
        long length = Math.min(COMPARED, Math.max(0, chunk.length() - Chunk.HEADER));
        ByteBuffer bytes = ByteBuffer.allocate((int) length);
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
            while (bytes.hasRemaining() && channel.read(bytes, chunk.offset() + Chunk.HEADER + bytes.position()) > 0) {
                // Reads what there is.
            }
        }
        return bytes.flip();
    }

    private static Optional<String> jvm(ChunkFile file, Chunk chunk) throws IOException {
        Path copy = TemporaryFolder.newFile();
        try {
            return ChunkRepair.copy(file.path(), chunk, copy).isPresent() ? jvm(copy) : Optional.empty();
        } catch (ChunkRepair.TargetFailed e) {
            throw new TemporaryFolder.Unusable(e.reason());
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private static Optional<String> jvm(Path file) {
        try (RecordingFile recording = new RecordingFile(file)) {
            for (int i = 0; i < EVENTS_SEARCHED && recording.hasMoreEvents(); i++) {
                RecordedEvent event = recording.readEvent();
                Optional<String> jvm = event.getEventType().getName().equals(RecordedJvms.EVENT)
                        ? RecordedJvms.name(event)
                        : Optional.empty();
                if (jvm.isPresent()) {
                    return jvm;
                }
            }
        } catch (IOException | RuntimeException | Error e) {
            // As wherever the report reads damaged chunks: JFR's parser throws errors too.
        }
        return Optional.empty();
    }
}
