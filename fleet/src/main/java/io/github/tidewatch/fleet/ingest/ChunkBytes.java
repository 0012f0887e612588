package io.github.tidewatch.fleet.ingest;

import io.github.tidewatch.recording.Chunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names things by what is in them. */
public final class ChunkBytes {
    private static final int BLOCK = 1 << 20;

    private ChunkBytes() {}

    /** Of text. */
    public static String sha256(String text) {
        return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Of a chunk's bytes, as far as the file has them. */
    static String sha256(Path file, Chunk chunk) throws IOException {
        MessageDigest digest = digest();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer block = ByteBuffer.allocate((int) Math.min(BLOCK, chunk.length()));
            for (long done = 0; done < chunk.length(); done += block.limit()) {
                block.clear().limit((int) Math.min(block.capacity(), chunk.length() - done));
                if (channel.read(block, chunk.offset() + done) <= 0) {
                    throw new IOException("it became shorter while it was read");
                }
                digest.update(block.flip());
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
