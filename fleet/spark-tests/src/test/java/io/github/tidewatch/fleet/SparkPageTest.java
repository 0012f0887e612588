package io.github.tidewatch.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.fleet.TestRecordings.Delay;
import io.github.tidewatch.fleet.table.Column;
import io.github.tidewatch.fleet.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.deploy.SparkSubmit;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/fleet.md: its spark-submit is run with the jar, and each statement of Spark SQL, on this machine. */
@Tag("exhaustive")
class SparkPageTest {
    private static final String RECORDINGS = "s3a://bucket/rec/";
    private static final String TABLES = "s3a://bucket/tables";

    @TempDir
    Path directory;

    private String page;

    @Test
    void theCommandMakesTablesThatTheStatementsRead() throws IOException {
        page = Files.readString(Path.of("..", "..", "docs", "fleet.md"));
        for (int i = 1; i <= 3; i++) {
            TestRecordings.record(directory.resolve("rec/" + i + ".jfr"), () -> {
                new Delay().of("pool-1", 1).spent(1_000_000_000, 2, 3, 4, 5).commit();
                new Delay()
                        .of("pool-2", 2)
                        .spent(2_000_000_000, 2, 3_000_000, 4, 5)
                        .commit();
                new TestRecordings.Cause().commit();
                new TestRecordings.Work().commit();
            });
        }
        submit();
        Path tables = directory.resolve("tables");
        assertThat(Ran.number(tables, "SELECT count(*) FROM interval")).isEqualTo(6);
        SparkSession spark = SparkTests.session();
        try {
            List<Row> last = List.of();
            for (String sql :
                    blocks("sql spark").get(0).strip().replaceFirst(";$", "").split(";\n", -1)) {
                last = spark.sql(sql.replace(TABLES, "file:" + tables)).collectAsList();
            }
            assertThat(last.toString())
                    .isEqualTo(rows(tables, "SELECT service, sum(cpu_delay_ns) FROM interval GROUP BY service"));
            columnsAreThoseOfDuckDb(spark, tables);
        } finally {
            spark.stop();
        }
    }

    /** Values, too, of each column but the map, which the two print in different ways. */
    private static void columnsAreThoseOfDuckDb(SparkSession spark, Path tables) {
        String columns = Table.INTERVAL.allColumns().stream()
                .map(Column::name)
                .filter(name -> !name.equals("labels"))
                .map(name -> "CAST(" + name + " AS STRING)")
                .collect(Collectors.joining(", "));
        List<Row> ofSpark = spark.sql("SELECT " + columns + " FROM interval ORDER BY begin_time, os_thread_id")
                .collectAsList();
        assertThat(ofSpark.toString())
                .isEqualTo(rows(tables, "SELECT " + columns + " FROM interval ORDER BY begin_time, os_thread_id"));
        assertThat(spark.sql("SELECT DISTINCT labels['zone'] FROM interval")
                        .collectAsList()
                        .toString())
                .isEqualTo("[[eu-1]]");
    }

    /** As Spark prints its rows. */
    private static String rows(Path tables, String sql) {
        List<String> rows = new ArrayList<>();
        Ran.rows(tables, sql)
                .forEach(row -> rows.add(row.getAsJsonObject().asMap().values().stream()
                        .map(value -> value.isJsonNull() ? "null" : value.getAsString())
                        .collect(Collectors.joining(",", "[", "]"))));
        return rows.toString();
    }

    private void submit() {
        String command = blocks("sh").stream()
                .filter(block -> block.startsWith("spark-submit"))
                .findFirst()
                .orElseThrow();
        List<String> words =
                new ArrayList<>(List.of(command.replace("\\\n", " ").strip().split("\\s+", -1)));
        words.remove(0);
        words.replaceAll(word -> word.equals("tidewatch-fleet.jar")
                ? System.getProperty("tidewatch.fleetJar")
                : word.replace(RECORDINGS, "file:" + directory.resolve("rec") + "/")
                        .replace(TABLES, "file:" + directory.resolve("tables")));
        words.addAll(
                0,
                List.of(
                        "--master",
                        "local[2]",
                        "--conf",
                        "spark.ui.enabled=false",
                        "--conf",
                        "spark.driver.host=127.0.0.1"));
        SparkSubmit.main(words.toArray(String[]::new));
    }

    private List<String> blocks(String language) {
        List<String> blocks = new ArrayList<>();
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(page);
        while (block.find()) {
            blocks.add(block.group(1));
        }
        return blocks;
    }
}
