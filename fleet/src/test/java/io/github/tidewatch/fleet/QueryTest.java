package io.github.tidewatch.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.fleet.TestRecordings.Cause;
import io.github.tidewatch.fleet.TestRecordings.Delay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions to tables of two services, and how answers are written. */
class QueryTest {
    private static final long SECOND = 1_000_000_000;

    @TempDir
    static Path directory;

    private static Path tables;
    private static LocalDateTime between;

    @BeforeAll
    static void makeTables() throws Exception {
        tables = directory.resolve("tables");
        add("shop", "h1", "1.0", 1);
        Thread.sleep(20);
        between = LocalDateTime.now(ZoneOffset.UTC);
        Thread.sleep(20);
        add("shop", "h2", "1.1", 3);
        add("search", "h2", "7", 0);
    }

    /** A JVM whose pool was on a CPU for a second, waited so long for one, and of which another thread is incomplete. */
    private static void add(String service, String host, String version, long delay) throws IOException {
        Path file = TestRecordings.record(directory.resolve(service + host + ".jfr"), () -> {
            new Delay()
                    .of("pool-1", 1)
                    .spent(SECOND, 0, delay * SECOND, 0, 2 * SECOND)
                    .commit();
            Delay incomplete = new Delay().of("old", 2).spent(0, 0, 0, 0, 4 * SECOND);
            incomplete.complete = false;
            incomplete.commit();
            new Cause().commit();
        });
        Ran ran = Ran.fleet(
                "import",
                file,
                "--to",
                tables,
                "--label",
                "service=" + service,
                "--label",
                "host=" + host,
                "--label",
                "version=" + version);
        assertThat(ran.code()).as("%s", ran).isZero();
    }

    private static String csv(Object... command) {
        Object[] args = Arrays.copyOf(command, command.length + 4);
        System.arraycopy(new Object[] {"--in", tables, "--format", "csv"}, 0, args, command.length, 4);
        Ran ran = Ran.fleet(args);
        assertThat(ran.code()).as("%s", ran).isZero();
        return ran.out();
    }

    @Test
    void worstNamesTheThreadGroupsThatLostMostAndHowMuchOfItIsKnown() {
        assertThat(csv("worst", "--limit", "3"))
                .isEqualTo("service,thread_group,jvms,thread_s,cpu_delay_s,block_io_delay_s,block_io_known_pct,"
                        + "lost_at_least_pct\n"
                        + "shop,pool-*,2,10.0,4.0,0.0,100.0,40.0\n"
                        + "search,old,1,4.0,0.0,,0.0,0.0\n"
                        + "search,pool-*,1,3.0,0.0,0.0,100.0,0.0\n");
    }

    @Test
    void byServiceHasTheWaitForCpusAsAPartOfTheDemandAndUnknownCausesAsNothing() {
        assertThat(csv("by-service"))
                .isEqualTo("service,jvms,hosts,thread_s,on_cpu_s,cpu_delay_s,cpu_delay_of_demand_pct,block_io_delay_s,"
                        + "block_io_known_pct,quota_delay_s,own_threads_delay_s\n"
                        + "shop,2,2,18.0,2.0,4.0,66.7,0.0,55.6,,0.0\n"
                        + "search,1,1,7.0,1.0,0.0,0.0,0.0,42.9,,0.0\n");
    }

    @Test
    void hostsHasWhatEachHostsServicesWaited() {
        assertThat(csv("hosts"))
                .as("one JVM, since both services are of this test's")
                .isEqualTo("host,jvms,services,thread_s,on_cpu_s,cpu_delay_s,cpu_delay_of_demand_pct,block_io_delay_s,"
                        + "block_io_known_pct,neighbor_delay_s,steal_delay_s\n"
                        + "h2,1,2,17.0,2.0,3.0,60.0,0.0,52.9,0.0,\n"
                        + "h1,1,1,8.0,1.0,1.0,50.0,0.0,50.0,0.0,\n");
    }

    @Test
    void sinceComparesEachServiceBeforeAndAfterATime() {
        assertThat(csv("since", between))
                .isEqualTo("service,versions_before,versions_since,cpu_delay_before_s,cpu_delay_since_s,"
                        + "of_demand_before_pct,of_demand_since_pct,change_points\n"
                        + "shop,1.0,1.1,1.0,3.0,50.0,75.0,25.0\n"
                        + "search,,7,,0.0,,0.0,\n");
        assertThat(csv("since", between.atOffset(ZoneOffset.UTC).withOffsetSameInstant(ZoneOffset.ofHours(5))))
                .isEqualTo(csv("since", between));
    }

    @Test
    void csvTellsNullFromAnEmptyTextAndQuotesWhatItHasTo() {
        assertThat(csv("query", "SELECT NULL AS a, '' AS b, 'x,\"y\"' AS c, 1.5 AS d, true AS \"e,f\""))
                .isEqualTo("a,b,c,d,\"e,f\"\n,\"\",\"x,\"\"y\"\"\",1.5,true\n");
    }

    @Test
    void jsonHasNumbersAsNumbersAndNullAsNull() {
        assertThat(Ran.rows(
                                tables,
                                "SELECT NULL AS a, 9223372036854775807 AS b, TIMESTAMP '2026-01-02 03:04:05' AS t,"
                                        + " 'NaN'::DOUBLE AS n, 1 AS b, DATE '2026-01-02' AS d")
                        .toString())
                .isEqualTo("[{\"a\":null,\"b\":9223372036854775807,\"t\":\"2026-01-02T03:04:05\",\"n\":null,\"b_2\":1,"
                        + "\"d\":\"2026-01-02\"}]");
        assertThat(Ran.rows(tables, "SELECT 1 WHERE false")).isEmpty();
    }

    @Test
    void aTableAlignsItsColumns() {
        assertThat(Ran.fleet("query", "SELECT * FROM (VALUES ('a', 1), (NULL, 1000)) t(name, n)", "--in", tables)
                        .out())
                .isEqualTo("name     n\na        1\nNULL  1000\n(2 rows)\n");
    }

    @Test
    void wrongSqlAndWrongTimesAreUsage() {
        Ran ran = Ran.fleet("query", "SELECT nope FROM interval", "--in", tables);
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).startsWith("tidewatch-fleet: Binder Error").contains("nope");
        Ran time = Ran.fleet("since", "yesterday", "--in", tables);
        assertThat(time.code()).isEqualTo(2);
        assertThat(time.err()).contains("yesterday is no time");
    }

    /** Tables of their own with one recording, of which the files are changed. */
    private static Path broken(String name, Change change) throws IOException {
        Path broken = directory.resolve(name);
        Ran ran = Ran.fleet("import", directory.resolve("shoph1.jfr"), "--to", broken);
        assertThat(ran.code()).as("%s", ran).isZero();
        try (Stream<Path> files = Files.walk(broken.resolve("interval"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                change.of(file);
            }
        }
        return broken;
    }

    private interface Change {
        void of(Path file) throws IOException;
    }

    @Test
    void aRightQuestionToTablesThatCannotBeReadIsNoUsage() throws IOException {
        for (Path broken : List.of(
                broken("gone", Files::delete), broken("garbled", file -> Files.writeString(file, "no Parquet")))) {
            for (Ran ran : List.of(
                    Ran.fleet("query", "SELECT * FROM interval", "--in", broken), Ran.fleet("worst", "--in", broken))) {
                assertThat(ran.code()).as("%s", ran).isEqualTo(1);
                assertThat(ran.err()).startsWith("tidewatch-fleet: ").doesNotContain("\tat ");
            }
        }
    }

    @Test
    void tablesInAFolderWhosePathIsAPatternAreReadAndNoOthers() throws IOException {
        broken("a[1]*?b", file -> {});
        broken("a1xxb", file -> {});
        assertThat(Ran.number(directory.resolve("a[1]*?b"), "SELECT count(*) FROM interval"))
                .isEqualTo(2);
    }

    @Test
    void labelsAreAnObjectInJsonAndItsTextElsewhere() {
        String sql = "SELECT MAP {'b': 'x, y=\"z\"', 'a': NULL} AS labels, 'nan'::FLOAT AS f";
        assertThat(Ran.rows(tables, sql).toString())
                .isEqualTo("[{\"labels\":{\"a\":null,\"b\":\"x, y=\\\"z\\\"\"},\"f\":null}]");
        assertThat(csv("query", "SELECT MAP {'zone': 'a'} AS labels"))
                .isEqualTo("labels\n\"{\"\"zone\"\":\"\"a\"\"}\"\n");
    }

    @Test
    void aFolderWithoutTablesIsNamedWithWhatMakesThem() {
        Ran ran = Ran.fleet("worst", "--in", directory);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains(directory + " has no tables", "import RECORDING... --to");
    }

    @Test
    void aTimeOfUtcInAnHourThatIsMissingHereIsThatTime() {
        TimeZone here = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
        try {
            assertThat(csv("query", "SELECT TIMESTAMP '2026-03-29 02:30:00' AS t"))
                    .isEqualTo("t\n2026-03-29T02:30\n");
        } finally {
            TimeZone.setDefault(here);
        }
    }
}
