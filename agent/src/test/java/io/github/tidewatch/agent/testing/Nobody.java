package io.github.tidewatch.agent.testing;

import io.github.tidewatch.agent.cli.Tidewatch;
import io.github.tidewatch.testing.Host;
import io.github.tidewatch.testing.Skip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A user without any privilege, with a directory that it may write to and that has all it needs. */
public final class Nobody implements AutoCloseable {
    static final String[] LAUNCHER = {
        "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all", "--bounding-set=-all"
    };

    private final boolean root;
    private final Path directory;

    private Nobody(boolean root, Path directory) {
        this.root = root;
        this.directory = directory;
    }

    /** Where the tests run without privilege, that user; where root runs them, the user nobody (util-linux). */
    public static Nobody here() throws IOException {
        boolean root = Host.isRoot();
        if (root) {
            Skip.unlessFound(LAUNCHER[0]); // of util-linux, to become nobody
        }
        Path directory = Files.createTempDirectory("tidewatch-nobody");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.copy(TestJvm.agentJar(), directory.resolve("tidewatch.jar"));
        Path testing = TestJvm.testClasses()
                .relativize(TestJvm.testClasses()
                        .resolve(Nobody.class.getPackageName().replace('.', '/')));
        Path copy = Files.createDirectories(directory.resolve("classes").resolve(testing));
        try (Stream<Path> classes = Files.list(TestJvm.testClasses().resolve(testing))) {
            for (Path file : classes.collect(Collectors.toList())) {
                Files.copy(file, copy.resolve(file.getFileName().toString()));
            }
        }
        return new Nobody(root, directory);
    }

    /** Where its JVM runs. */
    public Path directory() {
        return directory;
    }

    /** A JVM of this user with the agent. */
    public TestJvm jvm(Path home, String options) {
        return new TestJvm(home, directory)
                .launcher(root ? LAUNCHER : new String[0])
                .agent(directory.resolve("tidewatch.jar"), options)
                .testClasses(directory.resolve("classes"));
    }

    /** The command line of this user. */
    public Tidewatch tidewatch(Path home) {
        return new Tidewatch(home, directory.resolve("tidewatch.jar"), root ? LAUNCHER : new String[0]);
    }

    @Override
    public void close() throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(directory)) {
            all = files.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
        }
        for (Path file : all) {
            Files.delete(file);
        }
    }
}
