package io.github.tidewatch.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.fleet.TestRecordings.Delay;
import io.github.tidewatch.fleet.TestRecordings.ProcessUsage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An import in a JVM of its own, killed by SIGKILL again and again. */
class KilledImportTest {
    @TempDir
    Path directory;

    @Test
    void afterKillsInMidImportNothingIsLostDoubledOrHalf() throws Exception {
        kill(3, 10);
    }

    @Test
    @Tag("exhaustive")
    void afterTenKillsInMidImportNothingIsLostDoubledOrHalf() throws Exception {
        kill(10, 30);
    }

    private void kill(int kills, int count) throws Exception {
        Path recordings = directory.resolve("rec");
        for (int i = 0; i < count; i++) {
            TestRecordings.record(recordings.resolve(i + ".jfr"), () -> {
                for (int j = 0; j < 2000; j++) {
                    new Delay().of("thread-" + j, j).spent(1, 0, 0, 0, 7).commit();
                }
                new ProcessUsage().commit();
            });
        }
        Path tables = directory.resolve("tables");
        long before = 0;
        for (int kill = 1; kill <= kills; kill++) {
            killAfter(kill, recordings, tables);
            long rows = Ran.number(tables, "SELECT count(*) FROM interval");
            assertThat(rows % 2000).as("rows after kill " + kill).isZero();
            assertThat(rows)
                    .as("it had said of %s recordings that they are imported", kill)
                    .isGreaterThanOrEqualTo(Math.max(before, 2000L * kill));
            assertThat(Ran.number(tables, "SELECT count(*) FROM process")).isEqualTo(rows / 2000);
            before = rows;
        }
        Ran ran = Ran.fleet("import", recordings, "--to", tables);
        assertThat(ran.code()).as("%s", ran).isZero();
        assertThat(Ran.number(tables, "SELECT sum(user_time_ns) FROM interval")).isEqualTo(2000L * count);
        assertThat(Ran.number(tables, "SELECT count(DISTINCT chunk) FROM interval"))
                .isEqualTo(count);
        assertThat(Ran.number(tables, "SELECT count(*) FROM process")).isEqualTo(count);
        assertThat(Ran.number(tables, "SELECT count(*) FROM read_parquet('" + tables + "/interval/**/*.parquet')"))
                .as("rows in files, named by a manifest or not")
                .isEqualTo(2000L * count);
        assertThat(tables.resolve("_work")).doesNotExist();
    }

    /** Kills the import some milliseconds after it has said so many lines: while it is at work on the next recording. */
    private void killAfter(int lines, Path recordings, Path tables) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(command(recordings, tables))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = child.inputReader()) {
            for (int i = 0; i < lines; i++) {
                assertThat(out.readLine()).contains(".jfr: ");
            }
            boolean hasEnded = child.waitFor(7L * lines % 40, TimeUnit.MILLISECONDS);
            assertThat(hasEnded).as("it has ended before it could be killed").isFalse();
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    private static List<String> command(Path recordings, Path tables) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Stream.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Main.class.getName())
                .forEach(command::add);
        Stream.of("import", recordings.toString(), "--to", tables.toString()).forEach(command::add);
        return command;
    }
}
