package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.agent.testing.Upgraded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** A package manager puts another JDK in the place of the one that runs. */
class UpgradedJdkJvmTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @JdkSource({17, 25})
    void threadsKeepTheirNamesThoughLibjvmWasReplaced(int feature) throws Exception {
        Path home = copy(Jdks.home(feature).toRealPath(), directory.resolve("jdk"));
        Path library = home.resolve("lib/server/libjvm.so");
        Path go = directory.resolve("go");
        try (RunningJvm jvm = new TestJvm(home, directory)
                .agent("")
                .main(Upgraded.class, go.toString(), "x.jfr")
                .start()) {
            jvm.awaitLine("ready"::equals, Duration.ofSeconds(60));
            Path next = Files.copy(library, library.resolveSibling("libjvm.so.next"));
            Files.move(next, library, StandardCopyOption.REPLACE_EXISTING);
            assertThat(Files.readString(Path.of("/proc/" + jvm.pid() + "/maps")))
                    .contains("libjvm.so (deleted)");
            Files.createFile(go);
            assertThat(jvm.await(Duration.ofSeconds(60)).exitCode).isZero();
        }
        Recorded recorded = Recorded.read(directory.resolve("x.jfr"));
        assertThat(recorded.status().getString("threadMapping")).isEqualTo("HotSpot structures");
        assertThat(recorded.delays("busy")).isNotEmpty().allMatch(d -> "busy".equals(d.javaName));
    }

    /** Of links where that is possible, so that it takes neither time nor room; never of libjvm.so, which is written to. */
    private static Path copy(Path home, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(home)) {
            files = all.collect(Collectors.toList());
        }
        for (Path file : files) {
            Path target = to.resolve(home.relativize(file).toString());
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(target);
            } else if (file.endsWith("lib/server/libjvm.so") || !link(target, file)) {
                Files.copy(file, target, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return to;
    }

    private static boolean link(Path target, Path file) {
        try {
            Files.createLink(target, file);
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false; // another file system, or not this user's file
        }
    }
}
