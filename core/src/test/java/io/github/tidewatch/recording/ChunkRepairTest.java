package io.github.tidewatch.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chunks of checkpoints only, each linked to the one before, as a hostile recording may have them. */
class ChunkRepairTest {
    private static final int CHECKPOINT = 13;
    private static final int METADATA = 3;

    @TempDir
    Path directory;

    private static ByteBuffer header(ByteBuffer chunk, long size, long pools) {
        return chunk.putInt(Chunk.MAGIC)
                .putShort((short) 2)
                .putShort((short) 1)
                .putLong(size)
                .putLong(pools)
                .putLong(Chunk.HEADER)
                .putLong(1)
                .putLong(1)
                .putLong(1)
                .position(Chunk.HEADER);
    }

    /** So many checkpoints behind the metadata. */
    private static ByteBuffer chunk(int checkpoints) {
        int size = Chunk.HEADER + METADATA + checkpoints * CHECKPOINT;
        ByteBuffer chunk = header(ByteBuffer.allocate(size), size, size - CHECKPOINT);
        chunk.put(new byte[] {METADATA, 0, 0});
        for (int i = 0; i < checkpoints; i++) {
            chunk.put(new byte[] {CHECKPOINT, 1, 0, 0});
            putLong(chunk, i == 0 ? 0 : -CHECKPOINT);
        }
        return chunk;
    }

    /** Of nine bytes, whatever its value is. */
    private static void putLong(ByteBuffer to, long value) {
        for (int i = 0; i < 8; i++) {
            to.put((byte) (((value >> (7 * i)) & 0x7f) | 0x80));
        }
        to.put((byte) (value >> 56));
    }

    private boolean isSound(ByteBuffer chunk) throws IOException {
        Path file = write(chunk);
        return ChunkRepair.isSound(file, ChunkFile.scan(file).chunks().get(0));
    }

    private Path write(ByteBuffer all) throws IOException {
        byte[] bytes = new byte[all.capacity()];
        all.clear().get(bytes);
        return Files.write(directory.resolve("chain.jfr"), bytes);
    }

    @Test
    void aChainOfCheckpointsIsFollowedToTheFirstHoweverLongItIs() throws IOException {
        assertThat(isSound(chunk(1))).isTrue();
        assertThat(isSound(chunk(50_000))).isTrue();
    }

    @Test
    void aChainWithALinkToWhatIsNoCheckpointIsNotSound() throws IOException {
        ByteBuffer chunk = chunk(50_000);
        chunk.put(Chunk.HEADER + METADATA + 20_000 * CHECKPOINT + 1, (byte) 7); // its type
        assertThat(isSound(chunk)).isFalse();
    }

    @Test
    void aChainOfMoreCheckpointsThanAnyJvmWritesIsNotKeptInMemory() throws IOException {
        assertThat(isSound(chunk(1_000_001))).isFalse();
    }

    @Test
    void whatIsBehindTheMostChunksOfAFileIsSaidToBeLeftOut() throws IOException {
        int most = 100_000;
        ByteBuffer many = ByteBuffer.allocate((most + 1) * Chunk.HEADER);
        for (int i = 0; i <= most; i++) {
            many.position(i * Chunk.HEADER);
            header(many, Chunk.HEADER, 0);
        }
        ChunkFile file = ChunkFile.scan(write(many));
        assertThat(file.chunks()).hasSize(most);
        assertThat(file.isWhole()).isFalse();
    }
}
