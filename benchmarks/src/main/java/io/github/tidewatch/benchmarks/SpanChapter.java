package io.github.tidewatch.benchmarks;

import io.github.tidewatch.benchmarks.measure.Spread;
import io.github.tidewatch.benchmarks.parts.Parts;
import java.nio.file.Path;
import java.util.Map;

/** The chapter about methods that are spans. */
final class SpanChapter {
    private SpanChapter() {}

    static Chapter write(Path java, Scale scale, Machine machine) throws Exception {
        Map<String, Parts.Part> parts = Parts.measureSpans(java, scale == Scale.QUICK);
        Chapter chapter = new Chapter(
                "Spans",
                "A call of a method that the agent made a span, by JMH in wall time, on one thread: less than the same method as it"
                        + " was while nothing records; and while a recording wants spans, of a call below the threshold,"
                        + " which takes one reading of the thread's counters.",
                machine);
        double plain = parts.get("SpanBenchmark.plainCall").value().median();
        Spread woven = parts.get("SpanBenchmark.wovenCall").value();
        chapter.add(new Line("woven, no recording, less as it was", "ns", woven.less(plain), Target.atMost(5)));
        chapter.add(new Line(
                "woven, recording, below the threshold",
                "ns",
                parts.get("RecordedSpanBenchmark.shortSpan").value(),
                Target.atMost(3000)));
        chapter.add(
                new Line("as it was", "ns", parts.get("SpanBenchmark.plainCall").value(), null));
        return chapter;
    }
}
