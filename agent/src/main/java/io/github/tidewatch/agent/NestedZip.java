package io.github.tidewatch.agent;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A zip archive in a file, or stored within such an archive: {@link java.util.zip.ZipFile} opens whole files only. Of the
 * format (APPNOTE.TXT 4.3) it knows what the build writes: neither zip64 nor encryption. Only the archive's directory is
 * held in memory. For any threads at once; what is damaged becomes an {@link IOException}.
 */
final class NestedZip implements Closeable {

    private static final int ENTRY = 0x02014b50;
    private static final int ENTRY_SIZE = 46;
    private static final int ENTRY_METHOD = 10;
    private static final int ENTRY_CRC = 16;
    private static final int ENTRY_PACKED = 20;
    private static final int ENTRY_UNPACKED = 24;
    private static final int ENTRY_NAME_LENGTH = 28;
    private static final int ENTRY_EXTRA_LENGTH = 30;
    private static final int ENTRY_COMMENT_LENGTH = 32;
    private static final int ENTRY_OFFSET = 42;

    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_SIZE = 30;
    private static final int LOCAL_NAME_LENGTH = 26;
    private static final int LOCAL_EXTRA_LENGTH = 28;

    private static final int END = 0x06054b50;
    private static final int END_SIZE = 22;
    private static final int END_COUNT = 10;
    private static final int END_DIRECTORY_SIZE = 12;
    private static final int END_DIRECTORY_OFFSET = 16;
    private static final int END_COMMENT_LENGTH = 20;

    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    /** Deflate makes no more of a byte than this. */
    private static final long MAX_RATIO = 1032;

    private final String name;
    // No channel: one is closed when a thread reads that the application has interrupted.
    private final RandomAccessFile file;
    private final Inflater inflater = new Inflater(true);
    private final long start;
    private final byte[] directory;
    private final int[] entries;
    /** By the hash of its name, the position of each entry in the directory, plus one. */
    private final int[] slots;

    private NestedZip(String name, RandomAccessFile file, long from, long to) throws IOException {
        this.name = name;
        this.file = file;
        byte[] tail = read(Math.max(from, to - END_SIZE - 0xffff), to);
        int end = tail.length - END_SIZE;
        while (end >= 0
                && !(intAt(tail, end) == END
                        && end + END_SIZE + shortAt(tail, end + END_COMMENT_LENGTH) == tail.length)) {
            end--;
        }
        check(end >= 0, "it has no directory");
        long size = intAt(tail, end + END_DIRECTORY_SIZE);
        long position = to - tail.length + end - size;
        start = position - intAt(tail, end + END_DIRECTORY_OFFSET);
        check(start >= from, "its directory is not where it should be");
        directory = read(position, position + size);
        entries = entries(shortAt(tail, end + END_COUNT));
        slots = new int[4 * Integer.highestOneBit(entries.length + 1)];
        for (int entry : entries) {
            int slot = slot(directory, entry + ENTRY_SIZE, shortAt(directory, entry + ENTRY_NAME_LENGTH));
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = entry + 1;
        }
    }

    static NestedZip open(File file) throws IOException {
        RandomAccessFile opened = new RandomAccessFile(file, "r");
        try {
            return new NestedZip(file.toString(), opened, 0, opened.length());
        } catch (Throwable e) {
            opened.close();
            throw e;
        }
    }

    /** The archive that is stored in this one, and is closed with it. */
    NestedZip nested(String entryName) throws IOException {
        int entry = find(entryName);
        if (entry < 0 || shortAt(directory, entry + ENTRY_METHOD) != STORED) {
            throw new IOException(name + " has no uncompressed " + entryName + ", as the jar that was built has it");
        }
        long from = data(entry);
        return new NestedZip(name + ", " + entryName, file, from, from + intAt(directory, entry + ENTRY_PACKED));
    }

    boolean contains(String entryName) {
        return find(entryName) >= 0;
    }

    /** The contents of the entry, or null where there is none of this name. */
    byte[] read(String entryName) throws IOException {
        int entry = find(entryName);
        if (entry < 0) {
            return null;
        }
        int method = shortAt(directory, entry + ENTRY_METHOD);
        long packed = intAt(directory, entry + ENTRY_PACKED);
        long unpacked = intAt(directory, entry + ENTRY_UNPACKED);
        check(unpacked <= Math.min(packed * MAX_RATIO, Integer.MAX_VALUE), entryName);
        check(method == DEFLATED || (method == STORED && packed == unpacked), entryName);
        long from = data(entry);
        byte[] contents = read(from, from + packed);
        if (method == DEFLATED) {
            contents = inflate(contents, (int) unpacked, entryName);
        }
        CRC32 crc = new CRC32();
        crc.update(contents);
        check(crc.getValue() == intAt(directory, entry + ENTRY_CRC), entryName);
        return contents;
    }

    /** The names of all entries, in the archive's order. */
    List<String> names() {
        List<String> names = new ArrayList<>(entries.length);
        for (int entry : entries) {
            names.add(text(entry + ENTRY_SIZE, entry + ENTRY_SIZE + shortAt(directory, entry + ENTRY_NAME_LENGTH)));
        }
        return names;
    }

    /** The folders that have entries, without the slash at the end; one may be there more than once. */
    List<String> folders() {
        List<String> folders = new ArrayList<>();
        int lastFrom = 0;
        int lastTo = 0;
        for (int entry : entries) {
            int from = entry + ENTRY_SIZE;
            int to = from + shortAt(directory, entry + ENTRY_NAME_LENGTH) - 1;
            while (to > from && directory[to] != '/') {
                to--;
            }
            // Mostly that of the one before: not to be made again.
            if (to > from && !Arrays.equals(directory, from, to, directory, lastFrom, lastTo)) {
                folders.add(text(from, to));
                lastFrom = from;
                lastTo = to;
            }
        }
        return folders;
    }

    /** Closes the file. */
    @Override
    public void close() throws IOException {
        file.close();
    }

    private int[] entries(int count) throws IOException {
        int[] positions = new int[count];
        int position = 0;
        for (int i = 0; i < count; i++) {
            positions[i] = position;
            check(position + ENTRY_SIZE <= directory.length && intAt(directory, position) == ENTRY, "its directory");
            position += ENTRY_SIZE
                    + shortAt(directory, position + ENTRY_NAME_LENGTH)
                    + shortAt(directory, position + ENTRY_EXTRA_LENGTH)
                    + shortAt(directory, position + ENTRY_COMMENT_LENGTH);
        }
        check(position == directory.length, "its directory");
        return positions;
    }

    private int find(String entryName) {
        byte[] wanted = entryName.getBytes(StandardCharsets.UTF_8);
        int slot = slot(wanted, 0, wanted.length);
        while (slots[slot] != 0) {
            int from = slots[slot] - 1 + ENTRY_SIZE;
            int length = shortAt(directory, slots[slot] - 1 + ENTRY_NAME_LENGTH);
            if (Arrays.equals(wanted, 0, wanted.length, directory, from, from + length)) {
                return slots[slot] - 1;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return -1;
    }

    /** By a sum that the JVM has native code for: most of this runs before anything is compiled. */
    private int slot(byte[] bytes, int from, int length) {
        CRC32 hash = new CRC32();
        hash.update(bytes, from, length);
        return (int) hash.getValue() & (slots.length - 1);
    }

    private String text(int from, int to) {
        return new String(directory, from, to - from, StandardCharsets.UTF_8);
    }

    /** Where the entry's contents begin. */
    private long data(int entry) throws IOException {
        long local = start + intAt(directory, entry + ENTRY_OFFSET);
        byte[] header = read(local, local + LOCAL_SIZE);
        check(intAt(header, 0) == LOCAL, "an entry is not where it should be");
        return local + LOCAL_SIZE + shortAt(header, LOCAL_NAME_LENGTH) + shortAt(header, LOCAL_EXTRA_LENGTH);
    }

    private byte[] read(long from, long to) throws IOException {
        synchronized (file) {
            check(from >= 0 && to >= from && to <= file.length() && to - from <= Integer.MAX_VALUE, "it is cut");
            byte[] bytes = new byte[(int) (to - from)];
            file.seek(from);
            file.readFully(bytes);
            return bytes;
        }
    }

    private byte[] inflate(byte[] packed, int size, String entryName) throws IOException {
        byte[] contents = new byte[size];
        synchronized (inflater) {
            try {
                inflater.setInput(packed);
                check(inflater.inflate(contents) == size, entryName);
            } catch (DataFormatException e) {
                throw new IOException(name + " is damaged: " + entryName, e);
            } finally {
                inflater.reset();
            }
        }
        return contents;
    }

    private void check(boolean holds, String what) throws IOException {
        if (!holds) {
            throw new IOException(name + " is damaged: " + what);
        }
    }

    private static int shortAt(byte[] bytes, int position) {
        return (bytes[position] & 0xff) | ((bytes[position + 1] & 0xff) << 8);
    }

    private static long intAt(byte[] bytes, int position) {
        return shortAt(bytes, position) | ((long) shortAt(bytes, position + 2) << 16);
    }
}
