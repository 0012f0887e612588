package io.github.tidewatch.agent.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A message of Protocol Buffers as it is on the wire, decoded without its schema. */
public final class ProtoMessage {
    private final Map<Integer, List<Object>> fields = new HashMap<>();

    public ProtoMessage(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            long tag = varint(buffer);
            fields.computeIfAbsent((int) (tag >>> 3), any -> new ArrayList<>()).add(value((int) (tag & 7), buffer));
        }
    }

    private static Object value(int type, ByteBuffer buffer) {
        switch (type) {
            case 0:
                return varint(buffer);
            case 1:
                return buffer.getDouble();
            case 2:
                byte[] bytes = new byte[Math.toIntExact(varint(buffer))];
                buffer.get(bytes);
                return bytes;
            default:
                throw new IllegalArgumentException("wire type " + type);
        }
    }

    private static long varint(ByteBuffer buffer) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = buffer.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("an endless number");
    }

    public boolean has(int field) {
        return fields.containsKey(field);
    }

    /** The last value of a field, 0 where it is absent. */
    public long number(int field) {
        List<Object> all = fields.getOrDefault(field, List.of());
        return all.isEmpty() ? 0 : (Long) all.get(all.size() - 1);
    }

    /** The last value of a field; empty where it is absent. */
    public String text(int field) {
        List<String> all = texts(field);
        return all.isEmpty() ? "" : all.get(all.size() - 1);
    }

    public List<String> texts(int field) {
        return fields.getOrDefault(field, List.of()).stream()
                .map(bytes -> new String((byte[]) bytes, StandardCharsets.UTF_8))
                .collect(Collectors.toList());
    }

    /** The messages of a field. */
    public List<ProtoMessage> messages(int field) {
        return fields.getOrDefault(field, List.of()).stream()
                .map(bytes -> new ProtoMessage((byte[]) bytes))
                .collect(Collectors.toList());
    }

    /** The numbers of a packed field. */
    public List<Long> packed(int field) {
        List<Long> numbers = new ArrayList<>();
        for (Object bytes : fields.getOrDefault(field, List.of())) {
            ByteBuffer buffer = ByteBuffer.wrap((byte[]) bytes);
            while (buffer.hasRemaining()) {
                numbers.add(varint(buffer));
            }
        }
        return numbers;
    }
}
