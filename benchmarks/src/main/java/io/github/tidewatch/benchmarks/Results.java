package io.github.tidewatch.benchmarks;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.reflect.TypeToken;
import io.github.tidewatch.benchmarks.measure.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The chapters that have been measured so far, kept as JSON, and as a table in Markdown beside it. */
final class Results {
    static final String JSON = "results.json";
    static final String TABLE = "results.md";

    private static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeSpecialFloatingPointValues()
            .create();

    private final Path directory;
    private final Map<String, Chapter> chapters = new LinkedHashMap<>();

    private Results(Path directory) {
        this.directory = directory;
    }

    /** What was kept in {@code directory} of the same machine, kernel and JDK; that of others is dropped. */
    static Results in(Path directory, Machine machine) throws IOException {
        Files.createDirectories(directory);
        Results results = new Results(directory);
        Path json = directory.resolve(JSON);
        if (Files.exists(json)) {
            Map<String, Chapter> kept =
                    GSON.fromJson(Files.readString(json), new TypeToken<LinkedHashMap<String, Chapter>>() {});
            kept.values().removeIf(chapter -> !chapter.machine().isSame(machine));
            results.chapters.putAll(kept);
        }
        return results;
    }

    /** Keeps a chapter, in place of an older one of that name. */
    void put(String name, Chapter chapter) throws IOException {
        chapters.put(name, chapter);
        Files.writeString(directory.resolve(JSON), GSON.toJson(chapters));
        Files.writeString(directory.resolve(TABLE), table());
    }

    /** Everything as Markdown. */
    String table() {
        StringBuilder text = new StringBuilder();
        Chapter any = chapters.values().iterator().next();
        text.append(any.machine())
                .append(
                        ".\nMedians; in brackets the middle half of the rounds. Undecided is where the true\nmedian may lie on either side of the target, 95 of 100 times.\n");
        chapters.values().forEach(chapter -> append(chapter, text));
        return text.toString();
    }

    private static void append(Chapter chapter, StringBuilder text) {
        text.append("\n### ").append(chapter.title()).append("\n\n");
        text.append(chapter.about())
                .append(" Measured ")
                .append(chapter.machine().measured())
                .append(".\n\n");
        text.append("| | median | | unit | rounds | target | |\n|---|--:|---|---|--:|---|---|\n");
        for (Line line : chapter.lines()) {
            Spread value = line.value();
            text.append("| ").append(line.what()).append(" | ");
            if (value == null) {
                text.append("not measured | | ").append(line.unit()).append(" | |");
            } else {
                text.append(Numbers.of(value.median()))
                        .append(
                                value.rounds() < 2
                                        ? " | | "
                                        : " | [" + Numbers.of(value.low()) + ", " + Numbers.of(value.high()) + "] | ")
                        .append(line.unit())
                        .append(" | ")
                        .append(value.rounds())
                        .append(" |");
            }
            if (line.target() == null) {
                text.append(" | |\n");
            } else {
                String outcome = value == null ? "" : line.target().outcome(value);
                text.append(' ')
                        .append(line.target())
                        .append(" | ")
                        .append(outcome)
                        .append(" |\n");
            }
        }
    }
}
