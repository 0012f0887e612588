package io.github.tidewatch.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The lines that were measured together, and on what. For one thread. */
final class Chapter {
    private final String title;
    private final String about;
    private final Machine machine;
    private final List<Line> lines = new ArrayList<>();

    Chapter(String title, String about, Machine machine) {
        this.title = title;
        this.about = about;
        this.machine = machine;
    }

    void add(Line line) {
        lines.add(line);
    }

    String title() {
        return title;
    }

    /** How it was measured, in a sentence or two. */
    String about() {
        return about;
    }

    Machine machine() {
        return machine;
    }

    List<Line> lines() {
        return lines;
    }
}
