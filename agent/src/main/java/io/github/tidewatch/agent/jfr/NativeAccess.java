package io.github.tidewatch.agent.jfr;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives this module, and nothing else in the JVM, the right to native code, and loads jffi's library. */
public final class NativeAccess {

    private static final Logger LOG = LoggerFactory.getLogger(NativeAccess.class);

    private static volatile String refusal = "not enabled";
    private static Boolean loaded;
    private static String problem = "";

    private NativeAccess() {}

    /**
     * Enables native access for this module, so that JDK 24 and later print no warning. Does not where the operator
     * denies native access with {@code --illegal-native-access=deny}: {@link #load()} then says so.
     *
     * @param instrumentation null where the JVM has no module java.instrument
     */
    public static void enable(Instrumentation instrumentation) {
        int feature = Runtime.version().feature();
        if (feature >= 24 && instrumentation == null) {
            refusal = "this JVM runs without the module java.instrument";
            return;
        }
        if (feature >= 24 && denied(instrumentation)) {
            refusal = "--illegal-native-access=deny";
            return;
        }
        try {
            Method enable = Module.class.getDeclaredMethod("implAddEnableNativeAccess");
            enable.setAccessible(true);
            enable.invoke(NativeAccess.class.getModule());
            refusal = null;
        } catch (ReflectiveOperationException | RuntimeException e) {
            // JDK 16 brought this method and 24 the warnings; where it is gone, rather no native code than warnings.
            refusal = feature < 24 ? null : e.toString();
        }
    }

    /** Loads the library that jnr-ffi calls through; false, with the reason logged once, where that cannot be. */
    public static synchronized boolean load() {
        if (loaded == null) {
            loaded = tryLoad();
        }
        return loaded;
    }

    /** Why {@link #load} is false. */
    public static synchronized String problem() {
        return problem;
    }

    private static boolean tryLoad() {
        if (refusal != null) {
            problem = refusal;
            LOG.warn("no native access, using procfs only: {}", refusal);
            return false;
        }
        String resource = "jni/" + platform() + "/libjffi-1.2.so";
        problem = resource + ": the agent has none for this platform";
        for (String folder : folders()) {
            try {
                Optional<byte[]> library = ModuleResources.read(resource);
                if (library.isEmpty()) {
                    break;
                }
                load(library.get(), Paths.get(folder));
                return true;
            } catch (IOException | ReflectiveOperationException | LinkageError e) {
                problem = resource + ": " + e;
            }
        }
        LOG.warn("the native library could not be loaded, using procfs only: {}", problem);
        return false;
    }

    /**
     * Does what jffi's own loader does, without what that does to the application: it asks the application's class
     * loader for jffi first, logs with {@code java.util.logging}, takes a library of {@code java.library.path} that
     * then no other loader can load, and unpacks to the working directory when the temporary one cannot be used.
     */
    private static void load(byte[] library, Path folder) throws IOException, ReflectiveOperationException {
        Path file = Files.createTempFile(folder, "tidewatch", ".so");
        try {
            Files.write(file, library);
            System.load(file.toAbsolutePath().toString());
        } finally {
            // Best effort: that a file stays behind is no reason to do without native access.
            file.toFile().delete();
        }
        Field done = Class.forName("com.kenai.jffi.Init").getDeclaredField("loaded");
        done.setAccessible(true);
        done.set(null, true);
    }

    private static Set<String> folders() {
        Set<String> folders = new LinkedHashSet<>();
        folders.add(System.getProperty("java.io.tmpdir", "/tmp"));
        // Where that one is read-only or mounted noexec.
        folders.add("/tmp");
        folders.add("/dev/shm");
        folders.add("/var/tmp");
        return folders;
    }

    private static String platform() {
        String arch = System.getProperty("os.arch");
        return (arch.equals("amd64") ? "x86_64" : arch) + "-" + System.getProperty("os.name");
    }

    private static boolean denied(Instrumentation instrumentation) {
        String internal = "jdk.internal.module";
        try {
            instrumentation.redefineModule(
                    Object.class.getModule(),
                    Set.of(),
                    Map.of(internal, Set.of(NativeAccess.class.getModule())),
                    Map.of(),
                    Set.of(),
                    Map.of());
            Object mode = Class.forName(internal + ".ModuleBootstrap")
                    .getMethod("illegalNativeAccess")
                    .invoke(null);
            return mode.toString().equals("DENY");
        } catch (ReflectiveOperationException | RuntimeException e) { // the package or what is in it may be gone
            LOG.debug("unknown whether native access is denied", e);
            return false;
        }
    }
}
