package io.github.tidewatch.agent;

import java.io.IOException;
import java.security.ProtectionDomain;
import java.util.Set;

/**
 * Loads the few isolated classes that change {@code Thread}, and is the parent of the layer's loader. Apart from the layer,
 * for it is there at once, while {@code main} waits for these classes at most and the layer takes several times as long.
 */
final class HookLoader extends ClassLoader {

    /** What the layer takes from here. The ASM is Byte Buddy's; jnr-ffi has one of its own in the layer. */
    static final Set<String> PACKAGES = Set.of("io.github.tidewatch.agent.hook", "net.bytebuddy.jar.asm");

    /** The jar's, so that a policy gives these classes the same rights. Known early: to ask for it needs rights itself. */
    private static final ProtectionDomain DOMAIN = HookLoader.class.getProtectionDomain();

    static {
        registerAsParallelCapable();
    }

    private final NestedZip classes;

    HookLoader(AgentJar jar) {
        super("tidewatch-hook", getPlatformClassLoader());
        this.classes = jar.classes();
    }

    /** Its own first: to ask the parents for what they cannot have would make two exceptions for each class. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!isOwn(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findClass(name);
        }
    }

    private static boolean isOwn(String name) {
        int end = name.lastIndexOf('.');
        return end >= 0 && PACKAGES.contains(name.substring(0, end));
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try {
            byte[] bytes = isOwn(name) ? classes.read(name.replace('.', '/') + ".class") : null;
            if (bytes != null) {
                return defineClass(name, bytes, 0, bytes.length, DOMAIN);
            }
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
        throw new ClassNotFoundException(name);
    }
}
