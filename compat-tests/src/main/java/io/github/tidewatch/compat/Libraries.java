package io.github.tidewatch.compat;

import com.kenai.jffi.Library;
import jnr.ffi.LibraryLoader;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.matcher.ElementMatchers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Uses byte-buddy, jnr-ffi and slf4j of its own, and prints where each comes from and what it gives. */
public final class Libraries {
    private Libraries() {}

    /** The C library's functions that it calls. */
    public interface LibC {
        int getpid();
    }

    public static void main(String[] args) throws Exception {
        Logger logger = LoggerFactory.getLogger(Libraries.class);
        for (int i = 0; i < 10; i++) {
            Object made = new ByteBuddy()
                    .subclass(Object.class)
                    .method(ElementMatchers.named("toString"))
                    .intercept(FixedValue.value("made " + i))
                    .make()
                    .load(Libraries.class.getClassLoader())
                    .getLoaded()
                    .getConstructor()
                    .newInstance();
            logger.info("{}", made);
            Thread.sleep(100);
        }
        LibC libc = LibraryLoader.create(LibC.class).load("c");
        System.out.println(
                "pid right: " + (libc.getpid() == ProcessHandle.current().pid()));
        for (Class<?> type :
                new Class<?>[] {ByteBuddy.class, LibraryLoader.class, Library.class, Logger.class, logger.getClass()}) {
            String jar =
                    type.getProtectionDomain().getCodeSource().getLocation().getPath();
            System.out.println(type.getName() + " of " + jar.substring(jar.lastIndexOf('/') + 1));
        }
        Thread thread = new Thread(
                () -> {
                    new IllegalStateException("of a user's thread").printStackTrace();
                    throw new IllegalArgumentException("uncaught");
                },
                "user");
        thread.start();
        thread.join();
        for (String name : new String[] {"io.github.tidewatch.agent.jfr.AgentEntry", "picocli.CommandLine"}) {
            System.out.println(name + " visible: " + isVisible(name, null) + isVisible(name, loader()));
        }
    }

    private static ClassLoader loader() {
        return Libraries.class.getClassLoader();
    }

    private static boolean isVisible(String name, ClassLoader loader) {
        try {
            return Class.forName(name, false, loader) != null;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
