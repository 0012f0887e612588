package io.github.tidewatch.benchmarks;

import io.github.tidewatch.benchmarks.parts.Parts;
import java.nio.file.Path;

/** The chapter about parts of Tidewatch, each alone. */
final class PartsChapter {
    private PartsChapter() {}

    static Chapter write(Path java, Scale scale, Machine machine) throws Exception {
        Chapter chapter = new Chapter("Parts", "By JMH, each alone, in wall time.", machine);
        Parts.measure(java, scale == Scale.QUICK)
                .forEach((what, part) -> chapter.add(new Line(what, part.unit(), part.value(), null)));
        return chapter;
    }
}
