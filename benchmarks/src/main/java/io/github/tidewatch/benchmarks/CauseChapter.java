package io.github.tidewatch.benchmarks;

import io.github.tidewatch.benchmarks.jvm.CausePrice;
import io.github.tidewatch.benchmarks.measure.Rounds;
import java.nio.file.Path;

/** The chapter about the events that say why threads waited. */
final class CauseChapter {
    private CauseChapter() {}

    static Chapter write(Path java, Scale scale, Path scratch, Machine machine) throws Exception {
        int threads = scale.of(500, 50);
        Rounds rounds = CausePrice.measure(java, threads, 250, scale.of(10, 2), scale.of(7, 1), scratch);
        Chapter chapter = new Chapter(
                "Why threads waited",
                "Every second, " + threads
                        + " threads, one in ten active four times a second. CPU time of Tidewatch's code in an"
                        + " interval by its thread's clock (Overhead), with and without the events, in turn in one JVM;"
                        + " of each recording the median over its intervals.",
                machine);
        chapter.add(new Line(
                "with DelayCause, HostCpu, CpuThrottling, Pressure and DiskUse less without",
                "µs an interval",
                rounds.difference(CausePrice.ALL, CausePrice.WITHOUT),
                Target.atMost(100)));
        chapter.add(new Line(
                "with DelayCause less without",
                "µs an interval",
                rounds.difference(CausePrice.CAUSES, CausePrice.WITHOUT),
                null));
        chapter.add(new Line(
                "HostCpu, CpuThrottling, Pressure and DiskUse by themselves",
                "µs an interval",
                rounds.of(CausePrice.HOST),
                null));
        chapter.add(new Line("without, ThreadDelay alone", "µs an interval", rounds.of(CausePrice.WITHOUT), null));
        return chapter;
    }
}
