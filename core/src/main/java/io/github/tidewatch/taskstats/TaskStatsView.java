package io.github.tidewatch.taskstats;

import io.github.tidewatch.linux.TaskName;
import io.github.tidewatch.netlink.MalformedMessageException;
import io.github.tidewatch.taskstats.TaskStatsField.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One {@code struct taskstats} where it lies in memory: reads without copying and without allocating.
 *
 * <p>What the structure's version, its length or its scope does not carry is absent: {@link #has} says so, and
 * {@link #get} throws instead of answering 0. Numbers have the byte order of the buffer, which is the platform's. The
 * layout is the same on all 64-bit platforms, x86-64 and aarch64 among them.
 *
 * <p>Not safe for use by several threads at once. A view that was handed to a {@link StatsReceiver} speaks of another
 * task as soon as the receiver returns.
 */
public final class TaskStatsView {
    private ByteBuffer buffer;
    private int base;
    private int length;
    private int id;
    private int version;
    private Filling filling;
    private TaskStatsLayout layout;

    TaskStatsView() {}

    /**
     * A view of a structure that is not in an answer of the kernel's, such as one that a test made.
     *
     * @param structure the bytes from position to limit
     * @param id the tid, or with {@link TaskScope#GROUP} the tgid
     * @throws MalformedMessageException if the bytes are too few, or of no version that is known
     */
    public static TaskStatsView of(ByteBuffer structure, TaskScope scope, int id) {
        TaskStatsView view = new TaskStatsView();
        int length = structure.remaining();
        view.wrap(structure, structure.position(), length, Filling.of(scope), id, versionIn(structure, length));
        return view;
    }

    /** The version at the start of a structure; 0 if there is none. */
    private static int versionIn(ByteBuffer structure, int length) {
        return length < Short.BYTES ? 0 : structure.getShort(structure.position()) & 0xffff;
    }

    /** A copy of what a view sees, in memory of its own. */
    static TaskStatsView copyOf(TaskStatsView view, byte[] bytes) {
        TaskStatsView copy = new TaskStatsView();
        ByteBuffer structure = ByteBuffer.wrap(bytes).order(view.buffer.order());
        copy.wrap(structure, 0, bytes.length, view.filling, view.id, view.version);
        return copy;
    }

    /**
     * Views another structure.
     *
     * @param knownVersion what to take for the version; not necessarily what the structure says
     */
    void wrap(ByteBuffer structures, int from, int bytes, Filling whatIsFilled, int taskId, int knownVersion) {
        layout = TaskStatsLayout.of(knownVersion, whatIsFilled);
        version = knownVersion;
        buffer = structures;
        base = from;
        length = bytes;
        filling = whatIsFilled;
        id = taskId;
    }

    void refill(Filling whatIsFilled) {
        layout = TaskStatsLayout.of(version, whatIsFilled);
        filling = whatIsFilled;
    }

    /** Whether the structure carries this field. */
    public boolean has(TaskStatsField field) {
        return layout.offset(field, length) >= 0;
    }

    /**
     * The field's number in the field's unit. Unsigned 64-bit numbers are as they are; none of the counters comes near
     * the sign bit.
     *
     * @throws NoSuchElementException if the structure does not carry this field
     * @throws IllegalArgumentException if the field is {@link TaskStatsField#AC_COMM}
     */
    public long get(TaskStatsField field) {
        int offset = layout.offset(field, length);
        if (offset < 0) {
            throw new NoSuchElementException(absent(field));
        }
        int at = base + offset;
        switch (field.kind) {
            case U64:
                return buffer.getLong(at);
            case U32:
                return buffer.getInt(at) & 0xffff_ffffL;
            case U16:
                return buffer.getShort(at) & 0xffff;
            case U8:
                return buffer.get(at) & 0xff;
            case S8:
                return buffer.get(at);
            case TIMESPEC:
                return buffer.getLong(at) * 1_000_000_000 + buffer.getLong(at + 8);
            default:
                throw new IllegalArgumentException(field + " is no number");
        }
    }

    /** A field's number in the field's unit, if the structure carries it. Allocates. */
    OptionalLong find(TaskStatsField field) {
        return has(field) ? OptionalLong.of(get(field)) : OptionalLong.empty();
    }

    /** A time, if the structure carries it; throws if the field is no length of time. Allocates. */
    Optional<Duration> duration(TaskStatsField field) {
        long scale;
        switch (field.unit()) {
            case NANOSECONDS:
                scale = 1;
                break;
            case MICROSECONDS:
                scale = 1000;
                break;
            default:
                throw new IllegalArgumentException(field + " is no length of time");
        }
        return has(field) ? Optional.of(Duration.ofNanos(scale * get(field))) : Optional.empty();
    }

    /**
     * The name of the task. Allocates.
     *
     * @throws NoSuchElementException if the structure does not carry {@link TaskStatsField#AC_COMM}
     */
    public String comm() {
        int offset = layout.offset(TaskStatsField.AC_COMM, length);
        if (offset < 0) {
            throw new NoSuchElementException(absent(TaskStatsField.AC_COMM));
        }
        byte[] bytes = new byte[Kind.TEXT.size];
        int n = 0;
        while (n < bytes.length && buffer.get(base + offset + n) != 0) {
            bytes[n] = buffer.get(base + offset + n);
            n++;
        }
        return TaskName.decode(bytes, 0, n);
    }

    /** The version of the structure; it may be newer than what is known here. */
    public int version() {
        return version;
    }

    /** Whether this is about a thread or a thread group. */
    public TaskScope scope() {
        return filling.scope;
    }

    /** The tid, or with {@link TaskScope#GROUP} the tgid, that the kernel names in its answer. */
    public int id() {
        return id;
    }

    /** The number of bytes of the structure. */
    public int length() {
        return length;
    }

    /** A copy of the structure's bytes. Allocates. */
    public byte[] bytes() {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = buffer.get(base + i);
        }
        return bytes;
    }

    ByteOrder byteOrder() {
        return buffer.order();
    }

    private String absent(TaskStatsField field) {
        return field.kernelName() + " is not in a struct taskstats of version " + version + ", " + length
                + " bytes, scope " + filling;
    }
}
