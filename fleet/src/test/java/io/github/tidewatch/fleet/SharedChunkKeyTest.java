package io.github.tidewatch.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.tidewatch.fleet.TestRecordings.Delay;
import io.github.tidewatch.fleet.TestRecordings.Jvm;
import io.github.tidewatch.fleet.TestRecordings.Variable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chunks of several JVMs that began at the same instant, as those that are restored from one snapshot may. */
class SharedChunkKeyTest {
    private static final int BEGIN_AT = 32;
    private static final int TICKS_AT = 48;

    @TempDir
    Path directory;

    private Path tables;

    @BeforeEach
    void name() {
        tables = directory.resolve("tables");
    }

    /** So many records of so many nanoseconds each, in a chunk that begins when all do that this makes. */
    private Path recording(String name, int records, long nanos, Runnable whose) throws IOException {
        Path file = TestRecordings.recordOfMadeUpJvm(directory.resolve(name), () -> {
            whose.run();
            for (int i = 0; i < records; i++) {
                new Delay().of("thread-" + i, i).spent(nanos, 0, 0, 0, 7).commit();
            }
        });
        ByteBuffer chunk = ByteBuffer.wrap(Files.readAllBytes(file));
        chunk.putLong(BEGIN_AT, 1_790_000_000_000_000_000L).putLong(TICKS_AT, 1_000_000);
        return Files.write(file, chunk.array());
    }

    private static void isOn(String host, long pid, long start) {
        Variable.set("HOSTNAME", host);
        Jvm.is(pid, start);
    }

    private Ran imports(Path recording) {
        return Ran.fleet("import", recording, "--to", tables);
    }

    private String sums() {
        JsonObject row = Ran.row(
                tables, "SELECT count(DISTINCT chunk) AS chunks, count(*) AS n, sum(user_time_ns) AS s FROM interval");
        return row.get("chunks") + " chunks, " + row.get("n") + " rows, " + row.get("s") + " ns";
    }

    @Test
    void chunksThatDifferInHostProcessOrStartOfTheJvmAreAllKept() throws IOException {
        Path[] all = {
            recording("a.jfr", 10, 1, () -> isOn("a", 7, 1000)),
            recording("b.jfr", 20, 100, () -> isOn("b", 7, 1000)),
            recording("c.jfr", 5, 1000, () -> isOn("a", 8, 1000)),
            recording("d.jfr", 10, 10_000, () -> isOn("a", 7, 2000))
        };
        for (Path recording : all) {
            Ran ran = imports(recording);
            assertThat(ran.code()).as("%s", ran).isZero();
            assertThat(ran.out()).contains("1 chunks imported, 0 replaced, 0 unchanged");
        }
        assertThat(sums()).isEqualTo("4 chunks, 45 rows, 107010 ns");
        for (Path recording : all) {
            assertThat(imports(recording).out()).contains("0 chunks imported, 0 replaced, 1 unchanged");
        }
        assertThat(sums()).isEqualTo("4 chunks, 45 rows, 107010 ns");
    }

    @Test
    void aBetterCopyReplacesThatOfItsOwnJvm() throws IOException {
        imports(recording("a.jfr", 50, 1, () -> isOn("a", 7, 1000)));
        imports(recording("b.jfr", 20, 100, () -> isOn("b", 7, 1000)));
        assertThat(imports(recording("more.jfr", 30, 100, () -> isOn("b", 7, 1000)))
                        .out())
                .contains("0 chunks imported, 1 replaced, 0 unchanged; 10 new rows");
        assertThat(imports(recording("less.jfr", 40, 1, () -> isOn("a", 7, 1000)))
                        .out())
                .contains("0 chunks imported, 0 replaced, 1 unchanged");
        assertThat(sums()).isEqualTo("2 chunks, 80 rows, 3050 ns");
    }

    @Test
    void aCopyThatSaysLessOfItsJvmIsOfTheOneThatIsThere() throws IOException {
        imports(recording("a.jfr", 10, 1, () -> isOn("a", 7, 1000)));
        assertThat(imports(recording("copy.jfr", 11, 1, () -> Jvm.is(7, 1000))).out())
                .contains("1 replaced");
        assertThat(imports(recording("b.jfr", 10, 100, () -> isOn("b", 7, 1000)))
                        .out())
                .as("what was said of the host before still counts")
                .contains("1 chunks imported");
        assertThat(sums()).isEqualTo("2 chunks, 21 rows, 1011 ns");
    }
}
