package io.github.tidewatch.agent.testing;

import io.github.tidewatch.testing.Skip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;

/** One circumstance that a JVM is run in, once without and once with the agent, and what the agent can do there. */
public final class Cell {
    private final String name;
    private final List<String> jvmArgs = new ArrayList<>();
    private final List<String> launcher = new ArrayList<>();
    private final List<String> args = new ArrayList<>();
    private boolean nobody;
    private Path jar = TestJvm.agentJar();
    private Path jdk;

    public Cell(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    public Cell jvm(String... options) {
        jvmArgs.addAll(List.of(options));
        return this;
    }

    /** Commands of the shell that run first, as root in a mount namespace of its own; "$D" is the cell's directory. */
    public Cell mount(String commands) {
        Skip.unlessFound("unshare", "mount");
        launcher.addAll(List.of("unshare", "--mount", "--propagation", "private", "sh", "-ec"));
        launcher.add(commands + "\nexec \"$@\"");
        launcher.add("sh");
        return this;
    }

    /** Commands of the shell that run first. */
    public Cell shell(String commands) {
        launcher.addAll(List.of("sh", "-ec", commands + "\nexec \"$@\"", "sh"));
        return this;
    }

    /** As a user without capabilities. */
    public Cell nobody() {
        nobody = true;
        return this;
    }

    public Cell agent(Path otherJar) {
        jar = otherJar;
        return this;
    }

    /** Has the application do something first: a class with a method {@code before}. */
    public Cell before(Class<?> first) {
        args.add(first.getName());
        return this;
    }

    /** By the JDK at this home, in place of the one that all cells have. */
    public Cell jdk(Path home) {
        jdk = home;
        return this;
    }

    public boolean needsRoot() {
        return nobody || launcher.contains("unshare");
    }

    public boolean isNobody() {
        return nobody;
    }

    /** What came of it. */
    public static final class Outcome {
        /** What differs from the run without the agent, and must not. */
        public final String harm;

        /** The first line that the agent said; empty if it said nothing. */
        public final String said;

        /** The last {@code tidewatch.Status}; null if there is no recording with one. */
        public final RecordedEvent status;

        /** How many records there are of the application's thread. */
        public final int records;

        Outcome(String harm, String said, RecordedEvent status, int records) {
            this.harm = harm;
            this.said = said;
            this.status = status;
            this.records = records;
        }
    }

    /** Runs it in an empty directory of its own. */
    public Outcome run(Path home, Path directory) throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path recording = directory.resolve("x.jfr");
        RunningJvm.Result without = jvm(home, directory).run();
        RunningJvm.Result with =
                jvm(home, directory).agent(jar, "record=" + recording).run();
        String harm = "";
        if (without.exitCode != 3) {
            harm = "the application itself fails: " + without;
        } else if (with.exitCode != without.exitCode
                || !plain(with.stdout).equals(plain(without.stdout))
                || !plain(with.stderr).equals(plain(without.stderr))) {
            harm = "with the agent: " + with + "\nwithout: " + without;
        }
        List<String> said = with.agentLines();
        RecordedEvent status = null;
        int records = 0;
        if (Files.exists(recording) && Files.size(recording) > 0) {
            Recorded recorded = Recorded.read(recording);
            if (!recorded.events("Status").isEmpty()) {
                status = recorded.status();
                records = recorded.delays().size();
            }
        }
        return new Outcome(harm, said.isEmpty() ? "" : said.get(0), status, records);
    }

    private TestJvm jvm(Path home, Path directory) throws IOException {
        TestJvm jvm = new TestJvm(jdk == null ? home : jdk, directory).environment("D", directory.toString());
        if (jvmArgs.isEmpty() && launcher.isEmpty()) {
            jvm.allCompilers(); // nothing of it is special
        }
        jvm.launcher(launcher.toArray(new String[0]));
        if (nobody) {
            // By way of a shell: the program that gives up the rights still has them when it executes another.
            jvm.launcher(Nobody.LAUNCHER).launcher("sh", "-c", "exec \"$@\"", "sh");
        }
        jvm.jvmArgs(jvmArgs.toArray(new String[0]));
        return jvm.main(Ground.class, args.toArray(new String[0]));
    }

    /** Without the agent's lines, and those of JFR: the run without the agent has no recording. */
    private static String plain(String output) {
        StringBuilder plain = new StringBuilder();
        output.lines()
                .filter(line -> !line.startsWith("[tidewatch] "))
                .filter(line -> !line.matches("\\[[0-9.,]+s]\\[[a-z]+ *]\\[jfr.*"))
                .forEach(line ->
                        plain.append(line.replaceAll("\\[[0-9.,]+s]", "[time]")).append('\n'));
        return plain.toString();
    }
}
