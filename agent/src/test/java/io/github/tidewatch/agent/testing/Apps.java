package io.github.tidewatch.agent.testing;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.LogManager;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Applications that tests run; each needs nothing but the JDK. */
public final class Apps {

    private Apps() {}

    /** Prints a line on stdout and one on stderr, and ends with the exit code given, else normally. */
    public static final class Hello {
        public static void main(String[] args) {
            System.out.println("hello");
            System.err.println("hello on stderr");
            if (args.length > 0) {
                System.exit(Integer.parseInt(args[0]));
            }
        }
    }

    /** As {@link Hello}, but gives the agent the time to start first. */
    public static final class Patient {
        public static void main(String[] args) throws InterruptedException {
            awaitAgent();
            Hello.main(args);
        }
    }

    /** As {@link Patient}, but runs for three seconds. */
    public static final class Lasting {
        public static void main(String[] args) throws InterruptedException {
            awaitAgent();
            Thread.sleep(3000);
            Hello.main(args);
        }
    }

    /** Prints "ready" and waits to be killed. */
    public static final class Sleeper {
        public static void main(String[] args) throws InterruptedException {
            System.out.println("ready");
            Thread.sleep(600_000);
        }

        private static void sleep() {
            LockSupport.parkNanos(600_000_000_000L);
        }
    }

    /** As {@link Sleeper}, with one thread that never sleeps and has a name longer than the kernel keeps. */
    public static final class Spinner {
        public static void main(String[] args) throws InterruptedException {
            Thread spinner = new Thread(Spinner::spin, "a spinner with a long name");
            spinner.setDaemon(true);
            spinner.start();
            Sleeper.main(args);
        }

        private static void spin() {
            while (true) {
                Thread.onSpinWait();
            }
        }
    }

    /** Once the agent runs, two threads that never sleep, for as many seconds as given; prints "ready" when they run. */
    public static final class Burners {
        public static void main(String[] args) throws InterruptedException {
            awaitAgent();
            for (int i = 0; i < 2; i++) {
                Thread burner = new Thread(Spinner::spin, "burner-" + i);
                burner.setDaemon(true);
                burner.start();
            }
            System.out.println("ready");
            Thread.sleep(1000 * Long.parseLong(args[0]));
        }
    }

    /** As {@link Sleeper}, with threads that have names which a JVM's native code writes in its own way, or none. */
    public static final class OddNames {
        public static final List<String> NAMES = List.of("crab 🦀 one", "a\0nul", "");

        public static void main(String[] args) throws InterruptedException {
            for (String name : NAMES) {
                Thread thread = new Thread(Sleeper::sleep, name);
                thread.setDaemon(true);
                thread.start();
            }
            Sleeper.main(args);
        }
    }

    /** Reads a file, unbuffered: {@code jdk.FileRead} events. */
    public static final class Reader {
        public static void main(String[] args) throws InterruptedException {
            awaitAgent();
            int sum = 0;
            for (int i = 0; i < 100; i++) {
                sum += readOnce();
            }
            System.out.println(sum);
        }
    }

    /**
     * Reads files in one thread while another starts a recording and registers an event whose class reads a file when
     * initialised: the circumstances of JDK-8371889. Prints which events were recorded.
     */
    public static final class RecordsItself {
        public static void main(String[] args) throws Exception {
            Thread reader = new Thread(RecordsItself::readForEver);
            reader.setDaemon(true);
            reader.start();
            Path file = Files.createTempFile("itself", ".jfr");
            try (Recording recording = new Recording()) {
                recording.enable("jdk.FileRead").withThreshold(Duration.ZERO);
                recording.start();
                new ReadingEvent().commit();
                Thread.sleep(200);
                recording.dump(file);
            }
            Set<String> names = new TreeSet<>();
            for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
                names.add(event.getEventType().getName());
            }
            Files.delete(file);
            names.retainAll(Set.of("jdk.FileRead", "test.Reading"));
            System.out.println(names);
        }

        private static void readForEver() {
            while (true) {
                readOnce();
            }
        }
    }

    @Name("test.Reading")
    static final class ReadingEvent extends Event {
        static final int FIRST = readOnce();
    }

    private static int readOnce() {
        try (FileInputStream in = new FileInputStream("/proc/self/stat")) {
            return in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Prints what it can see of the classes named, and the names of all system properties. */
    public static final class Visibility {
        public static void main(String[] args) throws InterruptedException {
            awaitAgent();
            for (String name : args) {
                try {
                    Class.forName(name);
                    System.out.println("visible " + name);
                } catch (ClassNotFoundException e) {
                    System.out.println("hidden " + name);
                }
            }
            System.out.println(new TreeSet<>(System.getProperties().stringPropertyNames()));
            System.out.println(System.getProperty("java.class.path"));
        }
    }

    /** A log manager as JBoss LogManager is one: whoever touches java.util.logging brings it up. */
    public static final class LoudLogManager extends LogManager {
        public LoudLogManager() {
            System.err.println("java.util.logging was touched");
        }
    }

    /** Waits until the agent has started, if it is starting. */
    static void awaitAgent() throws InterruptedException {
        Thread[] threads = new Thread[1000];
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        int count = group.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (threads[i].getName().equals("Tidewatch")) {
                threads[i].join(90_000);
            }
        }
    }
}
