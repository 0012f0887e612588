package io.github.tidewatch.agent.weave;

import java.lang.instrument.ClassFileTransformer;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Map;

/** Weaves each class that filters choose, when it is loaded or retransformed, in the thread that does so. Never throws. */
final class SpanTransformer implements ClassFileTransformer {
    /** What the JVM may keep of woven classes. */
    private static final long MOST_BYTES = 64 << 20;

    private final ClassWeaver weaver;
    private final WeavingTroubles troubles;
    private final WovenBytes woven = new WovenBytes(MOST_BYTES);
    private volatile ClassChoice choice;

    SpanTransformer(ClassWeaver weaver, ClassChoice choice, WeavingTroubles troubles) {
        this.weaver = weaver;
        this.choice = choice;
        this.troubles = troubles;
    }

    void setChoice(ClassChoice next) {
        choice = next;
    }

    @Override
    public byte[] transform(
            ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] classFile) {
        if (name == null) {
            return null;
        }
        String type = name.replace('/', '.');
        try {
            if (System.getSecurityManager() == null) {
                return weave(loader, type, redefined, classFile);
            }
            // By our own rights: the code that has the class loaded may have none. A lambda would load classes here.
            return AccessController.doPrivileged(new PrivilegedAction<byte[]>() {
                @Override
                public byte[] run() {
                    return weave(loader, type, redefined, classFile);
                }
            });
        } catch (Throwable e) {
            troubles.failed(type, e);
            return null;
        }
    }

    private byte[] weave(ClassLoader loader, String type, Class<?> redefined, byte[] bytes) {
        ClassChoice present = choice;
        if (present.filters().isEmpty()) {
            return null;
        }
        ClassFile file = new ClassFile(bytes);
        if (present.hasTaskHooks(loader, type)) {
            return file.reader() == null || !woven.take(loader, type, bytes.length)
                    ? null
                    : TaskHooks.weave(file.reader());
        }
        List<SpanFilter> filters = present.of(loader, type, redefined, () -> file);
        if (file.reader() == null) {
            if (!filters.isEmpty()) {
                troubles.tooNew(type);
            }
            return null;
        }
        if (filters.isEmpty()) {
            return null;
        }
        Map<String, String> names = MethodChoice.of(file.reader(), filters);
        sayWhatIsMissing(present, type, file);
        if (names.isEmpty() || present.isMade(loader, redefined, file)) {
            return null;
        }
        if (!woven.take(loader, type, bytes.length)) {
            troubles.tooMany(MOST_BYTES);
            return null;
        }
        byte[] result = weaver.weave(type, bytes, names);
        if (redefined == null) {
            present.noteWovenAtLoad(loader, type);
        }
        return result;
    }

    /** A filter that names the class means something in it. */
    private void sayWhatIsMissing(ClassChoice present, String type, ClassFile file) {
        for (SpanFilter filter : present.filters().naming(type)) {
            if (MethodChoice.of(file.reader(), List.of(filter)).isEmpty()) {
                troubles.withoutMethod(filter);
            }
        }
    }
}
