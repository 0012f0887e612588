package io.github.tidewatch.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tidewatch.testing.RequiresTaskstats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Every benchmark runs once and has a result. What the numbers are is nothing for a test. */
class BenchmarksJvmTest {
    /** All but "large-crowd", which is as "crowd". */
    private static final List<String> CHAPTERS = List.of(
            "jar", "query", "pass", "causes", "crowd", "peers", "server", "start-up", "attach", "spans", "parts");

    @TempDir
    private Path directory;

    @Test
    @DisabledIfSystemProperty(
            named = "tidewatch.exhaustive",
            matches = "true",
            disabledReason = "the case for all benchmarks has these too")
    @RequiresTaskstats
    void benchmarksOfTheLibraryPrintResults() throws Exception {
        assertThat(targetsOf(List.of("jar", "query", "pass"))).isPositive();
    }

    @Test
    @Tag("exhaustive")
    @RequiresTaskstats
    void everyBenchmarkPrintsResults() throws Exception {
        assertThat(targetsOf(CHAPTERS)).isEqualTo(17);
        assertThat(Files.readString(directory.resolve(Results.TABLE))).contains("### Start-up");
    }

    /** How many lines of these chapters have a target. */
    private long targetsOf(List<String> names) throws Exception {
        String said = run("--quick", "--only", String.join(",", names), "--out", directory.toString());
        JsonObject chapters = JsonParser.parseString(Files.readString(directory.resolve(Results.JSON)))
                .getAsJsonObject();
        assertThat(chapters.keySet()).as(said).containsExactlyElementsOf(names);
        long targets = 0;
        for (String name : names) {
            JsonArray lines = chapters.getAsJsonObject(name).getAsJsonArray("lines");
            assertThat(lines).as(name).isNotEmpty();
            for (JsonElement line : lines) {
                check(name, line.getAsJsonObject());
                targets += line.getAsJsonObject().has("target") ? 1 : 0;
            }
        }
        return targets;
    }

    /** Differences may be below zero in so short a time; all else is something, or could not be compared with C. */
    private static void check(String chapter, JsonObject line) {
        String what = line.get("what").getAsString();
        if (!line.has("value")) {
            assertThat(what).as("not measured").contains("against C");
            return;
        }
        double median = line.getAsJsonObject("value").get("median").getAsDouble();
        assertThat(median).as("%s", line).isFinite();
        boolean difference =
                chapter.equals("peers") || (chapter + what).contains(" less ") || what.endsWith("the same");
        if (!difference && !line.get("unit").getAsString().equals("of 1")) {
            assertThat(median).as("%s", line).isPositive();
        }
    }

    @Test
    void namesWhatItDoesNotKnow() throws Exception {
        assertThat(run("--only", "jam")).contains("\"jam\"").contains("[jar, query,");
    }

    private static String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("tidewatch.benchmarks")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1"); // short lives, many of them
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
