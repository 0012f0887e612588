package io.github.tidewatch.taskstats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.tidewatch.netlink.MalformedMessageException;
import io.github.tidewatch.netlink.Netlink;
import io.github.tidewatch.netlink.NetlinkAttributes;
import io.github.tidewatch.netlink.NetlinkMessage;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Mutated messages through the parser: only the typed exception, no hang, and no read outside the message, which lies
 * alone in its buffer so that such a read throws.
 *
 * <p>{@code -Dtidewatch.fuzz.messages=10000000 -Dtidewatch.fuzz.seed=1} sets how many, and which.
 */
class ParserFuzzTest {
    private static final List<byte[]> SEEDS = List.of(
            Messages.stats(5, 77, 1234),
            Messages.stats(6, 77, 1234, new StructBytes(8, ByteOrder.nativeOrder()).bytes(1234)),
            Messages.stats(6, 77, 1234, new StructBytes(15, ByteOrder.nativeOrder()).bytes(1234)),
            Messages.stats(6, 77, 1234, new StructBytes(17, ByteOrder.nativeOrder()).bytes(1234)),
            Messages.groupStats(7, 77, 1234),
            Messages.exit(1235, 1234),
            Messages.error(8, 77, 3),
            Messages.error(8, 77, 0),
            Messages.family(9, 77),
            Messages.message(Netlink.NLMSG_DONE, 10, 77, new byte[4]),
            Messages.message(Netlink.NLMSG_OVERRUN, 10, 77, new byte[0]),
            Messages.concat(Messages.stats(5, 77, 1234), Messages.error(6, 77, 1)));

    private final NetlinkMessage message = new NetlinkMessage();
    private final NetlinkAttributes[] levels = new NetlinkAttributes[4];
    private final StatsMessage stats = new StatsMessage();
    private long accepted;
    private long refused;

    ParserFuzzTest() {
        for (int i = 0; i < levels.length; i++) {
            levels[i] = new NetlinkAttributes();
        }
    }

    @Test
    void onlyTheTypedException() {
        // In a thread of its own: half of the messages are refused, and an exception costs what the stack is deep.
        CompletableFuture.runAsync(this::parseMutatedMessages).join();
    }

    private void parseMutatedMessages() {
        long messages = Long.getLong("tidewatch.fuzz.messages", 1_500_000);
        long seed = Long.getLong("tidewatch.fuzz.seed", 20260101);
        SplittableRandom random = new SplittableRandom(seed);
        long start = System.nanoTime();
        for (long i = 0; i < messages; i++) {
            byte[] bytes = mutate(random);
            try {
                parse(bytes);
            } catch (RuntimeException e) {
                throw new AssertionError(
                        "message " + i + " of seed " + seed + ": " + new BigInteger(1, bytes).toString(16), e);
            }
        }
        System.out.printf(
                "%d mutated messages: %d read, %d refused, %d ms%n",
                messages,
                accepted,
                refused,
                Duration.ofNanos(System.nanoTime() - start).toMillis());
        assertThat(accepted).isGreaterThan(messages / 20);
        assertThat(refused).isGreaterThan(messages / 20);
    }

    /** What {@link CoverageGuidedFuzz} began with and what it found. */
    @Test
    void storedInputs() throws IOException, URISyntaxException {
        Path folder = Path.of(ParserFuzzTest.class
                .getResource("CoverageGuidedFuzzInputs/parse")
                .toURI());
        List<Path> inputs;
        try (Stream<Path> files = Files.list(folder)) {
            inputs = files.collect(Collectors.toList());
        }
        assertThat(inputs).hasSizeGreaterThanOrEqualTo(12);
        for (Path input : inputs) {
            assertThatCode(() -> parse(Files.readAllBytes(input)))
                    .as(input.toString())
                    .doesNotThrowAnyException();
        }
    }

    /** Reads all that anybody reads of a message; returns at the first refusal. */
    void parse(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        message.wrap(buffer, 0, bytes.length);
        int steps = 0;
        try {
            while (message.next()) {
                if (++steps > bytes.length / Netlink.HEADER_SIZE) {
                    throw new IllegalStateException("more messages than there is room for");
                }
                message.flags();
                message.sequence();
                message.portId();
                if (message.type() == Netlink.NLMSG_ERROR) {
                    message.errorNumber();
                } else if (message.type() == Messages.FAMILY) {
                    stats.read(message);
                    if (stats.hasThread()) {
                        readAll(stats.thread());
                    }
                    if (stats.hasGroup()) {
                        readAll(stats.group());
                    }
                }
                message.genericAttributes(levels[0]);
                walk(0);
            }
            accepted++;
        } catch (MalformedMessageException e) {
            refused++;
        }
    }

    private void walk(int level) {
        while (levels[level].next()) {
            if (levels[level].length() == Integer.BYTES) {
                levels[level].getInt();
            }
            if (level + 1 < levels.length) {
                levels[level].nested(levels[level + 1]);
                try {
                    walk(level + 1);
                } catch (MalformedMessageException e) {
                    // Content that is no attributes.
                }
            }
        }
    }

    private static void readAll(TaskStatsView view) {
        for (TaskStatsField field : TaskStatsField.values()) {
            if (field == TaskStatsField.AC_COMM) {
                if (view.has(field)) {
                    view.comm();
                }
            } else if (view.has(field)) {
                view.get(field);
            }
        }
    }

    private static byte[] mutate(SplittableRandom random) {
        byte[] bytes = SEEDS.get(random.nextInt(SEEDS.size())).clone();
        for (int mutations = random.nextInt(4); mutations > 0; mutations--) {
            bytes = mutateOnce(random, bytes);
        }
        return bytes;
    }

    private static byte[] mutateOnce(SplittableRandom random, byte[] bytes) {
        if (bytes.length < 2) {
            return bytes;
        }
        // Most of what a parser can get wrong is in the headers at the front.
        int at = random.nextInt(random.nextBoolean() ? Math.min(64, bytes.length) : bytes.length);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        int word = Math.min(at & ~1, bytes.length - 2);
        switch (random.nextInt(8)) {
            case 0: // truncated
                return Arrays.copyOf(bytes, at);
            case 1: // an overrun, or a second message of garbage
                return Messages.concat(bytes, new byte[random.nextInt(40)]);
            case 2: // two messages
                return bytes.length > 4000 ? bytes : Messages.concat(bytes, SEEDS.get(random.nextInt(SEEDS.size())));
            case 3: // a lying length
                buffer.putShort(word, (short) (random.nextBoolean() ? random.nextInt(8) : random.nextInt(1 << 16)));
                return bytes;
            case 4: // a length that is a little off
                buffer.putShort(word, (short) (buffer.getShort(word) + random.nextInt(-8, 9)));
                return bytes;
            case 5: // nested garbage
                for (int i = at; i < Math.min(bytes.length, at + 32); i++) {
                    bytes[i] = (byte) random.nextInt();
                }
                return bytes;
            case 6: // another type
                buffer.putShort(word, (short) random.nextInt(8));
                return bytes;
            default:
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                return bytes;
        }
    }
}
