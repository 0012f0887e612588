package io.github.tidewatch.agent;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.ProtectionDomain;
import java.util.Set;

/**
 * Loads isolated classes from one archive. Either the few that change {@code Thread}, as the parent of the layer's loader: apart
 * from the layer, for it is there at once, while {@code main} waits for these classes at most and the layer takes several times as
 * long. Or, below the layer's loader, those that weave spans, and Byte Buddy: an archive of its own, which is opened only if spans
 * are asked for.
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

    /** Null for all that the archive has. */
    private final Set<String> packages;

    private HookLoader(String name, ClassLoader parent, NestedZip classes, Set<String> packages) {
        super(name, parent);
        this.classes = classes;
        this.packages = packages;
    }

    /** Loads what changes {@code Thread}. */
    HookLoader(AgentJar jar) {
        this("tidewatch-hook", getPlatformClassLoader(), jar.classes(), PACKAGES);
    }

    /** Loads what weaves spans. */
    HookLoader(AgentJar jar, ClassLoader layer) throws IOException {
        this("tidewatch-weaving", layer, jar.weaving(), null);
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

    /** Whether a class is this loader's, if there is one of this name. */
    private boolean isOwn(String name) {
        if (packages == null) {
            return classes.contains(file(name));
        }
        int end = name.lastIndexOf('.');
        return end >= 0 && packages.contains(name.substring(0, end));
    }

    private static String file(String name) {
        return name.replace('.', '/') + ".class";
    }

    /** Class files too, which advice is read from. The layer is not to see those of the hook as resources. */
    @Override
    public InputStream getResourceAsStream(String name) {
        try {
            byte[] contents = packages == null ? classes.read(name) : null;
            return contents == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(contents);
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try {
            byte[] bytes = isOwn(name) ? classes.read(file(name)) : null;
            if (bytes != null) {
                return defineClass(name, bytes, 0, bytes.length, DOMAIN);
            }
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
        throw new ClassNotFoundException(name);
    }
}
