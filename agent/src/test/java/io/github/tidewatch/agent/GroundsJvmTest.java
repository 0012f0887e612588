package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.Cell;
import io.github.tidewatch.agent.testing.Ground;
import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.testing.Skip;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * Flags and hosts that change what an agent can do: in each the application prints and ends as without the agent, and the agent
 * gives all that it gives elsewhere ("full"), or says what it cannot ("reduced", "off"). Prints the table.
 */
class GroundsJvmTest {
    private static final boolean ROOT = isRoot();

    /** One of each kind. */
    private static final Set<String> QUICK = Set.of(
            "no flag",
            "--limit-modules without jdk.jfr",
            "native library hidden (musl, other CPUs)",
            "ulimit -n 40",
            "tmpdir read-only",
            "nobody",
            "nobody, process not dumpable");

    @TempDir
    Path directory;

    private final Map<Cell, String> table = new LinkedHashMap<>();

    @ParameterizedTest
    @JdkSource({11, 17, 21, 25, 26})
    @Tag("exhaustive")
    void inEachTheApplicationRunsAsWithoutTheAgent(int feature) throws Exception {
        Path home = Jdks.home(feature);
        fill(feature, home);
        check(feature, home);
    }

    @Test
    @DisabledIfSystemProperty(
            named = "tidewatch.exhaustive",
            matches = "true",
            disabledReason = "the case for all of a kind has these too")
    void inOneOfEachKindTheApplicationRunsAsWithoutTheAgent() throws Exception {
        Path home = Jdks.home(Jdks.OWN);
        fill(Jdks.OWN, home);
        table.keySet().removeIf(cell -> !QUICK.contains(cell.name()));
        assertThat(table).hasSize(QUICK.size());
        check(Jdks.OWN, home);
    }

    private void check(int feature, Path home) throws Exception {
        if (!ROOT) {
            Skip.part("circumstances that take root to make");
            table.keySet().removeIf(Cell::needsRoot);
        }
        Map<Cell, Future<Cell.Outcome>> outcomes = new LinkedHashMap<>();
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try {
            for (Cell cell : table.keySet()) {
                Path own = Files.createDirectory(directory.resolve("cell" + outcomes.size()));
                outcomes.put(cell, pool.submit(() -> cell.run(home, own)));
            }
            List<String> wrong = new ArrayList<>();
            Cell.Outcome plain = null;
            Cell.Outcome nobody = null;
            for (Map.Entry<Cell, Future<Cell.Outcome>> entry : outcomes.entrySet()) {
                Cell cell = entry.getKey();
                Cell.Outcome outcome = entry.getValue().get();
                plain = plain == null ? outcome : plain;
                nobody = nobody == null && cell.isNobody() ? outcome : nobody;
                String result = result(outcome, cell.isNobody() ? nobody : plain);
                System.out.printf("JDK %d | %-46s | %s%n", feature, cell.name(), result);
                if (!outcome.harm.isEmpty()) {
                    wrong.add(cell.name() + ": " + outcome.harm);
                }
                String expected = table.get(cell);
                if (expected.equals("full") ? !result.equals(expected) : !result.startsWith(expected)) {
                    wrong.add(cell.name() + ": expected \"" + expected + "\" and not \"" + result + "\"");
                }
            }
            assertThat(wrong).isEmpty();
        } finally {
            pool.shutdownNow();
            deleteLinks();
        }
    }

    private void fill(int feature, Path home) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        table.put(new Cell("no flag"), "full");
        table.put(new Cell("-Xint").jvm("-Xint"), "full");
        String[] zgc = feature < 15
                ? new String[] {"-XX:+UnlockExperimentalVMOptions", "-XX:+UseZGC"}
                : new String[] {"-XX:+UseZGC"};
        table.put(new Cell("-XX:+UseZGC").jvm(zgc), "full");
        for (String flag : List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:off",
                "-XX:-UsePerfData",
                "-XX:+DisableAttachMechanism",
                "-Xmx64m",
                "-Djava.system.class.loader=" + Ground.Loader.class.getName())) {
            table.put(new Cell(flag.replaceAll("=io.*\\W", "=own ")).jvm(flag), "full");
        }
        table.put(
                new Cell("--limit-modules without jdk.jfr").jvm("--limit-modules", "java.base,java.instrument"),
                "off: this JVM runs without the module jdk.jfr");
        String jfr = "java.base,java.instrument,jdk.jfr";
        table.put(
                new Cell("--limit-modules without java.logging")
                        .jvm("--limit-modules", jfr + ",jdk.unsupported,jdk.management"),
                "full");
        table.put(
                new Cell("--limit-modules without jdk.unsupported")
                        .jvm("--limit-modules", jfr + ",java.logging,jdk.management"),
                "full");
        table.put(new Cell("--limit-modules " + jfr).jvm("--limit-modules", jfr), "full");
        if (feature < 24) {
            table.put(
                    new Cell("-Djava.security.manager").jvm("-Djava.security.manager"),
                    "off: could not start, the application runs on without it: java.security.AccessControlException");
            // And the application, which has no rights else, may look whether the agent has started.
            Path policy = Files.writeString(
                    directory.resolve("policy"),
                    "grant codeBase \"" + TestJvm.agentJar().toUri()
                            + "\" { permission java.security.AllPermission; };\ngrant codeBase \""
                            + TestJvm.testClasses().toUri()
                            + "\" { permission java.lang.RuntimePermission \"modifyThreadGroup\"; };");
            table.put(
                    new Cell("-Djava.security.manager, granted")
                            .jvm("-Djava.security.manager", "-Djava.security.policy=" + policy),
                    "full");
        } else {
            table.put(
                    new Cell("--illegal-native-access=deny").jvm("--illegal-native-access=deny"),
                    "reduced: no native access, using procfs only: --illegal-native-access=deny");
        }
        table.put(
                new Cell("native library hidden (musl, other CPUs)").agent(jarWithoutNativeCode()),
                "reduced: the native library could not be loaded, using procfs only: jni/");
        table.put(new Cell("ulimit -n 40").shell("ulimit -n 40"), "full");
        mounts(home);
        table.put(new Cell("nobody").nobody(), "full");
        table.put(
                new Cell("nobody, /proc with hidepid=2")
                        .mount("mount -t proc -o hidepid=2 proc /proc")
                        .nobody(),
                "full");
        Path unreadable = unreadable(home);
        if (unreadable != null) {
            table.put(
                    new Cell("nobody, process not dumpable").nobody().jdk(unreadable),
                    "reduced: missing storageReadBytes");
        }
    }

    /**
     * A JDK whose {@code java} may be run but not read, which makes the process "not dumpable", as file capabilities do;
     * null if its {@code java} is a script.
     */
    private Path unreadable(Path home) throws IOException {
        try (InputStream java = Files.newInputStream(home.resolve("bin/java"))) {
            if (java.read() != 0x7f) {
                return null;
            }
        }
        Path copy = Files.createDirectory(directory.resolve("unreadable"));
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(home.toRealPath())) {
            for (Path part : parts) {
                if (!part.endsWith("bin")) {
                    Files.createSymbolicLink(copy.resolve(part.getFileName()), part);
                }
            }
        }
        Path java = Files.createDirectory(copy.resolve("bin")).resolve("java");
        Files.copy(home.resolve("bin/java"), java);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx--x--x"));
        return copy;
    }

    private void mounts(Path home) {
        String tmpfs = "mkdir -p $D/t; mount -t tmpfs -o %s tmpfs $D/t";
        String tmpdir = "-Djava.io.tmpdir=";
        table.put(
                new Cell("tmpdir mounted noexec")
                        .mount(String.format(tmpfs, "noexec"))
                        .jvm(tmpdir + "t"),
                "full");
        table.put(new Cell("tmpdir read-only").mount(String.format(tmpfs, "ro")).jvm(tmpdir + "t"), "off");
        table.put(
                new Cell("tmpdir full")
                        .mount(String.format(tmpfs, "size=64k") + "; cat /dev/zero >$D/t/full 2>$D/err || true")
                        .jvm(tmpdir + "t"),
                "off: record=");
        if (!home.startsWith("/tmp")) {
            table.put(
                    new Cell("no folder that may hold programs")
                            .mount(
                                    "for d in /tmp /var/tmp /dev/shm; do mount --bind $d $d; mount -o remount,bind,noexec $d;"
                                            + " done; cd $D"),
                    "reduced: the native library could not be loaded, using procfs only: jni/");
        }
        table.put(new Cell("working directory read-only").mount(String.format(tmpfs, "ro") + "; cd $D/t"), "full");
        table.put(
                new Cell("/proc unmounted while the JVM runs")
                        .mount("(sleep 0.5; umount -l /proc) &")
                        .before(Ground.NoProc.class),
                "off");
    }

    private static String result(Cell.Outcome outcome, Cell.Outcome full) {
        String said = outcome.said.replaceFirst("^\\[tidewatch] [A-Z]+ ", "");
        if (outcome.status == null || outcome.records == 0) {
            return "off: " + (said.isEmpty() ? "nothing recorded, nothing said" : said);
        }
        for (String field : List.of("source", "threadMapping", "missing")) {
            Set<String> lines = lines(outcome, field);
            if (!lines.equals(lines(full, field))) {
                lines.removeAll(lines(full, field));
                return "reduced: " + (said.isEmpty() ? field + " " + String.join(" ", lines) : said);
            }
        }
        return said.isEmpty() ? "full" : "full, but says: " + said;
    }

    private static Set<String> lines(Cell.Outcome outcome, String field) {
        return outcome.status
                .getString(field)
                .lines()
                .map(line -> line.replaceAll("[0-9]+", "N"))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Path jarWithoutNativeCode() throws IOException {
        Path copy = directory.resolve("pure.jar");
        try (ZipFile jar = new ZipFile(TestJvm.agentJar().toFile());
                OutputStream file = Files.newOutputStream(copy);
                ZipOutputStream out = new ZipOutputStream(file)) {
            for (ZipEntry entry : (Iterable<ZipEntry>) jar.stream().map(ZipEntry.class::cast)::iterator) {
                if (!entry.getName().endsWith(".so")) {
                    out.putNextEntry(new ZipEntry(entry)); // stored where it was stored
                    try (InputStream in = jar.getInputStream(entry)) {
                        in.transferTo(out);
                    }
                }
            }
        }
        return copy;
    }

    private void deleteLinks() throws IOException {
        Path copy = directory.resolve("unreadable");
        if (Files.exists(copy)) {
            try (DirectoryStream<Path> parts = Files.newDirectoryStream(copy, Files::isSymbolicLink)) {
                for (Path part : parts) {
                    Files.delete(part);
                }
            }
        }
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Paths.get("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            return false;
        }
    }
}
