package io.github.tidewatch.agent.cli.process;

import io.github.tidewatch.agent.cli.console.CommandFailure;
import io.github.tidewatch.agent.cli.console.ErrorText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The JDK that a process runs, and whether one can attach to it, as far as that shows from outside. */
public final class TargetJdk {
    private static final int OLDEST = 11;

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String DELETED = " (deleted)";
    private static final String LIBJVM = "/libjvm.so";
    private static final int MOST_BYTES = 64 * 1024;

    private final TargetProcess process;

    /** Null if they cannot be seen. */
    private final String maps;

    private final String version;
    private final String modules;
    private String cause;
    private String remedy = "";

    private TargetJdk(TargetProcess process, String maps, String version, String modules) {
        this.process = process;
        this.maps = maps;
        this.version = version;
        this.modules = modules;
    }

    /** Reads {@code release} in the JDK's home, the process's arguments, mappings, user and namespaces. */
    public static TargetJdk of(TargetProcess process) {
        try {
            return Step.run(process, "inspecting it", LIMIT, () -> inspect(process));
        } catch (CommandFailure e) {
            TargetJdk jdk = new TargetJdk(process, null, "", "");
            RunState state = new RunState(process);
            String stopped = state.whyStopped();
            jdk.no(
                    stopped != null ? stopped : e.getMessage(),
                    stopped != null ? state.howToContinue() : "see whether it still runs");
            return jdk;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new CommandFailure("process " + process.pid() + " cannot be inspected: " + ErrorText.of(e), e);
        }
    }

    private static TargetJdk inspect(TargetProcess process) {
        String maps = process.maps();
        String release = release(process, maps);
        TargetJdk jdk = new TargetJdk(process, maps, value(release, "JAVA_VERSION"), value(release, "MODULES"));
        jdk.evaluate();
        return jdk;
    }

    /** Such as "JDK 17.0.15", or "JDK of unknown version". */
    public String description() {
        if (isReplaced()) {
            return "JDK whose files were replaced or removed since it started";
        }
        return version.isEmpty() ? "JDK of unknown version" : "JDK " + version;
    }

    /** Whether the JVM's library is not any more the file that it was loaded from, as after a package's upgrade. */
    public boolean isReplaced() {
        return libjvm(maps).endsWith(DELETED);
    }

    /** Whether the JDK's library for agents is gone together with it. */
    boolean hasNoAgentLibrary() {
        if (!isReplaced()) {
            return false;
        }
        Path libraries = Path.of(libjvm(maps)).getParent().getParent();
        return !Files.exists(Path.of("/proc/" + process.pid() + "/root" + libraries + "/libinstrument.so"));
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

    private void evaluate() {
        int own = TargetProcess.ownUid();
        int other = process.uid();
        String name = "process " + process.pid() + " (" + process.comm() + ")";
        String stopped = new RunState(process).whyStopped();
        if (own != 0 && other != own) {
            no(
                    name + " belongs to user " + user(other) + ", and this is user " + user(own)
                            + ": a JVM lets only its own user (or root) attach",
                    "sudo -u '" + user(other) + "' java -jar tidewatch.jar attach " + process.pid());
        } else if (maps != null && !maps.contains(LIBJVM)) {
            no(name + " is no JVM: it has not loaded libjvm.so", TargetProcess.LIST);
        } else if (maps == null && !process.handlesQuit()) {
            no(
                    name + " seems to be no JVM: what it has loaded may not be read, and it does not handle SIGQUIT",
                    TargetProcess.LIST);
        } else if (stopped != null) {
            no(stopped, new RunState(process).howToContinue());
        } else if (maps != null && maps.contains("/libj9vm")) {
            no(
                    name + " runs OpenJ9, which a HotSpot JVM cannot attach to",
                    "start it with -javaagent:tidewatch.jar; 'top " + process.pid() + "' works without attaching");
        } else if (!isReplaced() && feature().isPresent() && feature().get() < OLDEST) {
            no(
                    name + " runs " + description() + "; the agent needs JDK " + OLDEST + " or later",
                    "'top " + process.pid() + "' and 'stats' work with any JDK, as they only ask the kernel");
        } else if (version.isEmpty() && isBefore9(libjvm(maps))) {
            no(
                    name + " runs a JDK before 9, as the place of its library shows (" + libjvm(maps)
                            + "); the agent needs JDK " + OLDEST + " or later",
                    "'top " + process.pid() + "' and 'stats' work with any JDK, as they only ask the kernel");
        } else if (!process.handlesQuit()) {
            no(
                    name + " does not handle SIGQUIT (started with -Xrs, or still starting): attaching would end it",
                    "wait a moment if it has just been started; else start it without -Xrs, or with"
                            + " -javaagent:tidewatch.jar; 'top " + process.pid() + "' works without attaching");
        } else {
            evaluateJdk(name);
        }
    }

    /** Of a process that could answer: whether its JVM and JDK let an agent in. */
    private void evaluateJdk(String name) {
        int owner = AttachSocket.otherOwner(process);
        if (owner >= 0) {
            String socket = AttachSocket.path(process);
            no(
                    name + " cannot be attached to: " + socket + ", where it would listen, belongs to user "
                            + user(owner) + ". An earlier JVM with this pid that was killed leaves such a file",
                    "as that user or as root, " + (process.isInOther("mnt") ? "in its container, " : "") + "rm "
                            + socket);
        } else if (process.hasArgument("-XX:+DisableAttachMechanism")) {
            no(
                    name + " was started with -XX:+DisableAttachMechanism",
                    "start it without that, or with -javaagent:tidewatch.jar; 'top " + process.pid()
                            + "' works without attaching");
        } else if (hasNoAgentLibrary()) {
            no(
                    name + " runs a JDK that was removed since it started: " + libjvm(maps),
                    "restart it, best with -javaagent:tidewatch.jar; 'top " + process.pid()
                            + "' works without attaching");
        } else if (!modules.isEmpty() && !(" " + modules + " ").contains(" jdk.jfr ")) {
            no(name + " runs a JDK without the module jdk.jfr: nothing can be recorded", "a JDK image with jdk.jfr");
        } else if (!modules.isEmpty() && !(" " + modules + " ").contains(" java.instrument ")) {
            no(name + " runs a JDK without the module java.instrument: no agent can be loaded", "an image with it");
        }
    }

    /** Until JDK 8 the library lies in lib/ARCHITECTURE/server, since JDK 9 in lib/server. */
    static boolean isBefore9(String libjvm) {
        return libjvm.matches(".*/lib/[^/]+/(server|client|minimal)/libjvm\\.so");
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

    /** The path of the JVM's library, as the kernel shows it; "" if it is not known. */
    private static String libjvm(String maps) {
        return maps == null
                ? ""
                : maps.lines()
                        .filter(line -> line.endsWith(LIBJVM) || line.endsWith(LIBJVM + DELETED))
                        .map(line -> line.substring(Math.max(0, line.indexOf('/'))))
                        .findFirst()
                        .orElse("");
    }

    /** By the process's own view of its files, which may be a container's. */
    private static String release(TargetProcess process, String maps) {
        List<Path> homes = new ArrayList<>();
        try {
            homes.add(Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/exe"))
                    .getParent());
        } catch (IOException | RuntimeException e) {
            homes.clear(); // not permitted
        }
        if (!libjvm(maps).isEmpty()) {
            homes.add(Path.of(libjvm(maps)).getParent()); // of a launcher that lies elsewhere
        }
        for (Path below : homes) {
            // HOME/bin/java, HOME/lib/server/libjvm.so; JDK 8: HOME/jre/bin/java, HOME/jre/lib/amd64/server/libjvm.so
            for (Path home = below.getParent(); home != null && home.getParent() != null; home = home.getParent()) {
                String release = read(Path.of("/proc/" + process.pid() + "/root" + home + "/release"));
                if (!value(release, "JAVA_VERSION").isEmpty()) {
                    return release;
                }
            }
        }
        return "";
    }

    /** "" if it is no plain file. A link there leads to where this process's root is, which is another's. */
    private static String read(Path file) {
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return "";
            }
            try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            }
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
