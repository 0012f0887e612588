package io.github.tidewatch.agent.weave;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;

/** Whether a class file mentions one of some descriptors at all: a quick look, since each class that is loaded is looked at. */
final class ConstantPool {
    private static final int UTF_8 = 1;

    private final Set<String> wanted;
    private final Set<Integer> lengths = new HashSet<>();

    ConstantPool(Set<String> descriptors) {
        wanted = descriptors;
        for (String descriptor : descriptors) {
            lengths.add(descriptor.getBytes(StandardCharsets.UTF_8).length);
        }
    }

    boolean isMentioned(ClassReader reader, byte[] classFile) {
        if (wanted.isEmpty()) {
            return false;
        }
        for (int i = 1; i < reader.getItemCount(); i++) {
            int start = reader.getItem(i); // after the tag; 0 for the second half of a long or double
            if (start > 0 && classFile[start - 1] == UTF_8) {
                int length = reader.readUnsignedShort(start);
                if (classFile[start + 2] == 'L'
                        && lengths.contains(length)
                        && wanted.contains(new String(classFile, start + 2, length, StandardCharsets.UTF_8))) {
                    return true;
                }
            }
        }
        return false;
    }
}
