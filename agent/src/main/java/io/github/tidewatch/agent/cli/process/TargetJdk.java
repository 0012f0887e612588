package io.github.tidewatch.agent.cli.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The JDK that a process runs, and whether one can attach to it, as far as that shows from outside. */
public final class TargetJdk {
    private static final int OLDEST = 11;

    private final TargetProcess process;
    private final String version;
    private final String modules;
    private String cause;
    private String remedy = "";

    private TargetJdk(TargetProcess process, String version, String modules) {
        this.process = process;
        this.version = version;
        this.modules = modules;
    }

    /** Looks at {@code release} in the home of the process's executable, its arguments, user and namespaces. */
    public static TargetJdk of(TargetProcess process) {
        String release = release(process.pid());
        TargetJdk jdk = new TargetJdk(process, value(release, "JAVA_VERSION"), value(release, "MODULES"));
        jdk.judge();
        return jdk;
    }

    /** Such as "JDK 17.0.15", or "JDK of unknown version". */
    public String description() {
        return version.isEmpty() ? "JDK of unknown version" : "JDK " + version;
    }

    /** Its feature version, if it could be found. */
    public Optional<Integer> feature() {
        try {
            String[] parts = version.split("[^0-9]+", -1);
            int first = Integer.parseInt(parts[0]);
            return Optional.of(first == 1 ? Integer.parseInt(parts[1]) : first);
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Why one cannot attach the agent to it; null if nothing speaks against it. */
    public String whyNoAttach() {
        return cause;
    }

    /** What to do about {@link #whyNoAttach}. */
    public String remedy() {
        return remedy;
    }

    private void judge() {
        int own = TargetProcess.ownUid();
        int other = process.uid();
        String name = "process " + process.pid() + " (" + process.comm() + ")";
        if (own != 0 && other != own) {
            no(
                    name + " belongs to user " + user(other) + ", and this is user " + user(own)
                            + ": a JVM lets only its own user (or root) attach",
                    "sudo -u '" + user(other) + "' java -jar tidewatch.jar attach " + process.pid());
        } else if (!process.mayBeJvm()) {
            no(name + " is no JVM: it has not loaded libjvm.so", "'jcmd' or 'ps -C java' lists the JVMs");
        } else if (feature().isPresent() && feature().get() < OLDEST) {
            no(
                    name + " runs " + description() + "; the agent needs JDK " + OLDEST + " or later",
                    "'top " + process.pid() + "' and 'stats' work with any JDK, as they only ask the kernel");
        } else if (!process.handlesQuit()) {
            no(
                    name + " does not handle SIGQUIT (started with -Xrs, or still starting): attaching would end it",
                    "wait a moment if it has just been started; else start it without -Xrs, or with"
                            + " -javaagent:tidewatch.jar; 'top " + process.pid() + "' works without attaching");
        } else if (process.hasArgument("-XX:+DisableAttachMechanism")) {
            no(
                    name + " was started with -XX:+DisableAttachMechanism",
                    "start it without that, or with -javaagent:tidewatch.jar; 'top " + process.pid()
                            + "' works without attaching");
        } else if (!modules.isEmpty() && !(" " + modules + " ").contains(" jdk.jfr ")) {
            no(name + " runs a JDK without the module jdk.jfr: nothing can be recorded", "a JDK image with jdk.jfr");
        } else if (!modules.isEmpty() && !(" " + modules + " ").contains(" java.instrument ")) {
            no(name + " runs a JDK without the module java.instrument: no agent can be loaded", "an image with it");
        }
    }

    private void no(String why, String what) {
        cause = why;
        remedy = what;
    }

    private static String user(int uid) {
        try {
            for (String line : Files.readAllLines(Path.of("/etc/passwd"), StandardCharsets.ISO_8859_1)) {
                String[] fields = line.split(":", -1);
                if (fields.length > 2 && fields[2].equals(Integer.toString(uid))) {
                    return fields[0];
                }
            }
        } catch (IOException e) {
            return "#" + uid;
        }
        return "#" + uid;
    }

    /** By the process's own view of its files, which may be a container's. */
    private static String release(int pid) {
        try {
            Path java = Files.readSymbolicLink(Path.of("/proc/" + pid + "/exe"));
            Path home = java.getParent().getParent();
            for (Path candidate : new Path[] {home, home.getParent()}) { // JDK 8: HOME/jre/bin/java
                Path file = Path.of("/proc/" + pid + "/root" + candidate + "/release");
                if (Files.isReadable(file)) {
                    return Files.readString(file);
                }
            }
            return "";
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }

    private static String value(String release, String key) {
        return release.lines()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1).replace("\"", ""))
                .findFirst()
                .orElse("");
    }
}
