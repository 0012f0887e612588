package io.github.tidewatch.agent.weave;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.Opcodes;

/** A class file. Not safe for use by several threads at once. */
final class ClassFile {
    private static final int NEWEST = Opcodes.V27;

    private static final int LARGEST = 16 << 20;

    private static final int SMALLEST = 10;

    private final byte[] bytes;

    /** Made when it is first asked for: mostly nobody does. */
    private ClassReader reader;

    /** Of these bytes, which are not to be changed. */
    ClassFile(byte[] bytes) {
        this.bytes = bytes;
    }

    private static boolean isTooNew(byte[] bytes) {
        return bytes.length < SMALLEST || ((bytes[6] & 0xff) << 8 | (bytes[7] & 0xff)) > NEWEST;
    }

    /**
     * As a loader has it as a resource; null if it has none of this name.
     *
     * @throws IOException if it has one that cannot be read now
     */
    static ClassFile ofResource(ClassLoader loader, String type) throws IOException {
        String file = type.replace('.', '/') + ".class";
        URL url = loader == null ? ClassLoader.getSystemResource(file) : loader.getResource(file);
        if (url == null) {
            return null;
        }
        URLConnection connection = url.openConnection();
        // A cache of the JDK's would keep the jar open for good, and have the application read it after it was
        // replaced.
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
            return new ClassFile(in.readNBytes(LARGEST));
        }
    }

    byte[] bytes() {
        return bytes;
    }

    /** Null if it is of a later Java than can be read here. */
    ClassReader reader() {
        if (reader == null && !isTooNew(bytes)) {
            reader = new ClassReader(bytes);
        }
        return reader;
    }
}
