package io.github.tidewatch.agent.virtual;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;

/**
 * Gives classes of a class file other names, wherever it names them: in the texts of its constant pool (JVMS 4.4). Byte Buddy's
 * ASM does so only with a part of it that is with what weaves spans.
 */
final class RenamedClass {
    private static final int UTF8 = 1;
    private static final int METHOD_HANDLE = 15;

    /** Takes two places. */
    private static final String OF_EIGHT_BYTES = "\5\6";

    private static final String OF_TWO_BYTES = "\7\10\20\23\24";

    private RenamedClass() {}

    /**
     * The class file with other names.
     *
     * @param names from the internal name to the new one
     */
    static byte[] of(byte[] classFile, Map<String, String> names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
        out.writeLong(in.readLong());
        int count = in.readUnsignedShort();
        out.writeShort(count);
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            out.writeByte(tag);
            if (tag == UTF8) {
                out.writeUTF(renamed(in.readUTF(), names));
            } else {
                out.write(in.readNBytes(size(tag)));
                i += OF_EIGHT_BYTES.indexOf(tag) >= 0 ? 1 : 0;
            }
        }
        in.transferTo(out);
        return bytes.toByteArray();
    }

    private static int size(int tag) {
        if (OF_EIGHT_BYTES.indexOf(tag) >= 0) {
            return 8;
        }
        if (tag == METHOD_HANDLE) {
            return 3;
        }
        return OF_TWO_BYTES.indexOf(tag) >= 0 ? 2 : 4;
    }

    private static String renamed(String text, Map<String, String> names) {
        String renamed = text;
        for (Map.Entry<String, String> name : names.entrySet()) {
            renamed = renamed.replace(name.getKey(), name.getValue());
        }
        return renamed;
    }
}
