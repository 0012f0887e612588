package io.github.tidewatch.benchmarks.jvm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is added to a JVM that is recorded with JFR's default settings; an agent that does nothing is in all others. */
public enum With {
    NOTHING("recording only"),
    TIDEWATCH("Tidewatch"),
    THREAD_CPU_LOAD("jdk.ThreadCPULoad"),
    ASYNC_PROFILER_CPU("async-profiler, cpu"),
    ASYNC_PROFILER_WALL("async-profiler, wall"),
    PROCFS_READER("procfs reader with dump"),
    PIDSTAT("pidstat -t");

    /**
     * Keeps the JVM from saying that it records. Not by {@code -Xlog:disable}: with that, JFR of JDK 25 writes every event to
     * a log that nobody reads (jdk.jfr.internal.consumer.EventLog), at many times the cost of what is measured.
     */
    public static final String QUIET = "-Xlog:all=warning";

    private final String label;

    With(String label) {
        this.label = label;
    }

    /** As it stands in tables. */
    public String label() {
        return label;
    }

    /** The JVM's options, for a recording that is written to {@code file} at the end. */
    List<String> options(Path directory, Path file) throws IOException {
        List<String> options = new ArrayList<>();
        options.add(QUIET);
        options.add("-XX:StartFlightRecording:settings=default,dumponexit=true,filename=" + file
                + ",+tidewatch.Overhead#period=1s"
                + (this == THREAD_CPU_LOAD ? ",jdk.ThreadCPULoad#period=1s" : ""));
        options.add(
                "-javaagent:" + (this == TIDEWATCH ? Installation.tidewatch() + "=budget=off" : Installation.ownJar()));
        if (this == ASYNC_PROFILER_CPU || this == ASYNC_PROFILER_WALL) {
            options.add("-agentpath:" + Installation.asyncProfiler(directory) + "=start,jfr,event="
                    + (this == ASYNC_PROFILER_CPU ? "cpu" : "wall")
                    + ",file=" + directory.resolve(name() + ".jfr"));
        }
        return options;
    }
}
