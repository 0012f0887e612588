package io.github.tidewatch.procfs;

/** Walks over the numbers and words in the bytes of a file of {@code /proc}; makes no objects but itself. */
final class Fields {
    private byte[] bytes;
    private int end;
    private int position;

    /** Goes to the fields of {@code content} from {@code from} on. */
    Fields over(byte[] content, int from, int until) {
        bytes = content;
        position = from;
        end = until;
        return this;
    }

    /** The fields from {@code position} on. Allocates. */
    static Fields of(byte[] bytes, int position, int end) {
        return new Fields().over(bytes, position, end);
    }

    /** The decimal number that comes next, which may have a minus sign. */
    long number() {
        skipSpace();
        boolean negative = position < end && bytes[position] == '-';
        if (negative) {
            position++;
        }
        int first = position;
        long value = 0;
        while (position < end && bytes[position] >= '0' && bytes[position] <= '9') {
            value = value * 10 + (bytes[position] - '0');
            position++;
        }
        if (position == first) {
            throw new ProcFormatException("a number", bytes, position, end);
        }
        return negative ? -value : value;
    }

    /** The hexadecimal number with a leading 0x that comes next, of 64 bits. */
    long hexadecimal() {
        skipSpace();
        if (position + 2 >= end || bytes[position] != '0' || bytes[position + 1] != 'x') {
            throw new ProcFormatException("0x", bytes, position, end);
        }
        position += 2;
        int first = position;
        long value = 0;
        for (int digit; position < end && (digit = Character.digit(bytes[position], 16)) >= 0; position++) {
            value = value << 4 | digit;
        }
        if (position == first) {
            throw new ProcFormatException("a hexadecimal number", bytes, position, end);
        }
        return value;
    }

    /** The character that comes next after white space. */
    char letter() {
        skipSpace();
        if (position == end) {
            throw new ProcFormatException("a letter", bytes, position, end);
        }
        return (char) bytes[position++];
    }

    void skip(int fields) {
        for (int i = 0; i < fields; i++) {
            skipSpace();
            if (position == end) {
                throw new ProcFormatException("a field", bytes, position, end);
            }
            while (position < end && !isSpace(bytes[position])) {
                position++;
            }
        }
    }

    private void skipSpace() {
        while (position < end && isSpace(bytes[position])) {
            position++;
        }
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\t';
    }
}
