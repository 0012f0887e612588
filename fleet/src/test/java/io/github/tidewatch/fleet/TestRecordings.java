package io.github.tidewatch.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.StackTrace;
import jdk.jfr.Timestamp;

/** Events named and shaped as the agent's, and recordings of them; each {@link #record} is one chunk. */
final class TestRecordings {
    private TestRecordings() {}

    /** What the agent defines on a host with all that it can give. */
    @Name("tidewatch.ThreadDelay")
    @StackTrace(false)
    static final class Delay extends Event {
        Thread sampledThread;
        String threadName;
        long osThreadId;
        long interval;
        long userTime;
        long systemTime;
        long cpuDelay;
        long blockIoDelay;
        long waitTime;
        long swapInDelay;
        long parkWait;
        long networkWait;
        boolean complete = true;

        Delay of(String name, long tid) {
            threadName = name;
            osThreadId = tid;
            return this;
        }

        /** Nanoseconds of each part; the interval is their sum, and half of the wait was parked. */
        Delay spent(long user, long system, long cpu, long blockIo, long wait) {
            userTime = user;
            systemTime = system;
            cpuDelay = cpu;
            blockIoDelay = blockIo;
            waitTime = wait;
            parkWait = wait / 2;
            interval = user + system + cpu + blockIo + wait;
            return this;
        }
    }

    /** Where the host gives no block I/O. */
    @Name("tidewatch.ThreadDelay")
    @StackTrace(false)
    static final class DelayWithoutBlockIo extends Event {
        String threadName = "plain";
        long osThreadId = 7;
        long interval = 10;
        long userTime = 4;
        long cpuDelay = Long.MIN_VALUE;
        boolean complete = true;
    }

    @Name("tidewatch.ThreadEnd")
    @StackTrace(false)
    static final class End extends Event {
        String threadName = "ended";
        long osThreadId = 9;
        long lifetime = 1000;
        long userTime = 600;
        long waitTime = 400;
        long minorFaults = 3;
        boolean complete = true;
        String accountedBy = "thread";
    }

    @Name("tidewatch.ProcessUsage")
    @StackTrace(false)
    static final class ProcessUsage extends Event {
        long interval = 1000;
        long userTime = 70;
        int threadsAlive = 12;
        long maxResidentSize = 4096;
    }

    @Name("tidewatch.DelayCause")
    @StackTrace(false)
    static final class Cause extends Event {
        String threadGroup = "pool-*";
        int threads = 2;
        long interval = 1000;
        long cpuTime = 5;
        long cpuDelay = 100;
        long ownThreadsDelay = 60;
        long neighborDelay = 30;
        long unexplainedDelay = 10;
    }

    @Name("tidewatch.Span")
    @StackTrace(false)
    static final class Work extends Event {
        String name = "checkout";
        long userTime = 11;
        long waitTime = 22;
        boolean complete = true;
    }

    @Name("tidewatch.Status")
    @StackTrace(false)
    static final class State extends Event {
        String source = "procfs";
        int taskstatsVersion;
        String missing = "blockIoDelay: delay accounting is off";
    }

    @Name("tidewatch.Starting")
    @StackTrace(false)
    static final class Starting extends Event {
        String source = "off";
        String notSampled = "all of it: still starting";
    }

    /** An application's, by the name of JFR's own. */
    @Name("jdk.JVMInformation")
    @StackTrace(false)
    static final class NoJvm extends Event {
        long pid = 7;
        long jvmStartTime = 8;
    }

    /** As JFR's own, of a JVM that a test makes up. */
    @Name("jdk.JVMInformation")
    @StackTrace(false)
    static final class Jvm extends Event {
        long pid;

        @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
        long jvmStartTime;

        static void is(long pid, long startMillis) {
            Jvm jvm = new Jvm();
            jvm.pid = pid;
            jvm.jvmStartTime = startMillis;
            jvm.commit();
        }
    }

    /** As JFR's own, of a JVM that a test makes up. */
    @Name("jdk.InitialEnvironmentVariable")
    @StackTrace(false)
    static final class Variable extends Event {
        String key;
        String value;

        static void set(String key, String value) {
            Variable variable = new Variable();
            variable.key = key;
            variable.value = value;
            variable.commit();
        }
    }

    static Path record(Path file, Runnable committing) throws IOException {
        try (Recording recording = new Recording()) {
            recording.enable("jdk.JVMInformation").with("period", "beginChunk");
            return record(file, recording, committing);
        }
    }

    /** Says of the JVM only what a test makes up. */
    static Path recordOfMadeUpJvm(Path file, Runnable committing) throws IOException {
        try (Recording recording = new Recording()) {
            return record(file, recording, committing);
        }
    }

    private static Path record(Path file, Recording recording, Runnable committing) throws IOException {
        Files.createDirectories(file.getParent());
        recording.start();
        committing.run();
        recording.stop();
        recording.dump(file);
        return file;
    }

    /** Two files in one: as many chunks as both have. */
    static Path join(Path file, Path first, Path second) throws IOException {
        Files.copy(first, file);
        Files.write(file, Files.readAllBytes(second), StandardOpenOption.APPEND);
        return file;
    }
}
