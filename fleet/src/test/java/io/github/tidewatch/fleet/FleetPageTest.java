package io.github.tidewatch.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.fleet.TestRecordings.Cause;
import io.github.tidewatch.fleet.TestRecordings.Delay;
import io.github.tidewatch.fleet.TestRecordings.State;
import io.github.tidewatch.fleet.TestRecordings.Work;
import io.github.tidewatch.fleet.table.Column;
import io.github.tidewatch.fleet.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/fleet.md: each command and each statement of it is run. Tests run in the module's directory. */
class FleetPageTest {
    private static final Pattern BLOCK = Pattern.compile("```(sh|sql)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    @TempDir
    Path directory;

    private String page;

    @BeforeEach
    void read() throws IOException {
        page = Files.readString(Path.of("..", "docs", "fleet.md"));
        for (String name : List.of("shop-1.jfr", "shop-2.jfr", "search.jfr")) {
            TestRecordings.record(directory.resolve(name), () -> {
                new Delay().of("pool-1", 1).spent(1, 2, 3, 4, 5).commit();
                new Cause().commit();
                new State().commit();
                new Work().commit();
            });
        }
    }

    private List<String> blocks(String language) {
        List<String> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(page);
        while (block.find()) {
            if (block.group(1).equals(language)) {
                blocks.add(block.group(2));
            }
        }
        return blocks;
    }

    /** The page's paths are of the folder where its reader is. */
    private String here(String word) {
        return word.endsWith(".jfr") || word.equals("tables")
                ? directory.resolve(word).toString()
                : word;
    }

    @Test
    void eachCommandAndEachStatementIsAnswered() {
        int commands = 0;
        // SparkPageTest runs that of Spark.
        List<String> blocks = blocks("sh").stream()
                .filter(block -> !block.startsWith("spark-submit"))
                .toList();
        for (String line : String.join("", blocks).strip().split("\n", -1)) {
            assertThat(line).startsWith("java -jar tidewatch-fleet.jar ");
            List<Object> words = new ArrayList<>();
            Matcher word = WORD.matcher(line);
            while (word.find()) {
                words.add(word.group(1) == null ? here(word.group(2)) : word.group(1));
            }
            Ran ran = Ran.fleet(words.subList(3, words.size()).toArray());
            assertThat(ran.code()).as("%s: %s", line, ran).isZero();
            commands++;
        }
        assertThat(commands).isEqualTo(6);
        int statements = 0;
        for (String block : blocks("sql")) {
            for (String sql : block.strip().replaceFirst(";$", "").split(";\n", -1)) {
                String of = sql.replace("'tables/", "'" + directory.resolve("tables") + "/");
                assertThat(Ran.rows(directory.resolve("tables"), of)).as(sql).isNotEmpty();
                statements++;
            }
        }
        assertThat(statements).isEqualTo(7);
    }

    @Test
    void eachTableStandsThereWithItsEventAndColumnsThatItHas() {
        for (Table table : Table.values()) {
            String row = Arrays.stream(page.split("\n"))
                    .filter(line -> line.startsWith("| `" + table.sql() + "` |"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no row for " + table));
            assertThat(row).contains("`" + table.event() + "`");
            List<String> names = table.columns().stream().map(Column::name).toList();
            Matcher code =
                    Pattern.compile("`([a-z_]+)`").matcher(row.substring(row.lastIndexOf('|', row.length() - 3)));
            int columns = 0;
            for (; code.find(); columns++) {
                assertThat(names).contains(code.group(1));
            }
            assertThat(columns).isPositive();
        }
        assertThat(Table.IDENTITY).allSatisfy(column -> assertThat(page).contains("`" + column.name() + "`"));
        assertThat(page).contains("The version of this schema is " + Table.SCHEMA_VERSION + ".");
    }
}
