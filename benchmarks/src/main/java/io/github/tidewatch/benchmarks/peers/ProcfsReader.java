package io.github.tidewatch.benchmarks.peers;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Reads the accounting of threads as agents commonly do, after the manner of OpenSearch's Performance Analyzer: for each
 * thread opens, reads and splits {@code schedstat}, {@code stat} and {@code io}, keeps values in maps by name, and finds
 * out which Java thread is which by a dump of all threads. Not safe for use by several threads.
 */
public final class ProcfsReader {
    private static final Pattern THREAD = Pattern.compile("^\"(.*)\" .*nid=(0x[0-9a-f]+|[0-9]+)");
    private static final String[] STAT = {
        "pid",
        "comm",
        "state",
        "ppid",
        "pgrp",
        "session",
        "tty",
        "tpgid",
        "flags",
        "minflt",
        "cminflt",
        "majflt",
        "cmajflt",
        "utime",
        "stime",
        "cutime",
        "cstime",
        "prio",
        "nice",
        "nthreads",
        "itrealvalue",
        "starttime",
        "vsize",
        "rss",
        "rsslim",
        "startcode",
        "endcode",
        "startstack",
        "kstkesp",
        "kstkeip",
        "signal",
        "blocked",
        "sigignore",
        "sigcatch",
        "wchan",
        "nswap",
        "cnswap",
        "exitsig",
        "cpu",
        "rtprio",
        "schedpolicy",
        "blkio_ticks"
    };

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName diagnostics;
    private Map<String, Map<String, Long>> previous = new HashMap<>();
    private Map<String, String> names = new HashMap<>();
    private double checksum;

    public ProcfsReader() {
        try {
            diagnostics = new ObjectName("com.sun.management:type=DiagnosticCommand");
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads all threads of this JVM and makes differences; returns how many there were. */
    public int pass(boolean dump) throws IOException, JMException {
        if (dump) {
            names = dump();
        }
        Map<String, Map<String, Long>> values = new HashMap<>();
        String[] tids = new File("/proc/self/task").list();
        if (tids == null) {
            throw new IOException("/proc/self/task cannot be read");
        }
        for (String tid : tids) {
            try {
                values.put(tid, read("/proc/self/task/" + tid + "/"));
            } catch (IOException e) {
                checksum++; // it has ended
            }
        }
        values.forEach(this::difference);
        previous = values;
        return tids.length;
    }

    private void difference(String tid, Map<String, Long> now) {
        Map<String, Long> before = previous.get(tid);
        if (before != null) {
            now.forEach((name, value) -> checksum += value - before.getOrDefault(name, 0L));
        }
        checksum += names.getOrDefault(tid, "").length();
    }

    /** The Java thread of a tid, by the last dump; null if there is none. */
    public String nameOf(String tid) {
        return names.get(tid);
    }

    /** So that what is computed is used. */
    public double checksum() {
        return checksum;
    }

    private static Map<String, Long> read(String directory) throws IOException {
        Map<String, Long> values = new HashMap<>();
        String[] scheduled = line(directory + "schedstat").split(" ", -1);
        values.put("runticks", Long.valueOf(scheduled[0]));
        values.put("waitticks", Long.valueOf(scheduled[1]));
        values.put("totctxsws", Long.valueOf(scheduled[2]));
        String stat = line(directory + "stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        for (int i = 1; i < fields.length && i + 2 < STAT.length; i++) {
            values.put(STAT[i + 2], parse(fields[i]));
        }
        try (BufferedReader reader =
                new BufferedReader(new FileReader(directory + "io", StandardCharsets.ISO_8859_1))) {
            String line;
            while ((line = reader.readLine()) != null) {
                String[] parts = line.split(": ", -1);
                values.put(parts[0], Long.valueOf(parts[1]));
            }
        }
        return values;
    }

    private static long parse(String field) {
        return field.length() > 18 ? Long.parseUnsignedLong(field) : Long.parseLong(field);
    }

    private static String line(String path) throws IOException {
        try (BufferedReader reader = new BufferedReader(new FileReader(path, StandardCharsets.ISO_8859_1))) {
            String line = reader.readLine();
            if (line == null) {
                throw new IOException(path + " is empty");
            }
            return line;
        }
    }

    private Map<String, String> dump() throws JMException {
        Object[] arguments = {new String[0]};
        String text =
                (String) server.invoke(diagnostics, "threadPrint", arguments, new String[] {String[].class.getName()});
        Map<String, String> found = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            Matcher matcher = THREAD.matcher(line);
            if (matcher.find()) {
                found.put(Long.toString(Long.decode(matcher.group(2))), matcher.group(1));
            }
        }
        return found;
    }
}
