package io.github.tidewatch.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.fleet.ingest.ChunkBytes;
import io.github.tidewatch.fleet.table.Column;
import io.github.tidewatch.fleet.table.Table;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The columns of a version are for ever: other files with it are there. */
class SchemaTest {
    private static String text() {
        return Stream.of(Table.values())
                .map(table -> table.sql() + table.allColumns())
                .collect(Collectors.joining("\n"));
    }

    @Test
    void theColumnsOfVersion1StayAsTheyAre() {
        assertThat(Table.SCHEMA_VERSION).isEqualTo(1);
        assertThat(ChunkBytes.sha256(text()))
                .as(
                        "after a change of columns count SCHEMA_VERSION up, here and in docs/fleet.md; they are now\n%s",
                        text())
                .isEqualTo("311fe8252ab31eea28a195ff2e5ba029006b10477b8cee71e01f27309b4b3d71");
    }

    @Test
    void noTableHasAColumnTwice() {
        for (Table table : Table.values()) {
            List<String> names = table.allColumns().stream().map(Column::name).toList();
            assertThat(names).as(table.sql()).doesNotHaveDuplicates();
        }
    }
}
