package io.github.tidewatch.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.tidewatch.fleet.TestRecordings.Cause;
import io.github.tidewatch.fleet.TestRecordings.Delay;
import io.github.tidewatch.fleet.TestRecordings.DelayWithoutBlockIo;
import io.github.tidewatch.fleet.TestRecordings.End;
import io.github.tidewatch.fleet.TestRecordings.ProcessUsage;
import io.github.tidewatch.fleet.TestRecordings.Starting;
import io.github.tidewatch.fleet.TestRecordings.State;
import io.github.tidewatch.fleet.TestRecordings.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tables say of what a recording says. */
class ImportTest {
    @TempDir
    Path directory;

    private Path tables;

    @BeforeEach
    void name() {
        tables = directory.resolve("tables");
    }

    private Ran imported(Runnable committing, Object... labels) throws IOException {
        Path recording = TestRecordings.record(directory.resolve("rec/test.jfr"), committing);
        Object[] args = new Object[4 + labels.length];
        System.arraycopy(new Object[] {"import", recording, "--to", tables}, 0, args, 0, 4);
        System.arraycopy(labels, 0, args, 4, labels.length);
        return Ran.fleet(args);
    }

    @Test
    void sumsAreThoseOfTheRecordingToTheNanosecond() throws IOException {
        Ran ran = imported(() -> {
            for (int i = 1; i <= 1000; i++) {
                new Delay()
                        .of("worker-" + i, i)
                        .spent(i, 2L * i, 3L * i + 1, 1, 5_000_000_001L)
                        .commit();
            }
        });
        assertThat(ran.code()).as("%s", ran).isZero();
        JsonObject sums = Ran.row(
                tables,
                "SELECT count(*) AS n, sum(user_time_ns) AS u, sum(system_time_ns) AS s, sum(cpu_delay_ns) AS c,"
                        + " sum(block_io_delay_ns) AS b, sum(wait_time_ns) AS w, sum(interval_ns) AS i FROM interval");
        assertThat(sums.get("n").getAsLong()).isEqualTo(1000);
        assertThat(sums.get("u").getAsLong()).isEqualTo(500_500);
        assertThat(sums.get("s").getAsLong()).isEqualTo(1_001_000);
        assertThat(sums.get("c").getAsLong()).isEqualTo(1_502_500);
        assertThat(sums.get("b").getAsLong()).isEqualTo(1000);
        assertThat(sums.get("w").getAsLong()).isEqualTo(5_000_000_001_000L);
        assertThat(sums.get("i").getAsLong()).isEqualTo(500_500 + 1_001_000 + 1_502_500 + 1000 + 5_000_000_001_000L);
        assertThat(Ran.number(tables, "SELECT count(DISTINCT thread_group) FROM interval"))
                .isEqualTo(1);
    }

    @Test
    void aFieldThatTheRecordingDoesNotHaveIsNull() throws IOException {
        imported(() -> new DelayWithoutBlockIo().commit());
        JsonObject row = Ran.row(tables, "SELECT * FROM interval");
        assertThat(row.get("user_time_ns").getAsLong()).isEqualTo(4);
        for (String unknown : new String[] {
            "block_io_delay_ns",
            "system_time_ns",
            "wait_time_ns",
            "park_wait_ns",
            "wait_detail",
            "java_thread_id",
            "pod"
        }) {
            assertThat(row.get(unknown).isJsonNull()).as(unknown).isTrue();
        }
    }

    @Test
    void jfrsMarkOfWhatIsNotAvailableIsNull() throws IOException {
        imported(() -> new DelayWithoutBlockIo().commit());
        assertThat(Ran.row(tables, "SELECT cpu_delay_ns AS c FROM interval")
                        .get("c")
                        .isJsonNull())
                .isTrue();
    }

    @Test
    void whatTheKernelDoesNotCountOfAThreadIsNullInRecordsThatAreNotComplete() throws IOException {
        imported(() -> {
            Delay delay = new Delay().of("early", 5).spent(1, 2, 3, 4, 5);
            delay.complete = false;
            delay.commit();
        });
        JsonObject row = Ran.row(tables, "SELECT * FROM interval");
        assertThat(row.get("block_io_delay_ns").isJsonNull()).isTrue();
        assertThat(row.get("swap_in_delay_ns").isJsonNull()).isTrue();
        assertThat(row.get("cpu_delay_ns").getAsLong()).isEqualTo(3);
        assertThat(row.get("complete").getAsBoolean()).isFalse();
    }

    @Test
    void theViewOfWaitsHasARowForEachKindThatIsKnownAndNotNothing() throws IOException {
        imported(() -> new Delay().of("a", 5).spent(1, 2, 3, 4, 50).commit());
        JsonObject row = Ran.row(tables, "SELECT kind, wait_ns, thread_name FROM wait");
        assertThat(row.toString()).isEqualTo("{\"kind\":\"park\",\"wait_ns\":25,\"thread_name\":\"a\"}");
    }

    @Test
    void allOtherTablesHaveWhatTheirEventsSay() throws IOException {
        Ran ran = imported(() -> {
            new End().commit();
            new ProcessUsage().commit();
            new Cause().commit();
            new Work().commit();
            new State().commit();
            new Starting().commit();
        });
        assertThat(ran.code()).as("%s", ran).isZero();
        assertThat(Ran.row(tables, "SELECT lifetime_ns, user_time_ns, minor_faults, accounted_by FROM thread_end")
                        .toString())
                .isEqualTo(
                        "{\"lifetime_ns\":1000,\"user_time_ns\":600,\"minor_faults\":3,\"accounted_by\":\"thread\"}");
        assertThat(Ran.row(
                                tables,
                                "SELECT user_time_ns, threads_alive, max_resident_size_bytes, major_faults FROM process")
                        .toString())
                .isEqualTo("{\"user_time_ns\":70,\"threads_alive\":12,\"max_resident_size_bytes\":4096,"
                        + "\"major_faults\":null}");
        assertThat(Ran.row(tables, "SELECT thread_group, cpu_delay_ns, quota_delay_ns, own_threads_delay_ns FROM cause")
                        .toString())
                .isEqualTo("{\"thread_group\":\"pool-*\",\"cpu_delay_ns\":100,\"quota_delay_ns\":null,"
                        + "\"own_threads_delay_ns\":60}");
        assertThat(Ran.row(tables, "SELECT name, user_time_ns, wait_time_ns, thread_name FROM span")
                        .toString())
                .isEqualTo("{\"name\":\"checkout\",\"user_time_ns\":11,\"wait_time_ns\":22,\"thread_name\":\""
                        + Thread.currentThread().getName() + "\"}");
        assertThat(Ran.rows(
                                tables,
                                "SELECT source, taskstats_version, missing, not_sampled FROM status ORDER BY source")
                        .toString())
                .isEqualTo("[{\"source\":\"off\",\"taskstats_version\":null,\"missing\":null,"
                        + "\"not_sampled\":\"all of it: still starting\"},{\"source\":\"procfs\","
                        + "\"taskstats_version\":null,\"missing\":\"blockIoDelay: delay accounting is off\","
                        + "\"not_sampled\":null}]");
    }

    @Test
    void eachRowSaysOfWhichJvmItIs() throws IOException {
        imported(
                () -> new Delay().of("a", 5).spent(1, 2, 3, 4, 50).commit(),
                "--label",
                "service=shop",
                "--label",
                "zone=a");
        JsonObject row = Ran.row(tables, "SELECT service, jvm, jvm_start, labels['zone'] AS zone FROM interval");
        assertThat(row.get("service").getAsString()).isEqualTo("shop");
        assertThat(row.get("zone").getAsString()).isEqualTo("a");
        assertThat(row.get("jvm").getAsString())
                .startsWith(ProcessHandle.current().pid() + "@");
        assertThat(row.get("jvm").getAsString()).contains(row.get("jvm_start").getAsString());
    }

    @Test
    void namesOfThreadsStayAsTheyAreWhateverTheyHold() throws IOException {
        String hostile = "a'); DROP TABLE interval; --\"\n\u001b[31m\u202e😀,;\t%00 ../..";
        imported(() -> {
            new Delay().of(hostile, 5).spent(1, 2, 3, 4, 50).commit();
            new Delay().of("long".repeat(5000), 6).spent(1, 2, 3, 4, 50).commit();
            new Delay().of("nul\0nul", 7).spent(1, 2, 3, 4, 50).commit();
        });
        assertThat(Ran.row(tables, "SELECT thread_name AS n FROM interval WHERE os_thread_id = 5")
                        .get("n")
                        .getAsString())
                .isEqualTo(hostile);
        assertThat(Ran.number(tables, "SELECT length(thread_name) FROM interval WHERE os_thread_id = 6"))
                .isEqualTo(3999);
        assertThat(Ran.row(tables, "SELECT thread_name AS n FROM interval WHERE os_thread_id = 7")
                        .get("n")
                        .getAsString())
                .isEqualTo("nul\0nul");
        assertThat(Ran.fleet("query", "SELECT thread_name FROM interval", "--in", tables)
                        .out())
                .doesNotContain("\u001b", "\u202e");
    }

    @Test
    void aServiceThatIsNoNameOfAFolderIsFoundByIts() throws IOException {
        for (String service : new String[] {"../../x", "a/b=c %41", "店".repeat(70), "."}) {
            Path recording = TestRecordings.record(
                    directory.resolve("rec/s.jfr"),
                    () -> new Delay().of("a", 5).spent(1, 2, 3, 4, 50).commit());
            Ran ran = Ran.fleet("import", recording, "--to", tables, "--label", "service=" + service);
            assertThat(ran.code()).as("%s", ran).isZero();
            String sql = "SELECT count(*) FROM interval WHERE starts_with('" + service + "', service)";
            assertThat(Ran.number(tables, sql)).as(service).isEqualTo(1);
            String byFolders = "SELECT count(*) FROM read_parquet('" + tables + "/interval/**/*.parquet',"
                    + " hive_partitioning = true) WHERE starts_with('" + service + "', service)";
            assertThat(Ran.number(tables, byFolders)).as(service).isEqualTo(1);
        }
        assertThat(Files.exists(directory.resolve("x"))).isFalse();
    }

    @Test
    void aServiceThatIsNotKnownIsNullByFoldersToo() throws IOException {
        imported(() -> new Delay().of("a", 5).spent(1, 2, 3, 4, 50).commit());
        assertThat(
                        Ran.number(
                                tables,
                                "SELECT count(*) FROM read_parquet('" + tables + "/interval/**/*.parquet',"
                                        + " hive_partitioning = true) WHERE service IS NULL AND date = CAST(begin_time AS DATE)"))
                .isEqualTo(1);
    }

    @Test
    void filesSayTheVersionOfTheirSchema() throws IOException {
        imported(() -> new Delay().of("a", 5).spent(1, 2, 3, 4, 50).commit());
        JsonObject row = Ran.row(
                tables,
                "SELECT decode(value) AS v FROM parquet_kv_metadata('" + tables
                        + "/interval/**/*.parquet') WHERE decode(key) = 'tidewatch_schema_version'");
        assertThat(row.get("v").getAsString()).isEqualTo("1");
    }

    @Test
    void aRecordingWithoutTheAgentIsNamedAndGivesNoRows() throws IOException {
        Ran ran = imported(() -> {});
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("test.jfr has no events of Tidewatch");
    }

    @Test
    void anEventByTheNameOfTheJvmsThatIsNoneStopsNoImport() throws IOException {
        imported(() -> {
            new Delay().of("worker", 1).spent(1, 2, 3, 4, 5).commit();
            new TestRecordings.NoJvm().commit();
        });
        assertThat(Ran.number(tables, "SELECT count(*) FROM interval")).isEqualTo(1);
    }

    @Test
    void aCauseWhoseGroupJfrHasLostIsARowOfAnUnknownGroup() throws IOException {
        Ran ran = imported(() -> {
            TestRecordings.Cause lost = new TestRecordings.Cause();
            lost.threadGroup = null;
            lost.commit();
        });
        assertThat(ran.code()).as("%s", ran).isZero();
        assertThat(Ran.row(tables, "SELECT thread_group, cpu_delay_ns FROM cause")
                        .toString())
                .isEqualTo("{\"thread_group\":null,\"cpu_delay_ns\":100}");
    }

    @Test
    void aCauseLongerThanTheDelayItExplainsIsNoRow() throws IOException {
        Ran ran = imported(() -> {
            new TestRecordings.Cause().commit();
            TestRecordings.Cause damaged = new TestRecordings.Cause();
            damaged.ownThreadsDelay = 9_000_000_000_000_000_000L;
            damaged.commit();
        });
        assertThat(ran.code()).isEqualTo(1);
        assertThat(Ran.number(tables, "SELECT count(*) FROM cause")).isEqualTo(1);
    }
}
