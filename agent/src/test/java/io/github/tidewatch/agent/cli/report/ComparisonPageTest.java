package io.github.tidewatch.agent.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonWriter;
import io.github.tidewatch.agent.cli.report.compare.ComparedRecording;
import io.github.tidewatch.agent.cli.report.compare.Comparison;
import io.github.tidewatch.agent.cli.report.compare.ComparisonHtml;
import io.github.tidewatch.agent.cli.report.compare.ComparisonText;
import io.github.tidewatch.agent.cli.report.compare.SpanSeries;
import io.github.tidewatch.agent.cli.report.model.ReadOptions;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of two recordings of one interval and many groups. */
class ComparisonPageTest {
    private static final int GROUPS = 50;
    private static final int BY_CHANCE = 5;
    private static final String NO_GRAPH = "{\"depth\":1,\"frames\":\"\",\"names\":[]}";
    private static final String NO_GRAPHS = "{\"page\":\"\",\"legend\":[],\"parts\":[{\"label\":\"x\",\"known\":true,"
            + "\"baseline\":0,\"now\":0,\"withoutStack\":[0,0],\"graphs\":[" + NO_GRAPH + "," + NO_GRAPH + "]}]}";

    @TempDir
    Path directory;

    private static ComparedRecording recording() {
        ChosenRecording recording = new ChosenRecording(4);
        for (int second = 0; second < 4; second++) {
            for (int tid = 1; tid <= GROUPS; tid++) {
                recording.add("job-" + tid + "x", tid, second, 1, 0.1, 0.1, 0);
            }
        }
        return new ComparedRecording(recording.summary(), new SpanSeries(ReadOptions.everything()));
    }

    private String page() throws IOException {
        StringWriter page = new StringWriter();
        ComparisonHtml.write(new Comparison(recording(), recording()), json -> json.jsonValue(NO_GRAPHS), true, page);
        return page.toString();
    }

    @Test
    void whatChanceDoesIsAbsentWhereOneIntervalCannotSayIt() throws Exception {
        Comparison comparison = new Comparison(recording(), recording());
        assertThat(comparison.isChanceKnown()).isFalse();
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            ComparisonText.write(comparison, json);
        }
        JsonArray changes =
                JsonParser.parseString(text.toString()).getAsJsonObject().getAsJsonArray("changes");
        assertThat(changes).hasSizeGreaterThan(GROUPS);
        assertThat(changes).allSatisfy(change -> {
            JsonObject of = change.getAsJsonObject();
            assertThat(of.has("baseline")).isTrue();
            assertThat(of.has("byChance")).isFalse();
        });
        Path html = Files.writeString(directory.resolve("x.html"), page());
        Chromium page = Chromium.show(html, directory, 1280, 900);
        assertThat(page.console()).isEmpty();
        assertThat(page.rows()).isNotEmpty().allSatisfy(row -> assertThat(row.get(BY_CHANCE))
                .isEmpty());
    }

    @Test
    void theTableGoesOnWhereMoreIsAskedFor() throws Exception {
        String click = "<script>document.getElementById('more').click();</script>";
        Path first = Files.writeString(directory.resolve("first.html"), page());
        Path more = Files.writeString(directory.resolve("more.html"), page().replace("</body>", click + "</body>"));
        Chromium page = Chromium.show(first, directory, 1280, 900);
        assertThat(page.rows()).hasSize(200);
        assertThat(page.text("count")).matches("The first 200 of [0-9]+ of [0-9]+ numbers\\.");
        Chromium all = Chromium.show(more, directory, 1280, 900);
        assertThat(all.rows()).hasSizeGreaterThan(200).hasSizeLessThanOrEqualTo(400);
        assertThat(all.text("count")).matches("[0-9]+ of [0-9]+ numbers\\.");
        assertThat(all.document()).containsPattern("id=\"more\"[^>]* hidden");
        assertThat(all.console()).isEmpty();
    }
}
